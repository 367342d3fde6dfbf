package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;

/**
 * A file system in no tree, for what has a descriptor but no path: pipes, sockets, the anonymous
 * inodes of epoll and its like. Its inodes are numbered, and that is all.
 */
public final class InternalSuperblock extends Superblock {
  private final Mount mount;
  private long lastInode;

  /** With its only mount. */
  public InternalSuperblock(Vfs vfs, String name, long magic) {
    super(vfs, new Type(name), magic);
    root(inode(new NewInode(Stat.S_IFDIR | 0555, 0, 0, 0, null)));
    mount = new Mount(root(), name, 0);
  }

  private record Type(String name) implements FileSystemType {
    @Override
    public Superblock mount(Vfs vfs, String source, String options, Caller who) throws Errno {
      throw Errno.EINVAL;
    }
  }

  private static final class Plain extends Inode {
    private Plain(InternalSuperblock superblock, NewInode node) {
      super(superblock, ++superblock.lastInode, node);
    }

    @Override
    public long size() {
      return 0;
    }
  }

  /** The mount that paths of its files have. */
  public Mount mount() {
    return mount;
  }

  /** A new inode without contents. */
  public Inode inode(NewInode node) {
    return new Plain(this, node);
  }

  /**
   * A place for a new inode.
   *
   * @param name what {@code /proc/self/fd} shows, {@code anon_inode:[eventpoll]}
   */
  public Path path(String name, Inode inode) {
    return new Path(mount, Dentry.unnamed(this, name, inode));
  }

  @Override
  public boolean isInternal() {
    return true;
  }
}
