package exo.kernel.ipc;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.mem.ring.BufferPool;
import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An open channel. A read takes one message and a write puts one, by copying; what does not fit
 * into the reader's buffer is lost, as with a datagram. poll(2) and epoll(7) tell of messages and
 * room.
 */
public final class ChannelFile extends OpenFile {
  /**
   * ioctl: gives the channel a shape. The argument points to capacity, kind, buffers and bytes of a
   * buffer, four u32. EBUSY when somebody maps it or has it open too.
   */
  public static final int IPC_FORMAT = 0x4010_e001;

  /** ioctl: answers the number by which this end signs its claims, from 2 on. */
  public static final int IPC_OWNER = 0xe002;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final ChannelInode channel;
  private final MemorySegment payload = MemorySegment.ofArray(new byte[RingLayout.PAYLOAD_SIZE]);
  private int owner;

  ChannelFile(Path path, int flags, ChannelInode channel) {
    super(path, flags);
    this.channel = channel;
    channel.opened();
  }

  @Override
  public boolean isSeekable() {
    return false;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    Ring ring = channel.memory().ring();
    long header = ring.receive(payload, 0);
    if (header == Ring.EMPTY) {
      channel.awaitData();
      // A message may have come before the sender could see that we wait.
      header = ring.receive(payload, 0);
    }
    if (header == Ring.EMPTY) {
      return Errno.EAGAIN.negated();
    }
    if (header < 0) {
      throw Errno.EIO;
    }
    channel.tell(RingLayout.ROOM_EVENT);
    if ((Ring.flags(header) & RingLayout.BY_HANDLE) != 0) {
      return readBuffer(to);
    }
    return to.result(to.put(payload, 0, Math.min(Ring.size(header), to.remaining())));
  }

  private long readBuffer(IoBuffer to) throws Errno {
    BufferPool pool = channel.memory().pool();
    long handle = payload.get(LONG, 0);
    long size = payload.get(LONG, Long.BYTES);
    if (pool == null || !pool.isValid(handle) || size < 0 || size > pool.bufferSize()) {
      throw Errno.EIO;
    }
    long done = to.put(pool.memory(), pool.offset(handle), Math.min(size, to.remaining()));
    if (pool.isValid(handle)) {
      pool.release(handle);
    }
    return to.result(done);
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    long size = from.remaining();
    BufferPool pool = channel.memory().pool();
    if (size > (pool == null ? RingLayout.PAYLOAD_SIZE : pool.bufferSize())) {
      throw Errno.EMSGSIZE;
    }
    Ring ring = channel.memory().ring();
    long position = ring.claim();
    if (position == Ring.FULL) {
      channel.awaitRoom();
      position = ring.claim();
    }
    if (position == Ring.FULL) {
      return Errno.EAGAIN.negated();
    }
    if (position < 0) {
      throw Errno.EIO;
    }
    boolean sent = false;
    try {
      sent =
          size <= RingLayout.PAYLOAD_SIZE
              ? writeInline(ring, position, from, (int) size)
              : pool != null && writeBuffer(ring, position, from, size, pool);
    } finally {
      if (!sent) {
        ring.abort(position);
      }
    }
    channel.tell(RingLayout.DATA_EVENT);
    if (!sent) {
      return from.faulted() ? from.result(0) : Errno.EAGAIN.negated();
    }
    return size;
  }

  private static boolean writeInline(Ring ring, long position, IoBuffer from, int size) {
    if (from.take(ring.memory(), ring.payload(position), size) < size) {
      return false;
    }
    ring.commit(position, size, 0, 0);
    return true;
  }

  private static boolean writeBuffer(
      Ring ring, long position, IoBuffer from, long size, BufferPool pool) {
    long handle = pool.acquire();
    if (handle == BufferPool.NONE || !pool.isValid(handle)) {
      return false;
    }
    if (from.take(pool.memory(), pool.offset(handle), size) < size) {
      pool.release(handle);
      return false;
    }
    ring.memory().set(LONG, ring.payload(position), handle);
    ring.memory().set(LONG, ring.payload(position) + Long.BYTES, size);
    ring.commit(position, 2 * Long.BYTES, 0, RingLayout.BY_HANDLE);
    return true;
  }

  @Override
  public int poll() {
    // Waited for even when there is something: an epoll instance that watches edges asks once.
    channel.awaitData();
    int events = 0;
    try {
      Ring ring = channel.memory().ring();
      int used = ring.size();
      if (used > 0) {
        events |= Poll.EPOLLIN | Poll.EPOLLRDNORM;
      }
      if (used >= ring.capacity()) {
        channel.awaitRoom();
        used = ring.size();
      }
      if (used < ring.capacity()) {
        events |= Poll.EPOLLOUT | Poll.EPOLLWRNORM;
      }
      return events;
    } catch (Errno scribbled) {
      return Poll.EPOLLERR;
    }
  }

  @Override
  public boolean canWait() {
    return true;
  }

  @Override
  public WaitQueue readable() {
    return channel.readable();
  }

  @Override
  public WaitQueue writable() {
    return channel.writable();
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    switch (command) {
      case IPC_FORMAT -> {
        if (!isWritable()) {
          throw Errno.EBADF;
        }
        int[] words = new int[4];
        for (int i = 0; i < words.length; i++) {
          words[i] = who.memory().getInt(argument + 4L * i);
        }
        channel.format(shape(words));
        return 0;
      }
      case IPC_OWNER -> {
        return endNumber();
      }
      default -> throw Errno.ENOTTY;
    }
  }

  private static ChannelFormat shape(int[] words) throws Errno {
    try {
      return new ChannelFormat(words[0], words[1], words[2], words[3]);
    } catch (IllegalArgumentException impossible) {
      throw Errno.EINVAL;
    }
  }

  /** The number of this end, given at the first question. */
  int endNumber() {
    if (owner == 0) {
      owner = channel.newOwner();
    }
    return owner;
  }

  ChannelInode channel() {
    return channel;
  }

  @Override
  protected void closed() {
    channel.closed(owner);
  }
}
