package exo.kernel.fs.pipefs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Ioctl;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.mem.phys.PhysicalMemory;

/** An open end of a pipe or FIFO, or both ends in one. */
public final class PipeFile extends OpenFile {
  /** Capacity beyond which CAP_SYS_RESOURCE is needed: {@code /proc/sys/fs/pipe-max-size}. */
  public static final long MAX_SIZE = 1 << 20;

  private final Pipefs pipes;
  private final Pipe pipe;

  // Whether nobody had the other end open when this was opened, how often it had been until then,
  // and whether this opening waits for it.
  private final boolean alone;
  private final long opensSeen;
  private final boolean waits;

  PipeFile(Path path, int flags, Pipefs pipes, Pipe pipe, boolean waits) {
    super(path, flags);
    this.pipes = pipes;
    this.pipe = pipe;
    this.opensSeen = isReadable() ? pipe.writerOpens() : pipe.readerOpens();
    this.alone = isReadable() ? !pipe.hasWriters() : !pipe.hasReaders();
    this.waits = waits && alone && !(isReadable() && isWritable());
    pipe.open(isReadable(), isWritable());
  }

  @Override
  public boolean isOpening() {
    return waits && opensSeen == (isReadable() ? pipe.writerOpens() : pipe.readerOpens());
  }

  @Override
  public boolean writesAll() {
    return true;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    long done = pipe.read(to);
    if (done > 0) {
      touchAccessTime();
    }
    return done;
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    long done = pipe.write(from, has(Fcntl.O_DIRECT));
    if (done > 0) {
      inode().modified();
    }
    return done;
  }

  /**
   * Reads without taking, for splice(2) and tee(2).
   *
   * @param skip bytes to leave out at the beginning
   * @return a count, 0 if nothing follows, or -EAGAIN if the pipe is empty
   */
  public long peek(IoBuffer to, long skip) {
    return pipe.peek(to, skip);
  }

  /** Takes bytes that {@link #peek} showed. */
  public void drop(long len) {
    pipe.drop(len);
    touchAccessTime();
  }

  public boolean isEmpty() {
    return pipe.ring.isEmpty();
  }

  public boolean isFull() {
    return pipe.ring.isFull();
  }

  /** Bytes that a write takes for certain: those of the free pages. */
  public long room() {
    return pipe.ring.freeBytes();
  }

  /** Whether both are ends of one pipe. */
  public boolean isSamePipe(PipeFile other) {
    return pipe == other.pipe;
  }

  @Override
  public int poll() {
    boolean hadWriters = !alone || pipe.writerOpens() != opensSeen;
    return pipe.poll(isReadable(), isWritable(), hadWriters);
  }

  @Override
  public boolean canWait() {
    return true;
  }

  @Override
  public WaitQueue readable() {
    return pipe.readable;
  }

  @Override
  public WaitQueue writable() {
    return pipe.writable;
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    if (command == Ioctl.FIONREAD) {
      who.memory().putInt(argument, (int) pipe.ring.size());
      return 0;
    }
    throw Errno.ENOTTY;
  }

  /** F_GETPIPE_SZ: bytes. */
  public long capacity() {
    return pipe.capacity();
  }

  /**
   * F_SETPIPE_SZ: rounds up to a power of two of pages.
   *
   * @param bytes as an unsigned 32-bit number
   * @return the capacity now
   * @throws Errno EINVAL, EPERM beyond {@link #MAX_SIZE} without privilege, EBUSY
   */
  public long capacity(Caller who, long bytes) throws Errno {
    if (bytes < 0 || bytes > 1L << 31) {
      throw Errno.EINVAL;
    }
    long size = PhysicalMemory.FRAME_SIZE;
    while (size < bytes) {
      size <<= 1;
    }
    if (size > capacity()
        && size > MAX_SIZE
        && !who.credentials().hasCapability(Capability.CAP_SYS_RESOURCE)) {
      throw Errno.EPERM;
    }
    pipe.resize((int) (size >> PhysicalMemory.FRAME_SHIFT));
    return size;
  }

  @Override
  protected void closed() {
    if (pipe.close(isReadable(), isWritable())) {
      pipes.ended(inode());
    }
  }
}
