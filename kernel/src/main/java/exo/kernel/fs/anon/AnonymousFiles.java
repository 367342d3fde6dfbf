package exo.kernel.fs.anon;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Statfs;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.InternalSuperblock;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Vfs;

/** Makes the files of this package. One a machine. */
public final class AnonymousFiles {
  private final InternalSuperblock superblock;
  private final Inode inode;

  public AnonymousFiles(Vfs vfs) {
    superblock = new InternalSuperblock(vfs, "anon_inodefs", Statfs.ANON_INODE_FS_MAGIC);
    inode = superblock.inode(new NewInode(0600, 0, 0, 0, null));
  }

  /** epoll_create1(2), with one reference, the caller's. */
  public EventPoll eventPoll() {
    return new EventPoll(path("eventpoll"));
  }

  /**
   * eventfd2(2), with one reference, the caller's.
   *
   * @param count what it begins with, unsigned
   * @param semaphore EFD_SEMAPHORE: a read takes one
   * @param flags O_NONBLOCK
   */
  public EventCounter eventCounter(int count, boolean semaphore, int flags) {
    return new EventCounter(
        path("eventfd"), Fcntl.O_RDWR | flags, Integer.toUnsignedLong(count), semaphore);
  }

  private Path path(String kind) {
    return superblock.path("anon_inode:[" + kind + "]", inode);
  }
}
