package exo.kernel.fs.anon;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.Superblock;

/**
 * What a pidfd is open on: a regular file, empty and never to be changed, whose kind stat(2) does
 * not tell. As pidfs since Linux 6.9.
 */
final class ProcessInode extends Inode {
  ProcessInode(Superblock superblock, long number) {
    super(superblock, number, new NewInode(Stat.S_IFREG | 0700, 0, 0, 0, null));
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public void status(FileStatus out) {
    super.status(out);
    out.mode &= ~Stat.S_IFMT;
  }

  @Override
  public void truncate(long length) throws Errno {
    throw Errno.EOPNOTSUPP;
  }
}
