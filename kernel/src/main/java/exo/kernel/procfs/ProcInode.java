package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** What all nodes of procfs share: no size, no changes, a number made of what they show. */
abstract class ProcInode extends Inode {
  final ProcSuperblock proc;

  ProcInode(ProcSuperblock proc, long number, int mode, int uid, int gid) {
    super(proc, number, new NewInode(mode, uid, gid, 0, null));
    this.proc = proc;
  }

  @Override
  public final long size() {
    return 0;
  }

  /** Whether what it shows is still there; a process may have gone. */
  boolean isLive() {
    return true;
  }

  /** A directory below, made afresh for each lookup, is as good as the one cached before. */
  @Override
  public boolean isCurrent(String name, Inode child) {
    return child instanceof ProcInode p && p.isLive();
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    throw Errno.EACCES;
  }
}
