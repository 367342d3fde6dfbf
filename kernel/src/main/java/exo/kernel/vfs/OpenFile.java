package exo.kernel.vfs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Poll;
import exo.kernel.mm.MappedName;
import exo.kernel.mm.PageSource;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An open file description: what open(2) made, shared by the descriptors that were duplicated from
 * it. Kinds of file extend it; positions, access modes and limits are dealt with here.
 *
 * <p>Operations answer a count or -errno, or throw. Those that would wait answer -EAGAIN, whatever
 * O_NONBLOCK says: the caller waits on {@link #readable} or {@link #writable} and asks again. Owned
 * by the kernel lock.
 */
public abstract non-sealed class OpenFile extends FileDescription {
  /** What regular files and everything else that never waits answers to poll(2). */
  public static final int ALWAYS_READY =
      Poll.EPOLLIN | Poll.EPOLLOUT | Poll.EPOLLRDNORM | Poll.EPOLLWRNORM;

  private long position;

  /**
   * With one reference, the caller's. Keeps the path and inode.
   *
   * @param flags O_* of open(2)
   */
  protected OpenFile(Path path, int flags) {
    super(path, flags);
  }

  // Reading and writing.

  /** Where the next read or write is; 0 for streams. */
  public final long position() {
    return position;
  }

  /** For kinds that keep more than a position and change it themselves. */
  protected final void position(long off) {
    position = off;
  }

  /** Whether it has a position that lseek(2) sets. */
  public boolean isSeekable() {
    return inode().isRegular() || inode().isDirectory();
  }

  /** Whether pread(2) works, even if it reads the same as read(2). */
  public boolean isPositional() {
    return isSeekable();
  }

  /** Whether write(2) is for this kind of file; if not it is EINVAL, and no buffer is looked at. */
  public boolean takesBytes() {
    return hasContents();
  }

  /** Whether the RWF_* of preadv2(2) or pwritev2(2) are for this kind of file. */
  public boolean takesTransferFlags(boolean writing) {
    return true;
  }

  /** Whether there is anything to read or write; if not, no buffer is looked at. */
  public boolean hasContents() {
    return true;
  }

  /**
   * Whether a blocking write that moved less than it was given goes on: streams, not files or
   * datagrams.
   */
  public boolean writesAll() {
    return false;
  }

  /** read(2) and readv(2): at the position, which moves on. */
  public final long read(IoBuffer to) throws Errno {
    if (!isReadable()) {
      throw Errno.EBADF;
    }
    long done = readAt(to, position);
    if (done > 0) {
      position += isSeekable() ? done : 0;
      Notify.accessed(this);
    }
    return done;
  }

  /** pread(2): at {@code off}, the position stays. */
  public final long pread(IoBuffer to, long off) throws Errno {
    checkPositional(off);
    if (!isReadable()) {
      throw Errno.EBADF;
    }
    checkRange(off, to.remaining());
    long done = readAt(to, off);
    if (done > 0) {
      Notify.accessed(this);
    }
    return done;
  }

  /** write(2) and writev(2): at the position, or the end with O_APPEND; the position moves on. */
  public final long write(IoBuffer from, Caller who) throws Errno {
    if (!isWritable()) {
      throw Errno.EBADF;
    }
    if (!isSeekable()) {
      long done = writeAs(who, from);
      if (done == Errno.EFBIG.negated()) {
        // A stream of the host has taken all it may.
        who.fileSizeExceeded();
      }
      return done;
    }
    long off = has(Fcntl.O_APPEND) ? inode().size() : position;
    checkRange(off, from.remaining());
    long done = writeLimited(from, off, who);
    if (done > 0) {
      position = off + done;
    }
    return done;
  }

  /** pwrite(2): at {@code off}, or as Linux does, the end with O_APPEND; the position stays. */
  public final long pwrite(IoBuffer from, long off, Caller who) throws Errno {
    checkPositional(off);
    if (!isWritable()) {
      throw Errno.EBADF;
    }
    checkRange(off, from.remaining());
    return writeLimited(from, has(Fcntl.O_APPEND) ? inode().size() : off, who);
  }

  private void checkPositional(long off) throws Errno {
    if (off < 0) {
      throw Errno.EINVAL;
    }
    if (!isPositional()) {
      throw Errno.ESPIPE;
    }
  }

  private static void checkRange(long off, long len) throws Errno {
    if (off + len < 0) {
      throw Errno.EINVAL;
    }
  }

  private long writeLimited(IoBuffer from, long off, Caller who) throws Errno {
    if (!inode().isRegular()) {
      return writeAt(from, off);
    }
    if (from.remaining() == 0) {
      return 0;
    }
    long limit = who.fileSizeLimit();
    if (off >= limit) {
      who.fileSizeExceeded();
      throw Errno.EFBIG;
    }
    long max = inode().superblock().maxFileSize();
    if (off >= max) {
      throw Errno.EFBIG;
    }
    from.limit(Math.min(limit, max) - off);
    Attributes.dropPrivileges(inode(), who);
    long done = writeAt(from, off);
    if (done > 0) {
      Notify.modified(this);
    }
    return done;
  }

  /**
   * Reads from {@code off}; streams ignore it. Answers 0 at the end, and {@link IoBuffer#result} of
   * what was moved.
   */
  protected long readAt(IoBuffer to, long off) throws Errno {
    throw Errno.EINVAL;
  }

  /** Writes at {@code off}; streams ignore it. */
  protected long writeAt(IoBuffer from, long off) throws Errno {
    throw Errno.EINVAL;
  }

  /** Writes to a stream; most do not care who writes. */
  protected long writeAs(Caller who, IoBuffer from) throws Errno {
    return writeAt(from, 0);
  }

  /** Whether a writer that gets EPIPE is sent SIGPIPE too. */
  public boolean signalsBrokenPipe() {
    return true;
  }

  /** How long a read waits at most before it answers EAGAIN; 0 is without end. */
  public long readTimeoutNanos() {
    return 0;
  }

  /** How long a write waits at most before it answers EAGAIN; 0 is without end. */
  public long writeTimeoutNanos() {
    return 0;
  }

  /** The contents were read: sets atime if the mount's rules say so. */
  protected final void touchAccessTime() {
    if (!has(Fcntl.O_NOATIME)) {
      AccessTime.touch(inode(), path().mount());
    }
  }

  /**
   * lseek(2).
   *
   * @param whence SEEK_*; one that does not exist is EINVAL
   */
  public final long seek(long off, int whence) throws Errno {
    if (whence < Fs.SEEK_SET || whence > Fs.SEEK_HOLE) {
      throw Errno.EINVAL;
    }
    position = seekTo(off, whence);
    return position;
  }

  /** The new position, checked. */
  protected long seekTo(long off, int whence) throws Errno {
    if (!isSeekable()) {
      throw Errno.ESPIPE;
    }
    long size = inode().size();
    long to =
        switch (whence) {
          case Fs.SEEK_CUR -> position + off;
          case Fs.SEEK_END -> size + off;
          case Fs.SEEK_DATA, Fs.SEEK_HOLE -> {
            if (off < 0 || off >= size) {
              throw Errno.ENXIO;
            }
            yield whence == Fs.SEEK_DATA ? nextData(off) : nextHole(off);
          }
          default -> off;
        };
    if (to < 0 || to > inode().superblock().maxFileSize()) {
      throw Errno.EINVAL;
    }
    return to;
  }

  /** The first offset from {@code off} on that holds data; ENXIO if none. */
  protected long nextData(long off) throws Errno {
    return off;
  }

  /** The first offset from {@code off} on that is a hole; the end is one. */
  protected long nextHole(long off) throws Errno {
    return inode().size();
  }

  // Directories.

  /** Hands entries to the visitor from the position on; the position moves past those taken. */
  public final void readDirectory(DirectoryVisitor visitor) throws Errno {
    if (!inode().isDirectory() || isPathOnly()) {
      throw Errno.ENOTDIR;
    }
    if (path().dentry().isDeleted()) {
      throw Errno.ENOENT;
    }
    position = iterate(position, visitor);
    touchAccessTime();
    Notify.accessed(this);
  }

  /** Hands entries from {@code from} on to the visitor; answers where the next call begins. */
  protected long iterate(long from, DirectoryVisitor visitor) throws Errno {
    throw Errno.ENOTDIR;
  }

  // Waiting.

  /** EPOLL* events that hold now. */
  public int poll() {
    return ALWAYS_READY;
  }

  /** Whether it ever makes anybody wait; if not, epoll(7) refuses it with EPERM. */
  public boolean canWait() {
    return false;
  }

  /** Whether its owner can have SIGIO. */
  public boolean canSignal() {
    return canWait();
  }

  /** Woken when more can be read, or never again. Only of files that {@link #canWait}. */
  public WaitQueue readable() {
    throw new KernelBug("nobody waits for " + this);
  }

  /** Woken when more can be written, or never again. Only of files that {@link #canWait}. */
  public WaitQueue writable() {
    throw new KernelBug("nobody waits for " + this);
  }

  /**
   * Whether open(2) is not yet done: a FIFO waits for its other end on {@link #readable}. A caller
   * that gives up releases the file.
   */
  public boolean isOpening() {
    return false;
  }

  // Calls that few kinds of file have.

  /**
   * ioctl(2), but for the commands on the descriptor itself (FIOCLEX and the like).
   *
   * @throws Errno ENOTTY for a command that this kind does not have
   */
  public long ioctl(Caller who, int command, long argument) throws Errno {
    if (command == Ioctl.FIONREAD && inode().isRegular()) {
      who.memory().putInt(argument, (int) (inode().size() - position));
      return 0;
    }
    if (command == Ioctl.FIGETBSZ && (inode().isRegular() || inode().isDirectory())) {
      who.memory().putInt(argument, inode().superblock().blockSize());
      return 0;
    }
    if (command == Ioctl.FIBMAP && inode().isRegular()) {
      throw who.credentials().hasCapability(Capability.CAP_SYS_RAWIO) ? Errno.EINVAL : Errno.EPERM;
    }
    throw Errno.ENOTTY;
  }

  /**
   * fsync(2) and fdatasync(2).
   *
   * @throws Errno EINVAL where there is nothing to write back to, EIO
   */
  public void sync(boolean dataOnly) throws Errno {
    if (!inode().isRegular() && !inode().isDirectory()) {
      throw Errno.EINVAL;
    }
  }

  /** Allocates or frees room in a regular file; arguments were checked by {@link Attributes}. */
  public void allocate(int mode, long off, long len) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  /**
   * What mmap(2) maps.
   *
   * @throws Errno ENODEV if it cannot be mapped
   */
  public PageSource pages() throws Errno {
    PageSource pages = inode().pages();
    if (pages == null) {
      throw Errno.ENODEV;
    }
    return pages;
  }

  /** How its mappings appear in {@code /proc/PID/maps}. */
  public final MappedName mappedName() {
    return new FileName(path());
  }

  /** Whether a seal forbids writing: a shared mapping of it can never become writable. */
  public boolean isWriteSealed() {
    return false;
  }

  /** Seals of a memfd, F_GET_SEALS. */
  public int seals() throws Errno {
    throw Errno.EINVAL;
  }

  /** F_ADD_SEALS. */
  public void addSeals(int seals) throws Errno {
    throw isWritable() ? Errno.EINVAL : Errno.EPERM;
  }

  /** What {@code /proc/self/fd/N} shows to a process with that root. */
  public String describe(@Nullable Path root) {
    return root == null ? PathText.of(path()) : PathText.of(path(), root);
  }

  /** Lines that {@code /proc/self/fdinfo/N} shows after those every file has. */
  public String details() {
    return "";
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + describe(null);
  }
}
