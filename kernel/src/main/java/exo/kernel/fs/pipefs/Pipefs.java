package exo.kernel.fs.pipefs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.FileOpener;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.InternalSuperblock;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Vfs;
import java.util.IdentityHashMap;

/**
 * All pipes of a machine: those of pipe(2), whose inodes are of a file system of their own, and
 * those behind FIFOs of other file systems while somebody has them open.
 */
public final class Pipefs implements FileOpener {
  private static final int KNOWN_FLAGS = Fcntl.O_CLOEXEC | Fcntl.O_DIRECT | Fcntl.O_NONBLOCK;

  private final Vfs vfs;
  private final InternalSuperblock superblock;
  private final IdentityHashMap<Inode, Pipe> open = new IdentityHashMap<>();

  /** The two ends of a new pipe, one reference each, the caller's. */
  public record Ends(OpenFile reader, OpenFile writer) {}

  /** Makes FIFOs of all file systems work. */
  public Pipefs(Vfs vfs) {
    this.vfs = vfs;
    superblock = new InternalSuperblock(vfs, "pipefs", Statfs.PIPEFS_MAGIC);
    vfs.fifos(this);
  }

  /**
   * pipe2(2).
   *
   * @param flags O_CLOEXEC (for the caller to see to), O_DIRECT, O_NONBLOCK
   * @throws Errno EINVAL for others
   */
  public Ends create(Caller who, int flags) throws Errno {
    if ((flags & ~KNOWN_FLAGS) != 0) {
      throw Errno.EINVAL;
    }
    Credentials c = who.credentials();
    NewInode node = new NewInode(Stat.S_IFIFO | 0600, c.fsuid(), c.fsgid(), 0, null);
    Inode inode = superblock.inode(node, this);
    Path path = superblock.path("pipe:[" + inode.number() + "]", inode);
    Pipe pipe = new Pipe(vfs);
    open.put(inode, pipe);
    int kept = flags & (Fcntl.O_DIRECT | Fcntl.O_NONBLOCK);
    OpenFile reader =
        new PipeFile(path, Fcntl.O_RDONLY | (flags & Fcntl.O_NONBLOCK), this, pipe, false);
    OpenFile writer = new PipeFile(path, Fcntl.O_WRONLY | kept, this, pipe, false);
    return new Ends(reader, writer);
  }

  /**
   * Opens a FIFO, or a pipe once more through {@code /proc}. Without O_NONBLOCK a FIFO waits for
   * its other end ({@link OpenFile#isOpening}).
   *
   * @throws Errno ENXIO for writing with O_NONBLOCK while nobody reads, EINVAL for neither end
   */
  @Override
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    if ((flags & Fcntl.O_ACCMODE) == Fcntl.O_ACCMODE) {
      throw Errno.EINVAL;
    }
    Inode inode = path.inode();
    boolean fifo = inode.superblock() != superblock;
    boolean nonBlocking = (flags & Fcntl.O_NONBLOCK) != 0;
    Pipe pipe = open.get(inode);
    if (fifo
        && nonBlocking
        && (flags & Fcntl.O_ACCMODE) == Fcntl.O_WRONLY
        && (pipe == null || !pipe.hasReaders())) {
      throw Errno.ENXIO;
    }
    if (pipe == null) {
      pipe = new Pipe(vfs);
      open.put(inode, pipe);
    }
    return new PipeFile(path, flags, this, pipe, fifo && !nonBlocking);
  }

  /** The last end of a pipe was closed. */
  void ended(Inode inode) {
    open.remove(inode);
  }

  /** Pipes that somebody has open. */
  public int count() {
    return open.size();
  }
}
