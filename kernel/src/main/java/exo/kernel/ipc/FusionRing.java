package exo.kernel.ipc;

import exo.mem.ring.BufferPool;
import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A channel for messages of any size: up to 40 bytes lie in their slot, larger ones in a buffer of
 * a pool that both sides map, of which the slot tells the handle (8 bytes) and the length (8
 * bytes). The frames of the pool are in both address spaces, so no byte is copied, however many
 * there are.
 *
 * <p>A buffer's reference travels with its message: the sender acquires it, the receiver releases
 * it. When a send fails the sender still has it.
 */
public final class FusionRing {
  /** What a large message occupies of its slot. */
  private static final int DESCRIPTOR = 16;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Lane lane;
  private final BufferPool pool;
  private final @Nullable LaneStats stats;

  /** Over a lane and the pool that belongs to it. */
  public FusionRing(Lane lane, BufferPool pool) {
    this.lane = lane;
    this.pool = pool;
    this.stats = lane.stats();
  }

  /** Where senders get their buffers. */
  public BufferPool pool() {
    return pool;
  }

  public Lane lane() {
    return lane;
  }

  /**
   * Sends bytes: inline if they fit, else by one copy into a buffer of the pool.
   *
   * @return 0; {@link Ring#FULL} when the ring or the pool is; {@link Ring#CORRUPT}
   * @throws IllegalArgumentException for more than a buffer holds
   */
  public int trySend(MemorySegment from, long off, long size, int priority) {
    if (size <= RingLayout.PAYLOAD_SIZE) {
      return lane.trySend(from, off, (int) size, priority);
    }
    if (size > pool.bufferSize()) {
      throw new IllegalArgumentException(size + " bytes, and buffers of " + pool.bufferSize());
    }
    long handle = pool.acquire();
    if (handle == BufferPool.NONE) {
      return Ring.FULL;
    }
    int answer = Ring.CORRUPT;
    try {
      MemorySegment.copy(from, off, pool.memory(), pool.offset(handle), size);
      answer = trySendBuffer(handle, size, priority);
    } finally {
      if (answer != 0) {
        pool.release(handle);
      }
    }
    return answer;
  }

  /**
   * Sends a buffer that the caller acquired and filled: no byte is copied.
   *
   * @param size how much of it is message
   * @return 0, and the reference is the receiver's; or {@link Ring#FULL} or {@link Ring#CORRUPT}
   */
  public int trySendBuffer(long handle, long size, int priority) {
    Ring ring = lane.ring();
    long position = claim(handle, size);
    if (position < 0) {
      return (int) position;
    }
    long payload = ring.payload(position);
    MemorySegment memory = ring.memory();
    memory.set(LONG, payload, handle);
    memory.set(LONG, payload + 8, size);
    ring.commit(position, DESCRIPTOR, priority, RingLayout.BY_HANDLE);
    if (stats != null) {
      stats.sentByHandle(size);
    }
    lane.published();
    return 0;
  }

  private long claim(long handle, long size) {
    if (!pool.isValid(handle) || size < 0 || size > pool.bufferSize()) {
      throw new IllegalArgumentException("no " + size + " bytes in buffer " + handle);
    }
    return lane.ring().claim();
  }

  /** As {@link #trySendBuffer}, waiting for room. */
  public int sendBuffer(long handle, long size, int priority, long nanos)
      throws InterruptedException {
    return lane.whenRoom(nanos, () -> trySendBuffer(handle, size, priority));
  }

  /** As {@link #trySend}, waiting for room in the ring; that of the pool is tried each time. */
  public int send(MemorySegment from, long off, long size, int priority, long nanos)
      throws InterruptedException {
    return lane.whenRoom(nanos, () -> trySend(from, off, size, priority));
  }

  /**
   * Receives a message.
   *
   * @param into told what came; a message in a buffer is its to release
   * @return 0, {@link Ring#EMPTY} or {@link Ring#CORRUPT}
   */
  public int tryReceive(FusionMessage into) {
    Ring ring = lane.ring();
    long position = ring.take();
    if (position < 0) {
      return (int) position;
    }
    long header = ring.header(position);
    MemorySegment memory = ring.memory();
    long payload = ring.payload(position);
    boolean valid = true;
    if ((Ring.flags(header) & RingLayout.BY_HANDLE) != 0) {
      long handle = memory.get(LONG, payload);
      long size = memory.get(LONG, payload + 8);
      valid = pool.isValid(handle) && size >= 0 && size <= pool.bufferSize();
      if (valid) {
        into.buffer(handle, size, Ring.priority(header));
      }
    } else {
      into.inline(memory, payload, Ring.size(header), Ring.priority(header));
    }
    ring.release(position);
    if (stats != null) {
      stats.received(1);
    }
    lane.consumed();
    return valid ? 0 : Ring.CORRUPT;
  }

  /** As {@link #tryReceive}, waiting for a message. */
  public int receive(FusionMessage into, long nanos) throws InterruptedException {
    return (int) lane.whenData(nanos, () -> tryReceive(into));
  }
}
