package exo.kernel.mqueue;

import exo.kernel.abi.Stat;
import exo.kernel.sched.WaitQueue;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A message queue. Owned by the kernel lock. */
public final class QueueInode extends Inode {
  /**
   * Who wants to hear of the next message in an empty queue.
   *
   * @param signal 0 for none: SIGEV_NONE
   * @param value sigev_value
   */
  public record Notification(int pid, int signal, long value) {}

  private long size = QueueFile.STATUS_SIZE;
  private final long maxMessages;
  private final long messageSize;
  private final TreeMap<Integer, ArrayDeque<byte[]>> messages = new TreeMap<>();
  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();
  private @Nullable Notification notification;
  private int count;
  private long bytes;

  QueueInode(
      QueueSuperblock superblock, long number, NewInode node, long maxMessages, long messageSize) {
    super(superblock, number, node);
    this.maxMessages = maxMessages;
    this.messageSize = messageSize;
  }

  public long maxMessages() {
    return maxMessages;
  }

  public long messageSize() {
    return messageSize;
  }

  public int count() {
    return count;
  }

  WaitQueue readable() {
    return readable;
  }

  WaitQueue writable() {
    return writable;
  }

  /** Puts a message behind those of its priority; false if the queue is full. */
  public boolean send(byte[] text, int priority) {
    if (count >= maxMessages) {
      return false;
    }
    messages.computeIfAbsent(priority, p -> new ArrayDeque<>(2)).add(text);
    count++;
    bytes += text.length;
    modified();
    readable.wakeOne();
    return true;
  }

  /** The priority of the message that is next, or -1. */
  public int nextPriority() {
    return messages.isEmpty() ? -1 : messages.lastKey();
  }

  /** Takes the next message; there is one. */
  public byte[] receive() {
    var last = messages.lastEntry();
    byte[] text = last.getValue().remove();
    if (last.getValue().isEmpty()) {
      messages.remove(last.getKey());
    }
    count--;
    bytes -= text.length;
    writable.wakeOne();
    return text;
  }

  /** Who wants to hear, or null. */
  public @Nullable Notification notification() {
    return notification;
  }

  public void notification(@Nullable Notification wanted) {
    notification = wanted;
  }

  /**
   * A message came into the empty queue and nobody waited for it: who is to be told, once.
   *
   * @param wasEmpty before it came
   */
  public @Nullable Notification takeNotification(boolean wasEmpty, boolean waitedFor) {
    if (!wasEmpty || waitedFor) {
      return null;
    }
    Notification n = notification;
    notification = null;
    return n;
  }

  /** What reading the file shows. */
  String status() {
    Notification n = notification;
    return String.format(
        Locale.ROOT,
        "QSIZE:%-10d NOTIFY:%-5d SIGNO:%-5d NOTIFY_PID:%-6d\n",
        bytes,
        n != null && n.signal() == 0 ? 1 : 0,
        n == null ? 0 : n.signal(),
        n == null ? 0 : n.pid());
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) {
    return new QueueFile(path, flags, this);
  }

  /** Linux lets it pass, though only what stat(2) tells changes: the messages stay. */
  @Override
  public void truncate(long length) {
    size = length;
  }

  static int fileMode(int permissions) {
    return Stat.S_IFREG | (permissions & 07777);
  }

  void setLinkCount(int n) {
    setLinks(n);
  }
}
