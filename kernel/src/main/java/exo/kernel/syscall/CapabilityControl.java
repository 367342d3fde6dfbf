package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Prctl;
import exo.kernel.task.Task;
import exo.kernel.vfs.CapabilitySets;
import exo.kernel.vfs.Credentials;

/** What prctl(2) does to capabilities. Source: capabilities(7), prctl(2). */
final class CapabilityControl {
  private static final int LOCKS =
      Capability.SECBIT_NOROOT_LOCKED
          | Capability.SECBIT_NO_SETUID_FIXUP_LOCKED
          | Capability.SECBIT_KEEP_CAPS_LOCKED
          | Capability.SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED
          | Capability.SECBIT_EXEC_RESTRICT_FILE_LOCKED
          | Capability.SECBIT_EXEC_DENY_INTERACTIVE_LOCKED;

  // Each lock stands one bit above what it locks.
  private static final int ALL = LOCKS | LOCKS >> 1;

  /** For interpreters to obey, and for anybody to set. */
  private static final int UNPRIVILEGED =
      Capability.SECBIT_EXEC_RESTRICT_FILE
          | Capability.SECBIT_EXEC_RESTRICT_FILE_LOCKED
          | Capability.SECBIT_EXEC_DENY_INTERACTIVE
          | Capability.SECBIT_EXEC_DENY_INTERACTIVE_LOCKED;

  private CapabilityControl() {}

  private static boolean isValid(long capability) {
    return capability >= 0 && capability <= Capability.CAP_LAST_CAP;
  }

  /** PR_CAPBSET_READ. */
  static long isBounding(Task task, long capability) throws Errno {
    if (!isValid(capability)) {
      throw Errno.EINVAL;
    }
    return task.credentials().capabilities().bounding() >>> capability & 1;
  }

  /** PR_CAPBSET_DROP. */
  static void dropBounding(Task task, long capability) throws Errno {
    Credentials c = task.credentials();
    if (!c.hasCapability(Capability.CAP_SETPCAP)) {
      throw Errno.EPERM;
    }
    if (!isValid(capability)) {
      throw Errno.EINVAL;
    }
    CapabilitySets sets = c.capabilities();
    long left = sets.bounding() & ~(1L << capability);
    task.credentials(c.withCapabilities(sets.withBounding(left)));
  }

  /** PR_SET_SECUREBITS. */
  static void setSecureBits(Task task, long bits) throws Errno {
    Credentials c = task.credentials();
    int old = c.secureBits();
    boolean changesLocked = ((old & LOCKS) >> 1 & (old ^ (int) bits)) != 0;
    boolean unlocks = (old & LOCKS & ~(int) bits) != 0;
    if (changesLocked
        || unlocks
        || (bits & ~(long) ALL) != 0
        || (((old ^ (int) bits) & ~UNPRIVILEGED) != 0 && !c.hasCapability(Capability.CAP_SETPCAP))
        || (old == bits && !c.hasCapability(Capability.CAP_SETPCAP))) {
      throw Errno.EPERM;
    }
    task.credentials(c.withSecureBits((int) bits));
  }

  /** PR_GET_KEEPCAPS. */
  static long keeps(Task task) {
    return (task.credentials().secureBits() & Capability.SECBIT_KEEP_CAPS) != 0 ? 1 : 0;
  }

  /** PR_SET_KEEPCAPS: whether capabilities stay permitted when the last user id of 0 goes. */
  static void keep(Task task, boolean keep) throws Errno {
    Credentials c = task.credentials();
    if ((c.secureBits() & Capability.SECBIT_KEEP_CAPS_LOCKED) != 0) {
      throw Errno.EPERM;
    }
    int others = c.secureBits() & ~Capability.SECBIT_KEEP_CAPS;
    task.credentials(c.withSecureBits(keep ? others | Capability.SECBIT_KEEP_CAPS : others));
  }

  /** PR_CAP_AMBIENT. */
  static long ambient(Task task, long operation, long capability, long rest) throws Errno {
    Credentials c = task.credentials();
    CapabilitySets sets = c.capabilities();
    if (operation == Prctl.PR_CAP_AMBIENT_CLEAR_ALL) {
      if ((capability | rest) != 0) {
        throw Errno.EINVAL;
      }
      task.credentials(c.withCapabilities(sets.withAmbient(0)));
      return 0;
    }
    if (!isValid(capability) || rest != 0) {
      throw Errno.EINVAL;
    }
    long bit = 1L << capability;
    if (operation == Prctl.PR_CAP_AMBIENT_IS_SET) {
      return (sets.ambient() & bit) != 0 ? 1 : 0;
    }
    if (operation == Prctl.PR_CAP_AMBIENT_LOWER) {
      task.credentials(c.withCapabilities(sets.withAmbient(sets.ambient() & ~bit)));
      return 0;
    }
    if (operation != Prctl.PR_CAP_AMBIENT_RAISE) {
      throw Errno.EINVAL;
    }
    if ((sets.permitted() & sets.inheritable() & bit) == 0
        || (c.secureBits() & Capability.SECBIT_NO_CAP_AMBIENT_RAISE) != 0) {
      throw Errno.EPERM;
    }
    task.credentials(c.withCapabilities(sets.withAmbient(sets.ambient() | bit)));
    return 0;
  }
}
