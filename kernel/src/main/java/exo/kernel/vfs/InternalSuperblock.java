package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import org.jspecify.annotations.Nullable;

/**
 * A file system in no tree, for what has a descriptor but no path: pipes, sockets, the anonymous
 * inodes of epoll and its like. Its inodes are numbered, and that is all.
 */
public final class InternalSuperblock extends Superblock {
  /**
   * Numbers of inodes that no program sees. Linux counts such inodes of all its file systems at
   * once and has used up a thousand numbers before its first program starts; tools count on it:
   * netstat takes {@code socket:[9]} for cut off.
   */
  public static final long NUMBERED_AT_BOOT = 1024;

  private final Mount mount;
  private long lastInode;

  /** With its only mount. */
  public InternalSuperblock(Vfs vfs, String name, long magic) {
    super(vfs, new Type(name), magic);
    root(inode(new NewInode(Stat.S_IFDIR | 0555, 0, 0, 0, null)));
    mount = new Mount(root(), name, Mount.NO_EXEC);
    lastInode = NUMBERED_AT_BOOT;
  }

  private record Type(String name) implements FileSystemType {
    @Override
    public Superblock mount(Vfs vfs, String source, String options, Caller who) throws Errno {
      throw Errno.EINVAL;
    }
  }

  private static final class Plain extends Inode {
    private final @Nullable FileOpener opener;

    private Plain(InternalSuperblock superblock, NewInode node, @Nullable FileOpener opener) {
      super(superblock, superblock.takeNumber(), node);
      this.opener = opener;
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public OpenFile open(Path path, int flags, Caller who) throws Errno {
      return opener == null ? super.open(path, flags, who) : opener.open(path, flags, who);
    }
  }

  /** The mount that paths of its files have. */
  public Mount mount() {
    return mount;
  }

  /** The number of an inode that is made elsewhere. */
  public long takeNumber() {
    return ++lastInode;
  }

  /** A new inode without contents, which cannot be opened again through {@code /proc}. */
  public Inode inode(NewInode node) {
    return new Plain(this, node, null);
  }

  /** A new inode without contents. */
  public Inode inode(NewInode node, FileOpener opener) {
    return new Plain(this, node, opener);
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
