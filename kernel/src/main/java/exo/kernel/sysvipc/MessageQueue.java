package exo.kernel.sysvipc;

import exo.kernel.abi.Ipc;
import exo.kernel.sched.WaitQueue;
import exo.kernel.time.Clock;
import exo.kernel.vfs.Caller;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message queue. Owned by the kernel lock. */
public final class MessageQueue extends IpcObject {
  /** A message; the text is not changed. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Message(long type, byte[] text) {}

  private final Clock clock;
  private final List<Message> messages = new ArrayList<>();
  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();
  private long bytes;
  private long maxBytes = Ipc.MSGMNB;
  private int lastSender;
  private int lastReceiver;
  private long sendTime;
  private long receiveTime;

  MessageQueue(Clock clock, int key, int flags, Caller who) {
    super(key, flags, who, SysvIpc.seconds(clock));
    this.clock = clock;
  }

  /** Woken when a message came. */
  public WaitQueue readable() {
    return readable;
  }

  /** Woken when there is room. */
  public WaitQueue writable() {
    return writable;
  }

  public int count() {
    return messages.size();
  }

  /** Bytes of text in it. */
  public long bytes() {
    return bytes;
  }

  public long maxBytes() {
    return maxBytes;
  }

  /** IPC_SET: there may be room now. */
  public void maxBytes(long limit) {
    maxBytes = limit;
    writable.wakeAll();
    readable.wakeAll();
  }

  public int lastSender() {
    return lastSender;
  }

  public int lastReceiver() {
    return lastReceiver;
  }

  public long sendTime() {
    return sendTime;
  }

  public long receiveTime() {
    return receiveTime;
  }

  /** Puts a message at the end; false if there is no room. */
  public boolean send(Message message, int pid) {
    if (message.text().length + bytes > maxBytes || messages.size() + 1 > maxBytes) {
      return false;
    }
    messages.add(message);
    bytes += message.text().length;
    lastSender = pid;
    sendTime = SysvIpc.seconds(clock);
    readable.wakeAll();
    return true;
  }

  /**
   * The message that msgrcv(2) means, which stays.
   *
   * @param type as there: 0 is any, negative the lowest up to its amount
   * @param except MSG_EXCEPT: any but those of {@code type}
   */
  public @Nullable Message find(long type, boolean except) {
    Message best = null;
    long limit = type == Long.MIN_VALUE ? Long.MAX_VALUE : -type;
    for (Message m : messages) {
      if (type < 0) {
        if (m.type() <= limit && (best == null || m.type() < best.type())) {
          best = m;
        }
      } else if (type == 0 || (m.type() == type) != except) {
        return m;
      }
    }
    return best;
  }

  /** The message at a place, for MSG_COPY; null if there are fewer. */
  public @Nullable Message at(long index) {
    return index >= 0 && index < messages.size() ? messages.get((int) index) : null;
  }

  /** Takes a message out. */
  public void take(Message message, int pid) {
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i) == message) {
        messages.remove(i);
        break;
      }
    }
    bytes -= message.text().length;
    lastReceiver = pid;
    receiveTime = SysvIpc.seconds(clock);
    writable.wakeAll();
  }

  @Override
  void removed() {
    super.removed();
    messages.clear();
    readable.wakeAll();
    writable.wakeAll();
  }
}
