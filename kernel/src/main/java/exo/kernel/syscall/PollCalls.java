package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.abi.layout.Pollfd;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;
import exo.kernel.vfs.OpenFile;

/** Waiting for descriptors. Source: poll(2). select(2) is in {@link SelectCalls}. */
final class PollCalls {
  /** What is reported whether asked for or not. */
  static final int ALWAYS = Poll.POLLERR | Poll.POLLHUP;

  private static final int READ_EVENTS =
      Poll.POLLIN | Poll.POLLPRI | Poll.POLLRDNORM | Poll.POLLRDBAND | Poll.POLLRDHUP;

  private static final int WRITE_EVENTS = Poll.POLLOUT | Poll.POLLWRNORM | Poll.POLLWRBAND;

  private PollCalls() {}

  /** Linux {@code poll(2)}. */
  static long poll(Task task, long fds, long count, long timeoutMillis) throws Errno {
    if (!task.call().isResumed()) {
      int millis = (int) timeoutMillis;
      task.call().keepLong(0, Times.deadline(task, millis * Times.MILLISECOND));
    }
    return look(task, fds, count, Restart.RESUME);
  }

  /** Linux {@code ppoll(2)}. */
  static long ppoll(Task task, long fds, long count, long timeout, long mask, long maskSize)
      throws Errno {
    if (!task.call().isResumed()) {
      long nanos = timeout == 0 ? -1 : UserTime.timespec(task.memory(), timeout);
      TemporaryMask.set(task, mask, maskSize);
      task.call().keepLong(0, Times.deadline(task, nanos));
    }
    long answer;
    try {
      answer = look(task, fds, count, Restart.NOHAND);
    } catch (Errno e) {
      answer = e.negated();
    }
    return finish(task, answer, timeout);
  }

  /** The end of a call that has a signal mask of its own and tells how much time was left. */
  static long finish(Task task, long answer, long timeout) {
    if (answer == Task.BLOCKED) {
      return answer;
    }
    if (answer != Restart.NOHAND) {
      TemporaryMask.restore(task);
    }
    if (timeout != 0 && !putRemaining(task, timeout) && answer == Restart.NOHAND) {
      return Errno.EINTR.negated();
    }
    return answer;
  }

  /** What is not writable is left alone: the time is a courtesy. */
  private static boolean putRemaining(Task task, long timeout) {
    long left = task.call().keptLong(0) - task.kernel().clock().monotonicNanos();
    try {
      UserTime.putTimespec(task.memory(), timeout, Math.max(left, 0));
      return true;
    } catch (Errno notWritable) {
      return false;
    }
  }

  /** Looks at all descriptors, and waits for what is asked of them until the deadline kept. */
  private static long look(Task task, long fds, long count, long restart) throws Errno {
    int n = (int) count;
    if (n < 0 || n > DescriptorCalls.limit(task)) {
      throw Errno.EINVAL;
    }
    if (!UserMemory.inRange(fds, (long) n * Pollfd.SIZE)) {
      throw Errno.EFAULT;
    }
    UserMemory m = task.memory();
    int ready = 0;
    for (int i = 0; i < n; i++) {
      long at = fds + (long) i * Pollfd.SIZE;
      int events = m.getShort(at + Pollfd.EVENTS);
      int found = state(task, m.getInt(at + Pollfd.FD)) & (events | ALWAYS | Poll.POLLNVAL);
      m.putShort(at + Pollfd.REVENTS, (short) found);
      if (found != 0) {
        ready++;
      }
    }
    long deadline = task.call().keptLong(0);
    if (ready > 0 || task.kernel().clock().monotonicNanos() >= deadline) {
      return ready;
    }
    for (int i = 0; i < n; i++) {
      long at = fds + (long) i * Pollfd.SIZE;
      OpenFile file = task.files().peek(m.getInt(at + Pollfd.FD));
      if (file != null) {
        waitOn(task, file, m.getShort(at + Pollfd.EVENTS));
      }
    }
    return task.park(deadline, restart);
  }

  /** What holds of a descriptor: nothing of a negative one, POLLNVAL of one that is not open. */
  private static int state(Task task, int fd) {
    if (fd < 0) {
      return 0;
    }
    OpenFile file = task.files().peek(fd);
    return file == null || file.isPathOnly() ? Poll.POLLNVAL : file.poll();
  }

  /** Errors and hang-ups come to whoever waits for anything. */
  static void waitOn(Task task, OpenFile file, int events) {
    if (!file.canWait()) {
      return;
    }
    boolean writes = (events & WRITE_EVENTS) != 0;
    if (writes || !file.isReadable()) {
      task.waitOn(file.writable());
    }
    if ((events & READ_EVENTS) != 0 || !writes && file.isReadable()) {
      task.waitOn(file.readable());
    }
  }
}
