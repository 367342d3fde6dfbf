package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Prctl;
import exo.kernel.abi.Seccomp;
import exo.kernel.signal.Signal;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadExtras;
import exo.kernel.uaccess.UserMemory;
import java.nio.charset.StandardCharsets;

/** Linux {@code prctl(2)}, by operation. */
final class ProcessControl {
  private static final int NAME_SIZE = 16;
  private static final long DEFAULT_SLACK = 50_000;

  private ProcessControl() {}

  static long prctl(Task task, long op, long a, long b, long c, long d) throws Errno {
    UserMemory m = task.memory();
    ThreadExtras e = task.extras();
    switch ((int) op) {
      case Prctl.PR_SET_PDEATHSIG -> {
        if (a < 0 || a > Signal.MAX) {
          throw Errno.EINVAL;
        }
        e.parentDeathSignal = (int) a;
      }
      case Prctl.PR_GET_PDEATHSIG -> m.putInt(a, e.parentDeathSignal);
      case Prctl.PR_GET_DUMPABLE -> {
        return task.group().isDumpable() ? 1 : 0;
      }
      case Prctl.PR_SET_DUMPABLE -> {
        if (a != 0 && a != 1) {
          throw Errno.EINVAL;
        }
        task.group().dumpable(a == 1);
      }
      case Prctl.PR_GET_KEEPCAPS -> {
        return CapabilityControl.keeps(task);
      }
      case Prctl.PR_SET_KEEPCAPS -> {
        if (a != 0 && a != 1) {
          throw Errno.EINVAL;
        }
        CapabilityControl.keep(task, a == 1);
      }
      case Prctl.PR_SET_NAME -> setName(task, a);
      case Prctl.PR_GET_NAME -> {
        byte[] name = new byte[NAME_SIZE];
        byte[] bytes = task.name().getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, name, 0, bytes.length);
        m.write(a, name);
      }
      case Prctl.PR_GET_TIMING -> {
        return Prctl.PR_TIMING_STATISTICAL;
      }
      case Prctl.PR_SET_TIMING -> {
        if (a != Prctl.PR_TIMING_STATISTICAL) {
          throw Errno.EINVAL;
        }
      }
      case Prctl.PR_GET_TSC -> m.putInt(a, Prctl.PR_TSC_ENABLE);
      case Prctl.PR_SET_TSC -> {
        if (a != Prctl.PR_TSC_ENABLE) {
          throw Errno.EINVAL;
        }
      }
      case Prctl.PR_SET_TIMERSLACK -> e.timerSlackNanos = a <= 0 ? DEFAULT_SLACK : a;
      case Prctl.PR_GET_TIMERSLACK -> {
        return e.timerSlackNanos;
      }
      case Prctl.PR_GET_SECCOMP -> {
        return e.filter == null ? Seccomp.SECCOMP_MODE_DISABLED : Seccomp.SECCOMP_MODE_FILTER;
      }
      case Prctl.PR_SET_SECCOMP -> {
        return switch ((int) a) {
          case Seccomp.SECCOMP_MODE_STRICT ->
              SeccompCalls.seccomp(task, Seccomp.SECCOMP_SET_MODE_STRICT, 0, 0);
          case Seccomp.SECCOMP_MODE_FILTER ->
              SeccompCalls.seccomp(task, Seccomp.SECCOMP_SET_MODE_FILTER, 0, b);
          default -> throw Errno.EINVAL;
        };
      }
      case Prctl.PR_CAPBSET_READ -> {
        return CapabilityControl.isBounding(task, a);
      }
      case Prctl.PR_CAPBSET_DROP -> CapabilityControl.dropBounding(task, a);
      case Prctl.PR_CAP_AMBIENT -> {
        return CapabilityControl.ambient(task, a, b, c | d);
      }
      case Prctl.PR_GET_SECUREBITS -> {
        return task.credentials().secureBits();
      }
      case Prctl.PR_SET_SECUREBITS -> CapabilityControl.setSecureBits(task, a);
      case Prctl.PR_SET_CHILD_SUBREAPER -> task.group().subreaper(a != 0);
      case Prctl.PR_GET_CHILD_SUBREAPER -> m.putInt(a, task.group().isSubreaper() ? 1 : 0);
      case Prctl.PR_SET_NO_NEW_PRIVS -> {
        if (a != 1 || b != 0 || c != 0 || d != 0) {
          throw Errno.EINVAL;
        }
        e.noNewPrivileges = true;
      }
      case Prctl.PR_GET_NO_NEW_PRIVS -> {
        if (a != 0 || b != 0 || c != 0 || d != 0) {
          throw Errno.EINVAL;
        }
        return e.noNewPrivileges ? 1 : 0;
      }
      case Prctl.PR_GET_TID_ADDRESS -> m.putLong(a, e.clearChildTid);
      case Prctl.PR_SET_THP_DISABLE -> {
        if (b != 0 || c != 0 || d != 0) {
          throw Errno.EINVAL;
        }
        e.hugePagesDisabled = a != 0;
      }
      case Prctl.PR_GET_THP_DISABLE -> {
        if (a != 0 || b != 0 || c != 0 || d != 0) {
          throw Errno.EINVAL;
        }
        return e.hugePagesDisabled ? 1 : 0;
      }
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  private static void setName(Task task, long at) throws Errno {
    byte[] name = new byte[NAME_SIZE];
    int len = 0;
    while (len < NAME_SIZE - 1) {
      byte b = task.memory().getByte(at + len);
      if (b == 0) {
        break;
      }
      name[len++] = b;
    }
    task.name(new String(name, 0, len, StandardCharsets.ISO_8859_1));
  }
}
