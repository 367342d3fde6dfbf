package exo.kernel.fs.anon;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Statfs;
import exo.kernel.time.Clock;
import exo.kernel.time.TimerQueue;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.InternalSuperblock;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Vfs;
import org.jspecify.annotations.Nullable;

/** Makes the files of this package. One a machine. */
public final class AnonymousFiles {
  private final InternalSuperblock superblock;
  private final Inode inode;
  private final InternalSuperblock processes;
  private final Inode process;

  public AnonymousFiles(Vfs vfs) {
    superblock = new InternalSuperblock(vfs, "anon_inodefs", Statfs.ANON_INODE_FS_MAGIC);
    inode = superblock.inode(new NewInode(0600, 0, 0, 0, null));
    processes = new InternalSuperblock(vfs, "pidfs", Statfs.PID_FS_MAGIC);
    process = new ProcessInode(processes, processes.takeNumber());
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

  /**
   * timerfd_create(2), with one reference, the caller's.
   *
   * @param clockId CLOCK_*, shown by procfs; absolute times are of it
   * @param flags O_NONBLOCK
   */
  public TimerFile timer(Clock clock, TimerQueue queue, int clockId, int flags) {
    return new TimerFile(path("timerfd"), Fcntl.O_RDWR | flags, clock, queue, clockId);
  }

  /**
   * inotify_init1(2), with one reference, the caller's.
   *
   * @param flags O_NONBLOCK
   */
  public EventWatcher eventWatcher(int flags) {
    return new EventWatcher(path("inotify"), Fcntl.O_RDONLY | flags);
  }

  /**
   * fsopen(2) and fspick(2), with one reference, the caller's.
   *
   * @param picked the mount that is to be changed; null for a new file system
   */
  public FileSystemContext fileSystemContext(FileSystemType type, @Nullable Path picked) {
    return new FileSystemContext(path("fscontext"), Fcntl.O_RDWR, type, picked);
  }

  /** The place of a pidfd, whose mode is as that of files in pidfs. */
  public Path processPath() {
    return processes.path("anon_inode:[pidfd]", process);
  }

  /** The place in no tree of a file of this kind, for those who make such files elsewhere. */
  public Path path(String kind) {
    // inotify alone stands without brackets.
    String name = kind.equals("inotify") ? kind : "[" + kind + "]";
    return superblock.path("anon_inode:" + name, inode);
  }
}
