package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Seccomp;
import exo.kernel.abi.layout.SockFprog;
import exo.kernel.task.SyscallFilter;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;

/** Giving up system calls. Source: seccomp(2). */
final class SeccompCalls {
  private static final int KNOWN_FLAGS =
      Seccomp.SECCOMP_FILTER_FLAG_TSYNC
          | Seccomp.SECCOMP_FILTER_FLAG_LOG
          | Seccomp.SECCOMP_FILTER_FLAG_SPEC_ALLOW
          | Seccomp.SECCOMP_FILTER_FLAG_TSYNC_ESRCH;

  private static final int INSTRUCTION_SIZE = 8;

  private SeccompCalls() {}

  /** Linux {@code seccomp(2)}. */
  static long seccomp(Task task, long operation, long flags, long args) throws Errno {
    switch ((int) operation) {
      case Seccomp.SECCOMP_SET_MODE_STRICT -> {
        if ((int) flags != 0 || args != 0) {
          throw Errno.EINVAL;
        }
        SyscallFilter now = task.extras().filter;
        if (now != null && !now.isStrict()) {
          throw Errno.EINVAL;
        }
        task.extras().filter = SyscallFilter.strict();
        return 0;
      }
      case Seccomp.SECCOMP_SET_MODE_FILTER -> {
        return setFilter(task, (int) flags, args);
      }
      case Seccomp.SECCOMP_GET_ACTION_AVAIL -> {
        if ((int) flags != 0) {
          throw Errno.EINVAL;
        }
        checkAction(task.memory().getInt(args));
        return 0;
      }
      default -> throw Errno.EINVAL;
    }
  }

  private static void checkAction(int action) throws Errno {
    switch (action) {
      case Seccomp.SECCOMP_RET_KILL_PROCESS,
          Seccomp.SECCOMP_RET_KILL_THREAD,
          Seccomp.SECCOMP_RET_TRAP,
          Seccomp.SECCOMP_RET_ERRNO,
          Seccomp.SECCOMP_RET_TRACE,
          Seccomp.SECCOMP_RET_LOG,
          Seccomp.SECCOMP_RET_ALLOW -> {
        // there
      }
      default -> throw Errno.EOPNOTSUPP;
    }
  }

  private static long setFilter(Task task, int flags, long args) throws Errno {
    UserPath.checkFlags(flags, KNOWN_FLAGS);
    UserMemory m = task.memory();
    int length = m.getShort(args + SockFprog.LEN) & 0xffff;
    long code = m.getLong(args + SockFprog.FILTER);
    if (length == 0 || length > SyscallFilter.MAX_LENGTH) {
      throw Errno.EINVAL;
    }
    if (!task.extras().noNewPrivileges
        && !task.credentials().hasCapability(Capability.CAP_SYS_ADMIN)) {
      throw Errno.EACCES;
    }
    long[] program = new long[length];
    for (int i = 0; i < length; i++) {
      program[i] = m.getLong(code + (long) i * INSTRUCTION_SIZE);
    }
    SyscallFilter now = task.extras().filter;
    if (now != null && now.isStrict()) {
      throw Errno.EINVAL;
    }
    SyscallFilter made = SyscallFilter.of(program, now);
    if ((flags & Seccomp.SECCOMP_FILTER_FLAG_TSYNC) != 0) {
      for (Task other : task.group().tasks()) {
        if (other != task && other.extras().filter != now && other.extras().filter != null) {
          if ((flags & Seccomp.SECCOMP_FILTER_FLAG_TSYNC_ESRCH) != 0) {
            throw Errno.ESRCH;
          }
          return other.tid();
        }
      }
      for (Task other : task.group().tasks()) {
        other.extras().filter = made;
        other.extras().noNewPrivileges |= task.extras().noNewPrivileges;
      }
    }
    task.extras().filter = made;
    return 0;
  }
}
