package exo.kernel.fs.anon;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Time;
import exo.kernel.sched.WaitQueue;
import exo.kernel.time.Clock;
import exo.kernel.time.Timer;
import exo.kernel.time.TimerQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Path;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A timer whose expiries are read: timerfd_create(2).
 *
 * <p>As in Linux a periodic timer expires once and then waits to be read or looked at: only then
 * the periods that went by are counted, and it is armed for the next.
 */
public final class TimerFile extends EventFile {
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final WaitQueue readable = new WaitQueue();
  private final MemorySegment word = MemorySegment.ofArray(new long[1]);
  private final Clock clock;
  private final TimerQueue queue;
  private final int clockId;
  private long dueNanos;
  private long periodNanos;
  private long ticks;
  private boolean running;
  private int settime;

  private final Timer timer =
      new Timer() {
        @Override
        protected void expired(long nowNanos) {
          ticks++;
          running = periodNanos != 0;
          readable.wakeAll();
        }
      };

  TimerFile(Path path, int flags, Clock clock, TimerQueue queue, int clockId) {
    super(path, flags);
    this.clock = clock;
    this.queue = queue;
    this.clockId = clockId;
  }

  /** CLOCK_*, as timerfd_create(2) was given it. */
  public int clockId() {
    return clockId;
  }

  /**
   * timerfd_settime(2).
   *
   * @param due monotonic time of the first expiry; negative stops the timer
   * @param period nanoseconds between later ones, 0 for none
   * @param flags TFD_TIMER_*, shown by procfs
   */
  public void set(long due, long period, int flags) {
    queue.cancel(timer);
    ticks = 0;
    settime = flags;
    periodNanos = period;
    dueNanos = due;
    running = due >= 0;
    if (running) {
      queue.arm(timer, due);
    }
  }

  /** Counts the periods that went by since it expired, and goes on. */
  private void catchUp() {
    if (running && !timer.isArmed()) {
      long now = clock.monotonicNanos();
      if (now >= dueNanos) {
        long periods = (now - dueNanos) / periodNanos + 1;
        dueNanos += periods * periodNanos;
        // The first of them was counted when it expired.
        ticks += periods - 1;
      }
      queue.arm(timer, dueNanos);
    }
  }

  /** Nanoseconds until it expires next; 0 if it will not. */
  public long remainingNanos() {
    catchUp();
    return running ? Math.max(dueNanos - clock.monotonicNanos(), 0) : 0;
  }

  public long periodNanos() {
    return periodNanos;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    if (to.remaining() < Long.BYTES) {
      throw Errno.EINVAL;
    }
    if (ticks == 0) {
      return Errno.EAGAIN.negated();
    }
    catchUp();
    long taken = ticks;
    ticks = 0;
    word.set(WORD, 0, taken);
    if (to.put(word, 0, Long.BYTES) < Long.BYTES) {
      throw Errno.EFAULT;
    }
    return Long.BYTES;
  }

  /** TFD_IOC_SET_TICKS: what a checkpoint puts back. */
  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    if (command != Time.TFD_IOC_SET_TICKS) {
      throw Errno.ENOTTY;
    }
    long given = who.memory().getLong(argument);
    if (given == 0) {
      throw Errno.EINVAL;
    }
    ticks = given;
    readable.wakeAll();
    return 0;
  }

  @Override
  public boolean takesBytes() {
    return false;
  }

  @Override
  public int poll() {
    return ticks != 0 ? Poll.EPOLLIN : 0;
  }

  @Override
  public WaitQueue readable() {
    return readable;
  }

  @Override
  protected void closed() {
    queue.cancel(timer);
  }

  @Override
  public String details() {
    long rest = remainingNanos();
    return "clockid: %d\nticks: %d\nsettime flags: 0%o\nit_value: (%d, %d)\nit_interval: (%d, %d)\n"
        .formatted(
            clockId,
            ticks,
            settime,
            rest / 1_000_000_000,
            rest % 1_000_000_000,
            periodNanos / 1_000_000_000,
            periodNanos % 1_000_000_000);
  }
}
