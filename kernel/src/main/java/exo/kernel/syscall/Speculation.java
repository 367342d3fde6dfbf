package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Prctl;

/**
 * How much a thread lets the processor speculate. The processor is the host's, and stays as it is:
 * as on a Linux whose mitigations are off. Source: PR_SET_SPECULATION_CTRL(2const).
 */
final class Speculation {
  private Speculation() {}

  static long get(long what) throws Errno {
    return switch (misfeature(what)) {
      case Prctl.PR_SPEC_L1D_FLUSH -> Prctl.PR_SPEC_FORCE_DISABLE;
      default -> Prctl.PR_SPEC_ENABLE;
    };
  }

  static void set(long what, long control) throws Errno {
    switch (misfeature(what)) {
      case Prctl.PR_SPEC_STORE_BYPASS -> throw Errno.ENXIO;
      case Prctl.PR_SPEC_L1D_FLUSH -> throw Errno.EPERM;
      default -> {
        if (control == Prctl.PR_SPEC_DISABLE || control == Prctl.PR_SPEC_FORCE_DISABLE) {
          throw Errno.EPERM;
        }
        if (control != Prctl.PR_SPEC_ENABLE) {
          throw Errno.ERANGE;
        }
      }
    }
  }

  private static int misfeature(long what) throws Errno {
    if (what < 0 || what > Prctl.PR_SPEC_L1D_FLUSH) {
      throw Errno.ENODEV;
    }
    return (int) what;
  }
}
