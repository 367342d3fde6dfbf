package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalInfo;
import exo.kernel.uaccess.UserMemory;

/** siginfo_t as Linux writes it, 128 bytes. Source: asm-generic/siginfo.h. */
public final class SigInfoWriter {
  public static final int SIZE = 128;

  private SigInfoWriter() {}

  public static void write(UserMemory m, long va, SignalInfo info) throws Errno {
    if (m.zero(va, SIZE) != SIZE) {
      throw Errno.EFAULT;
    }
    m.putInt(va, info.number());
    m.putInt(va + 8, info.code());
    // Queued, timer and kill forms all put two ints and a value at the same places.
    if (info.code() <= 0) {
      m.putInt(va + 16, info.pid());
      m.putInt(va + 20, info.uid());
      m.putLong(va + 24, info.value());
    } else if (info.isOfFile()) {
      m.putLong(va + 16, info.pid());
      m.putInt(va + 24, (int) info.value());
    } else if (info.number() == Signals.SIGSYS && info.code() == SignalInfo.SYS_SECCOMP) {
      // The errno a filter gave, the address, the call and the architecture.
      m.putInt(va + 4, info.uid());
      m.putLong(va + 16, info.value());
      m.putInt(va + 24, info.pid());
      m.putInt(va + 28, SyscallFilter.ARCHITECTURE);
    } else if (info.number() == Signals.SIGCHLD && info.code() != SignalInfo.SI_KERNEL) {
      m.putInt(va + 16, info.pid());
      m.putInt(va + 20, info.uid());
      m.putInt(va + 24, (int) info.value());
    } else {
      m.putLong(va + 16, info.value());
    }
  }
}
