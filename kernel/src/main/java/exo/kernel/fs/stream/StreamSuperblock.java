package exo.kernel.fs.stream;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Statfs;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Dentry;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.InternalSuperblock;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;

/** The kernel's own file system that the nodes of host streams belong to; shown nowhere. */
public final class StreamSuperblock extends Superblock {
  private static final FileSystemType TYPE =
      new FileSystemType() {
        @Override
        public String name() {
          return "hoststream";
        }

        @Override
        public Superblock mount(Vfs vfs, String source, String options, Caller who) throws Errno {
          throw Errno.EINVAL;
        }
      };

  private static final class StreamInode extends Inode {
    StreamInode(StreamSuperblock superblock, long number, int mode) {
      super(superblock, number, new NewInode(mode, 0, 0, 0, null));
    }

    @Override
    public long size() {
      return 0;
    }
  }

  private final Mount mount;
  private long lastInode;

  public StreamSuperblock(Vfs vfs) {
    super(vfs, TYPE, Statfs.PIPEFS_MAGIC);
    root(new StreamInode(this, ++lastInode, exo.kernel.abi.Stat.S_IFDIR | 0500));
    mount = new Mount(root(), "hoststream", 0);
    lastInode = InternalSuperblock.NUMBERED_AT_BOOT;
  }

  @Override
  public boolean isInternal() {
    return true;
  }

  /** The place of a new node. */
  public Path newPipe(int mode) {
    long number = ++lastInode;
    Inode inode = new StreamInode(this, number, mode);
    return new Path(mount, Dentry.unnamed(this, "pipe:[" + number + "]", inode));
  }
}
