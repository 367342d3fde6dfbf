package exo.kernel.ipc;

import exo.mem.ring.BufferPool;
import exo.mem.ring.RingLayout;

/**
 * The shape of a channel.
 *
 * @param capacity slots, a power of two
 * @param kind of {@link RingLayout}
 * @param buffers of its pool, 0 for none
 * @param bufferSize bytes of each, a multiple of 64
 */
public record ChannelFormat(int capacity, int kind, int buffers, int bufferSize) {
  /** What a channel has that was not told otherwise: 256 slots, many to many, no pool. */
  public static final ChannelFormat DEFAULT =
      new ChannelFormat(RingLayout.DEFAULT_CAPACITY, RingLayout.MANY_TO_MANY, 0, 0);

  private static final long PAGE = 4096;

  /** IllegalArgumentException when there is no such channel. */
  public ChannelFormat {
    RingLayout.bytes(capacity);
    if (kind != RingLayout.MANY_TO_MANY && kind != RingLayout.ONE_TO_ONE) {
      throw new IllegalArgumentException("no kind of ring: " + kind);
    }
    if (buffers != 0) {
      BufferPool.bytes(buffers, bufferSize);
    }
  }

  /** Where the pool begins: the first page after the ring. */
  long poolOffset() {
    return (RingLayout.bytes(capacity) + PAGE - 1) & -PAGE;
  }

  long bytes() {
    return poolOffset() + (buffers == 0 ? 0 : BufferPool.bytes(buffers, bufferSize));
  }
}
