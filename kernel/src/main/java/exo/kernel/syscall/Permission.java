package exo.kernel.syscall;

import exo.kernel.vfs.Credentials;

/** Who may do something to another process, capabilities aside. */
final class Permission {
  private Permission() {}

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
