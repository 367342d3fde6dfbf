package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Sched;
import exo.kernel.fs.anon.EventPoll;
import exo.kernel.task.Task;
import exo.kernel.vfs.OpenFile;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether two processes share something. Source: kcmp(2). */
final class Comparison {
  private static final int EQUAL = 0;
  private static final int LESS = 1;
  private static final int GREATER = 2;
  private static final int DIFFERENT = 3;

  private Comparison() {}

  /** Linux {@code kcmp(2)}. */
  static long kcmp(Task task, long pid1, long pid2, long type, long index1, long index2)
      throws Errno {
    Task one = task.kernel().processes().taskOrZombie((int) pid1);
    Task two = task.kernel().processes().taskOrZombie((int) pid2);
    if (one == null || two == null) {
      throw Errno.ESRCH;
    }
    Permission.checkAccess(task, one);
    Permission.checkAccess(task, two);
    return switch ((int) type) {
      case Sched.KCMP_FILE -> order(file(one, index1), file(two, index2));
      case Sched.KCMP_VM -> shared(one, two, Task::space);
      case Sched.KCMP_FILES -> shared(one, two, Task::files);
      case Sched.KCMP_FS -> shared(one, two, Task::fs);
      case Sched.KCMP_SIGHAND -> order(one.actions(), two.actions());
      // Nobody has a context of I/O, or semaphores to undo, of its own.
      case Sched.KCMP_IO, Sched.KCMP_SYSVSEM -> EQUAL;
      case Sched.KCMP_EPOLL_TFD -> {
        int epoll = task.memory().getInt(index2);
        int target = task.memory().getInt(index2 + Integer.BYTES);
        int skip = task.memory().getInt(index2 + 2L * Integer.BYTES);
        OpenFile file = file(one, index1);
        if (!(file(two, epoll) instanceof EventPoll events)) {
          throw Errno.EINVAL;
        }
        yield order(file, events.watched(target, skip));
      }
      default -> throw Errno.EINVAL;
    };
  }

  private static OpenFile file(Task task, long fd) throws Errno {
    if (!task.isAlive()) {
      throw Errno.EBADF;
    }
    return task.files().getAny((int) fd);
  }

  /** The dead have nothing, all of them the same nothing. */
  private static long shared(Task one, Task two, Function<Task, Object> what) {
    return order(one.isAlive() ? what.apply(one) : null, two.isAlive() ? what.apply(two) : null);
  }

  /** An order that stays the same as long as both live, and tells nothing else. */
  private static long order(@Nullable Object one, @Nullable Object two) {
    if (one == two) {
      return EQUAL;
    }
    int order = Integer.compare(System.identityHashCode(one), System.identityHashCode(two));
    return order < 0 ? LESS : order > 0 ? GREATER : DIFFERENT;
  }
}
