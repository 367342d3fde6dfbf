package exo.kernel.syscall;

import exo.cpu.CpuState;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Futex;
import exo.kernel.abi.Prctl;
import exo.kernel.sched.VirtualCpu;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadExtras;
import exo.kernel.uaccess.UserMemory;

/** What a thread sets about itself for its libc: segment bases, rseq, membarrier, personality. */
final class Threads {
  private static final int RSEQ_SIZE = 32;

  /** The last component that arch_prctl(2) knows. */
  private static final int XTILE_DATA = 18;

  private Threads() {}

  /** Linux {@code arch_prctl(2)}. */
  static long arch_prctl(Task task, long op, long address) throws Errno {
    switch ((int) op) {
      case Prctl.ARCH_SET_FS -> task.state().fsBase(userAddress(address));
      case Prctl.ARCH_SET_GS -> task.state().gsBase(userAddress(address));
      case Prctl.ARCH_GET_FS -> task.memory().putLong(address, task.state().fsBase());
      case Prctl.ARCH_GET_GS -> task.memory().putLong(address, task.state().gsBase());
      case Prctl.ARCH_GET_CPUID -> {
        return 1;
      }
      case Prctl.ARCH_MAP_VDSO_32, Prctl.ARCH_MAP_VDSO_64 -> {
        // exec(2) has mapped one already.
        throw Errno.EEXIST;
      }
      case Prctl.ARCH_SET_CPUID -> throw Errno.ENODEV;
      case Prctl.ARCH_GET_XCOMP_SUPP, Prctl.ARCH_GET_XCOMP_PERM, Prctl.ARCH_GET_XCOMP_GUEST_PERM ->
          task.memory().putLong(address, components(task));
      case Prctl.ARCH_REQ_XCOMP_PERM, Prctl.ARCH_REQ_XCOMP_GUEST_PERM -> {
        // None of those that have to be asked for.
        throw Long.compareUnsigned(address, XTILE_DATA) > 0 ? Errno.EINVAL : Errno.EOPNOTSUPP;
      }
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  /** What the XSAVE area of this machine holds: x87, SSE and, where there is room for it, AVX. */
  private static long components(Task task) {
    return task.state().xsave().byteSize() > CpuState.XSAVE_MINIMUM ? 7 : 3;
  }

  private static long userAddress(long address) throws Errno {
    if (address < 0 || address >= UserMemory.USER_TOP) {
      throw Errno.EPERM;
    }
    return address;
  }

  /** Linux {@code rseq(2)}. */
  static long rseq(Task task, long at, long len, long flags, long signature) throws Errno {
    ThreadExtras e = task.extras();
    if (((int) flags & Futex.RSEQ_FLAG_UNREGISTER) != 0) {
      unregister(task, at, (int) len, (int) flags, (int) signature);
      return 0;
    }
    if ((int) flags != 0) {
      throw Errno.EINVAL;
    }
    if (e.rseq != 0) {
      if (e.rseq != at || e.rseqLength != (int) len) {
        throw Errno.EINVAL;
      }
      if (e.rseqSignature != (int) signature) {
        throw Errno.EPERM;
      }
      throw Errno.EBUSY;
    }
    // Newer C libraries register a longer area than the kernel knows.
    if (Integer.compareUnsigned((int) len, RSEQ_SIZE) < 0 || (at & 31) != 0) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    m.putInt(at, e.cpu);
    m.putInt(at + 4, e.cpu);
    m.putLong(at + 8, 0);
    m.putLong(at + 16, 0);
    e.rseq = at;
    e.rseqLength = (int) len;
    e.rseqSignature = (int) signature;
    return 0;
  }

  private static void unregister(Task task, long at, int len, int flags, int signature)
      throws Errno {
    ThreadExtras e = task.extras();
    if ((flags & ~Futex.RSEQ_FLAG_UNREGISTER) != 0
        || e.rseq == 0
        || e.rseq != at
        || e.rseqLength != len) {
      throw Errno.EINVAL;
    }
    if (e.rseqSignature != signature) {
      throw Errno.EPERM;
    }
    UserMemory m = task.memory();
    m.putInt(at, 0);
    m.putInt(at + 4, Futex.RSEQ_CPU_ID_UNINITIALIZED);
    m.putInt(at + 16, 0);
    e.rseq = 0;
    e.rseqLength = 0;
  }

  /**
   * Linux {@code membarrier(2)}. Every switch between tasks goes through the kernel lock, which
   * orders what they have done; who is in guest code on another CPU is brought out of it.
   */
  static long membarrier(Task task, long command, long flags, long cpu) throws Errno {
    int c = (int) command;
    int f = (int) flags;
    if (f != 0
        && !(c == Futex.MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ
            && f == Futex.MEMBARRIER_CMD_FLAG_CPU)) {
      throw Errno.EINVAL;
    }
    ThreadExtras e = task.extras();
    switch (c) {
      case Futex.MEMBARRIER_CMD_QUERY -> {
        return Futex.MEMBARRIER_CMD_GLOBAL
            | Futex.MEMBARRIER_CMD_GLOBAL_EXPEDITED
            | Futex.MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED
            | Futex.MEMBARRIER_CMD_PRIVATE_EXPEDITED
            | Futex.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED
            | Futex.MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE
            | Futex.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE
            | Futex.MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ
            | Futex.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ
            | Futex.MEMBARRIER_CMD_GET_REGISTRATIONS;
      }
      case Futex.MEMBARRIER_CMD_GLOBAL -> {
        callOut(task, true);
        // Linux waits until each CPU has been through the scheduler.
        task.yieldCpu();
      }
      case Futex.MEMBARRIER_CMD_GLOBAL_EXPEDITED -> callOut(task, true);
      case Futex.MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED,
          Futex.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED ->
          e.membarrierRegistrations |= c;
      case Futex.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE,
          Futex.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ ->
          e.membarrierRegistrations |= c | Futex.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
      case Futex.MEMBARRIER_CMD_PRIVATE_EXPEDITED,
          Futex.MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE -> {
        if ((e.membarrierRegistrations & c << 1) == 0) {
          throw Errno.EPERM;
        }
        callOut(task, false);
      }
      case Futex.MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ -> {
        if ((e.membarrierRegistrations & c << 1) == 0) {
          throw Errno.EPERM;
        }
        restartSequences(task);
      }
      case Futex.MEMBARRIER_CMD_GET_REGISTRATIONS -> {
        return e.membarrierRegistrations;
      }
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  /** Every thread that runs in the process leaves its critical section before it goes on. */
  private static void restartSequences(Task task) {
    for (Task other : task.group().tasks()) {
      if (other != task) {
        other.extras().preempted = true;
      }
    }
    callOut(task, false);
  }

  /** Those in guest code leave it: on other CPUs all of them, or those with the same memory. */
  private static void callOut(Task task, boolean all) {
    for (VirtualCpu cpu : task.kernel().scheduler().cpus()) {
      if (cpu.running() instanceof Task other
          && other != task
          && (all || other.space() == task.space())) {
        cpu.callOut();
      }
    }
  }

  /** Linux {@code personality(2)}. */
  static long personality(Task task, long persona) {
    int old = task.extras().personality;
    if ((int) persona != -1) {
      task.extras().personality = (int) persona;
    }
    return old & 0xffff_ffffL;
  }
}
