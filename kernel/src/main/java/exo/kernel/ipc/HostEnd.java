package exo.kernel.ipc;

import exo.kernel.abi.Errno;
import exo.kernel.futex.FutexTable;
import exo.kernel.vfs.OpenFile;
import exo.mem.ring.BufferPool;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An end of a guest's channel in the hands of the embedding program. While both sides run, messages
 * pass without the kernel. In a channel of many to many any thread may use it, else one at a time.
 *
 * <p>When the machine is closed every use throws IllegalStateException.
 */
public final class HostEnd implements AutoCloseable {
  private final ReentrantLock lock;
  private final ChannelFile file;
  private final Lane lane;
  private final @Nullable FusionRing fusion;
  private boolean closed;

  private HostEnd(ReentrantLock lock, FutexTable futexes, ChannelFile file) throws Errno {
    this.lock = lock;
    this.file = file;
    ChannelMemory memory = file.channel().memory();
    lane =
        new Lane(
            memory.end(file.endNumber()),
            new GuestWaiting(lock, futexes, memory),
            new LaneStats(true));
    BufferPool pool = memory.pool();
    fusion = pool == null ? null : new FusionRing(lane, pool);
  }

  /**
   * Takes over an open file. The lock is held.
   *
   * @param format the shape of a channel just made, or null for that which it has
   * @throws Errno ENOTTY when it is no channel, EBUSY, ENOMEM
   */
  public static HostEnd of(
      ReentrantLock lock, FutexTable futexes, OpenFile file, @Nullable ChannelFormat format)
      throws Errno {
    if (!(file instanceof ChannelFile channel)) {
      throw Errno.ENOTTY;
    }
    if (format != null) {
      channel.channel().format(format);
    }
    return new HostEnd(lock, futexes, channel);
  }

  /** Messages of up to 40 bytes. */
  public Lane lane() {
    return lane;
  }

  /**
   * Messages of any size.
   *
   * @throws IllegalStateException when the channel has no pool
   */
  public FusionRing fusion() {
    if (fusion == null) {
      throw new IllegalStateException("the channel was made without buffers");
    }
    return fusion;
  }

  /** Leaves the channel, which stays if it has a name. A second close does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        file.release();
      }
    } finally {
      lock.unlock();
    }
  }
}
