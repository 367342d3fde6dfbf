package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.task.Task;
import exo.kernel.vfs.Credentials;

/** Who may do something to another process, capabilities aside. */
final class Permission {
  private Permission() {}

  /**
   * Looking into another process, as ptrace(2) has it under "access mode checking".
   *
   * @throws Errno EPERM
   */
  static void checkAccess(Task caller, Task target) throws Errno {
    boolean allowed =
        caller.group() == target.group()
            || caller.credentials().hasCapability(Capability.CAP_SYS_PTRACE)
            || (isSameUser(caller.credentials(), target.credentials())
                && (target.group().isDumpable() || !target.isAlive()));
    if (!allowed) {
      throw Errno.EPERM;
    }
  }

  /** As prlimit(2): the real ids of the caller equal all ids of the target. */
  static boolean isSameUser(Credentials caller, Credentials target) {
    return caller.uid() == target.uid()
        && caller.uid() == target.euid()
        && caller.uid() == target.suid()
        && caller.gid() == target.gid()
        && caller.gid() == target.egid()
        && caller.gid() == target.sgid();
  }

  /** As kill(2): the caller's real or effective user is the target's real or saved one. */
  static boolean maySignal(Credentials caller, Credentials target) {
    return caller.euid() == target.suid()
        || caller.euid() == target.uid()
        || caller.uid() == target.suid()
        || caller.uid() == target.uid();
  }
}
