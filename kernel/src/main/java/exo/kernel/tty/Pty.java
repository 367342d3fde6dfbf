package exo.kernel.tty;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Termio;
import exo.kernel.sched.WaitQueue;
import exo.kernel.time.Clock;
import exo.kernel.uaccess.IoBuffer;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A pseudoterminal: a terminal whose keyboard and screen are a program that has the master side
 * open. Owned by the kernel lock.
 */
public final class Pty implements Line {
  /** Bytes on their way, each direction, before the sender waits. */
  private static final int CAPACITY = 8192;

  private final Terminal slave;
  private final int number;
  private final Clock clock;
  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();

  /** From the slave to the master. */
  private final ByteRing output = new ByteRing(CAPACITY + InputQueue.SIZE - 1);

  /** From the master, and not yet taken by the line discipline. */
  private final ByteRing input = new ByteRing(CAPACITY);

  private final byte[] one = new byte[1];
  private final MemorySegment oneSegment = MemorySegment.ofArray(one);
  private final byte[] chunk = new byte[2048];
  private boolean locked = true;

  // The line discipline is being fed: what it does may ask for more, which is under way.
  private boolean feeding;
  private boolean packets;
  private int status;
  private boolean slaveClosed;
  private boolean masterClosed;
  private @Nullable Runnable whenGone;

  /**
   * @param number N of {@code /dev/pts/N}
   */
  public Pty(int number, long device, Jobs jobs, Clock clock) {
    this.number = number;
    this.clock = clock;
    this.slave = new Terminal(this, jobs, device);
  }

  public Terminal slave() {
    return slave;
  }

  public int number() {
    return number;
  }

  boolean isLocked() {
    return locked;
  }

  void locked(boolean lock) {
    locked = lock;
  }

  boolean isMasterClosed() {
    return masterClosed;
  }

  boolean hasPackets() {
    return packets;
  }

  void packets(boolean on) {
    if (on && !packets) {
      status = 0;
    }
    packets = on;
  }

  WaitQueue readable() {
    return readable;
  }

  WaitQueue writable() {
    return writable;
  }

  // What the slave does to its line.

  @Override
  public int room() {
    return masterClosed ? 0 : output.room();
  }

  @Override
  public void put(int c) {
    output.put(c);
  }

  @Override
  public void push() {
    if (output.size() > 0) {
      readable.wakeAll();
    }
  }

  @Override
  public void flush() {
    // What has come through to the master stays.
    output.cut(InputQueue.SIZE - 1);
  }

  @Override
  public void inputTaken() {
    feed();
    if (input.room() > 0) {
      writable.wakeAll();
    }
  }

  @Override
  public void happened(int clear, int set) {
    if (packets) {
      status = (status & ~clear) | set;
      readable.wakeAll();
    }
  }

  @Override
  public void opened(boolean open) {
    slaveClosed = !open;
    if (!open) {
      readable.wakeAll();
      writable.wakeAll();
      end();
    }
  }

  // What the master does.

  /** Hands waiting bytes to the line discipline, as far as it takes them. */
  private void feed() {
    if (feeding) {
      return;
    }
    feeding = true;
    int taken = 1;
    while (input.size() > 0 && taken > 0) {
      int n = input.peek(chunk);
      taken = slave.type(chunk, 0, n, clock.monotonicNanos());
      input.drop(taken);
    }
    feeding = false;
  }

  long write(IoBuffer from) throws Errno {
    long done = 0;
    while (from.remaining() > 0 && !from.faulted()) {
      int room = input.room();
      if (room == 0) {
        break;
      }
      int n = (int) Math.min(Math.min(room, chunk.length), from.remaining());
      byte[] bytes = new byte[n];
      n = (int) from.take(MemorySegment.ofArray(bytes), 0, n);
      input.put(bytes, n);
      done += n;
      feed();
    }
    return done == 0 && !from.faulted() && from.remaining() > 0
        ? Errno.EAGAIN.negated()
        : from.result(done);
  }

  long read(IoBuffer to) throws Errno {
    if (to.remaining() == 0) {
      return 0;
    }
    if (packets && status != 0) {
      one[0] = (byte) status;
      status = 0;
      return to.result(to.put(oneSegment, 0, 1));
    }
    if (output.size() == 0) {
      if (slaveClosed) {
        throw Errno.EIO;
      }
      return Errno.EAGAIN.negated();
    }
    long header = 0;
    if (packets) {
      one[0] = Termio.TIOCPKT_DATA;
      header = to.put(oneSegment, 0, 1);
    }
    long done = output.read(to);
    slave.drained();
    return to.result(header + done);
  }

  int poll() {
    int events = 0;
    if (output.size() > 0) {
      events |= Poll.EPOLLIN | Poll.EPOLLRDNORM;
    }
    if (packets && status != 0) {
      events |= Poll.EPOLLPRI | Poll.EPOLLIN | Poll.EPOLLRDNORM;
    }
    if (slaveClosed) {
      events |= Poll.EPOLLHUP;
    }
    return input.room() > 0 ? events | Poll.EPOLLOUT | Poll.EPOLLWRNORM : events;
  }

  /** Bytes the master can read: FIONREAD. */
  int available() {
    return Math.min(output.size(), InputQueue.SIZE - 1);
  }

  /** Told when neither end is open any more. */
  void whenGone(Runnable action) {
    whenGone = action;
  }

  /** The master side was closed: the line is cut. */
  void closeMaster() {
    masterClosed = true;
    input.clear();
    output.clear();
    slave.hangUp();
    end();
  }

  private void end() {
    Runnable action = whenGone;
    if (masterClosed && action != null) {
      whenGone = null;
      action.run();
    }
    if (masterClosed && slaveClosed) {
      slave.gone();
    }
  }
}
