package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.abi.layout.Timeval;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;
import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/** Waiting for sets of descriptors. Source: select(2). */
final class SelectCalls {
  private static final long MICROS = 1_000_000;

  // What each of the three sets reports.
  private static final int READABLE =
      Poll.POLLRDNORM | Poll.POLLRDBAND | Poll.POLLIN | Poll.POLLHUP | Poll.POLLERR;
  private static final int WRITABLE =
      Poll.POLLWRBAND | Poll.POLLWRNORM | Poll.POLLOUT | Poll.POLLERR;
  private static final int EXCEPTIONAL = Poll.POLLPRI;

  private SelectCalls() {}

  /** Linux {@code select(2)}. */
  static long select(Task task, long count, long read, long write, long except, long timeout)
      throws Errno {
    if (!task.call().isResumed()) {
      task.call().keepLong(0, timeout == 0 ? Task.NO_DEADLINE : deadline(task, timeout));
    }
    long answer;
    try {
      answer = wait(task, (int) count, read, write, except);
    } catch (Errno e) {
      answer = e.negated();
    }
    if (answer == Task.BLOCKED) {
      return answer;
    }
    if (timeout != 0 && !putRemaining(task, timeout) && answer == Restart.NOHAND) {
      return Errno.EINTR.negated();
    }
    return answer;
  }

  private static long deadline(Task task, long timeout) throws Errno {
    long seconds = task.memory().getLong(timeout + Timeval.TV_SEC);
    long micros = task.memory().getLong(timeout + Timeval.TV_USEC);
    long whole = seconds + micros / MICROS;
    long rest = micros % MICROS;
    if (whole < 0 || rest < 0) {
      throw Errno.EINVAL;
    }
    boolean far = whole >= Long.MAX_VALUE / Times.SECOND;
    return Times.deadline(
        task, far ? Long.MAX_VALUE : whole * Times.SECOND + rest * (Times.SECOND / MICROS));
  }

  private static boolean putRemaining(Task task, long timeout) {
    long left = task.call().keptLong(0) - task.kernel().clock().monotonicNanos();
    try {
      UserTime.putTimeval(task.memory(), timeout, Math.max(left, 0));
      return true;
    } catch (Errno notWritable) {
      return false;
    }
  }

  /** Linux {@code pselect6(2)}. The last argument points to a mask's address and its size. */
  static long pselect6(
      Task task, long count, long read, long write, long except, long timeout, long sigset)
      throws Errno {
    if (!task.call().isResumed()) {
      UserMemory m = task.memory();
      long mask = sigset == 0 ? 0 : m.getLong(sigset);
      long maskSize = sigset == 0 ? 0 : m.getLong(sigset + Long.BYTES);
      long nanos = timeout == 0 ? -1 : UserTime.timespec(m, timeout);
      TemporaryMask.set(task, mask, maskSize);
      task.call().keepLong(0, Times.deadline(task, nanos));
    }
    long answer;
    try {
      answer = wait(task, (int) count, read, write, except);
    } catch (Errno e) {
      answer = e.negated();
    }
    return PollCalls.finish(task, answer, timeout);
  }

  private static long wait(Task task, int count, long read, long write, long except) throws Errno {
    if (count < 0) {
      throw Errno.EINVAL;
    }
    // Numbers beyond the table are not looked at, as in Linux.
    int n = Math.min(count, task.files().capacity());
    Sets sets = new Sets(task.memory(), n, read, write, except);
    int ready = sets.look(task);
    long deadline = task.call().keptLong(0);
    if (ready == 0 && task.kernel().clock().monotonicNanos() < deadline) {
      sets.waitOn(task);
      return task.park(deadline, Restart.NOHAND);
    }
    sets.write(task.memory(), read, write, except);
    return ready;
  }

  /** The three sets as asked for, and as found. */
  private static final class Sets {
    private final int count;
    private final long @Nullable [] read;
    private final long @Nullable [] write;
    private final long @Nullable [] except;
    private final long[] readFound;
    private final long[] writeFound;
    private final long[] exceptFound;

    Sets(UserMemory m, int count, long read, long write, long except) throws Errno {
      this.count = count;
      this.read = load(m, read);
      this.write = load(m, write);
      this.except = load(m, except);
      int words = (count + 63) / 64;
      readFound = new long[words];
      writeFound = new long[words];
      exceptFound = new long[words];
    }

    private long @Nullable [] load(UserMemory m, long va) throws Errno {
      if (va == 0) {
        return null;
      }
      long[] words = new long[(count + 63) / 64];
      for (int i = 0; i < words.length; i++) {
        words[i] = m.getLong(va + (long) i * Long.BYTES);
      }
      return words;
    }

    private static boolean has(long @Nullable [] set, int fd) {
      return set != null && (set[fd >> 6] & 1L << fd) != 0;
    }

    /** The events that fd is asked for. */
    private int wanted(int fd) {
      return (has(read, fd) ? READABLE : 0)
          | (has(write, fd) ? WRITABLE : 0)
          | (has(except, fd) ? EXCEPTIONAL : 0);
    }

    /**
     * @return how many bits are set in what was found
     * @throws Errno EBADF for a descriptor that is not open
     */
    int look(Task task) throws Errno {
      int ready = 0;
      for (int fd = 0; fd < count; fd++) {
        int wanted = wanted(fd);
        if (wanted == 0) {
          continue;
        }
        OpenFile file = task.files().getAny(fd);
        int events = file.isPathOnly() ? READABLE | WRITABLE | EXCEPTIONAL : file.poll();
        ready += mark(readFound, has(read, fd), events & READABLE, fd);
        ready += mark(writeFound, has(write, fd), events & WRITABLE, fd);
        ready += mark(exceptFound, has(except, fd), events & EXCEPTIONAL, fd);
      }
      return ready;
    }

    private static int mark(long[] found, boolean wanted, int events, int fd) {
      if (!wanted || events == 0) {
        return 0;
      }
      found[fd >> 6] |= 1L << fd;
      return 1;
    }

    void waitOn(Task task) throws Errno {
      for (int fd = 0; fd < count; fd++) {
        int wanted = wanted(fd);
        if (wanted != 0) {
          PollCalls.waitOn(task, task.files().getAny(fd), wanted);
        }
      }
    }

    void write(UserMemory m, long readVa, long writeVa, long exceptVa) throws Errno {
      store(m, readVa, readFound);
      store(m, writeVa, writeFound);
      store(m, exceptVa, exceptFound);
    }

    private static void store(UserMemory m, long va, long[] words) throws Errno {
      for (int i = 0; va != 0 && i < words.length; i++) {
        m.putLong(va + (long) i * Long.BYTES, words[i]);
      }
    }
  }
}
