package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Prctl;
import exo.kernel.abi.Seccomp;
import exo.kernel.signal.Signal;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadExtras;
import exo.kernel.uaccess.UserMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Linux {@code prctl(2)}, by operation. */
final class ProcessControl {
  private static final int NAME_SIZE = 16;
  private static final long DEFAULT_SLACK = 50_000;

  /** AT_VECTOR_SIZE, in bytes. */
  private static final int AUXV_SIZE = 448;

  /** sizeof(struct prctl_mm_map). */
  private static final int MEMORY_MAP_SIZE = 104;

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
      case Prctl.PR_MCE_KILL -> {
        requireZero(c | d);
        e.machineCheckPolicy = machineCheckPolicy(a, b);
      }
      case Prctl.PR_MCE_KILL_GET -> {
        requireZero(a | b | c | d);
        return e.machineCheckPolicy;
      }
      case Prctl.PR_SET_IO_FLUSHER, Prctl.PR_GET_IO_FLUSHER -> {
        requirePrivilege(task);
        boolean sets = (int) op == Prctl.PR_SET_IO_FLUSHER;
        requireZero((sets ? 0 : a) | b | c | d);
        if (!sets) {
          return e.flushesIo ? 1 : 0;
        }
        requireFlag(a);
        e.flushesIo = a == 1;
      }
      case Prctl.PR_SET_MEMORY_MERGE -> {
        // Asked for, and never done: no two pages are made one here.
        requireZero(b | c | d);
        e.mergesMemory = a != 0;
      }
      case Prctl.PR_GET_MEMORY_MERGE -> {
        requireZero(a | b | c | d);
        return e.mergesMemory ? 1 : 0;
      }
      case Prctl.PR_GET_SPECULATION_CTRL -> {
        requireZero(b | c | d);
        return Speculation.get(a);
      }
      case Prctl.PR_SET_SPECULATION_CTRL -> {
        requireZero(c | d);
        Speculation.set(a, b);
      }
      case Prctl.PR_GET_AUXV -> {
        requireZero(c | d);
        return getAuxv(task, a, b);
      }
      case Prctl.PR_SET_MM -> setMemory(task, (int) a, b, c, d);
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  /**
   * As much as there is room for; answers the size of the vector that Linux keeps, zeros behind.
   */
  private static long getAuxv(Task task, long at, long room) throws Errno {
    byte[] kept = new byte[AUXV_SIZE];
    ByteBuffer to = ByteBuffer.wrap(kept).order(ByteOrder.LITTLE_ENDIAN);
    for (long word : task.group().image().auxv()) {
      to.putLong(word);
    }
    task.memory().write(at, kept, 0, Math.clamp(room, 0, AUXV_SIZE));
    return AUXV_SIZE;
  }

  /** Machine checks never come here; what is asked for is kept. */
  private static int machineCheckPolicy(long operation, long policy) throws Errno {
    if (operation == Prctl.PR_MCE_KILL_CLEAR && policy == 0) {
      return Prctl.PR_MCE_KILL_DEFAULT;
    }
    if (operation != Prctl.PR_MCE_KILL_SET || policy < 0 || policy > Prctl.PR_MCE_KILL_DEFAULT) {
      throw Errno.EINVAL;
    }
    return (int) policy;
  }

  /** PR_SET_MM: the places that exec(2) chose stay; of a checkpoint only the size is told. */
  private static void setMemory(Task task, int option, long address, long size, long unused)
      throws Errno {
    requireZero(unused);
    boolean map = option == Prctl.PR_SET_MM_MAP || option == Prctl.PR_SET_MM_MAP_SIZE;
    if (option == Prctl.PR_SET_MM_MAP_SIZE) {
      task.memory().putInt(address, MEMORY_MAP_SIZE);
      return;
    }
    if (size != 0 && !map && option != Prctl.PR_SET_MM_AUXV) {
      throw Errno.EINVAL;
    }
    if (!map) {
      requirePrivilege(task);
    }
    throw Errno.EINVAL;
  }

  private static void requireZero(long unused) throws Errno {
    if (unused != 0) {
      throw Errno.EINVAL;
    }
  }

  private static void requireFlag(long value) throws Errno {
    if (value != 0 && value != 1) {
      throw Errno.EINVAL;
    }
  }

  private static void requirePrivilege(Task task) throws Errno {
    if (!task.credentials().hasCapability(Capability.CAP_SYS_RESOURCE)) {
      throw Errno.EPERM;
    }
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
