package exo.kernel.ipc;

import exo.mem.ring.BufferPool;
import exo.mem.ring.RingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What {@link FusionRing} received last. Reused by its owner, one thread. */
public final class FusionMessage {
  private final MemorySegment inline = Arena.ofAuto().allocate(RingLayout.PAYLOAD_SIZE, 8);
  private long handle = BufferPool.NONE;
  private long size;
  private int priority;

  /** Of nothing yet. */
  public FusionMessage() {}

  void inline(MemorySegment from, long off, int newSize, int newPriority) {
    MemorySegment.copy(from, off, inline, 0, newSize);
    handle = BufferPool.NONE;
    size = newSize;
    priority = newPriority;
  }

  void buffer(long newHandle, long newSize, int newPriority) {
    handle = newHandle;
    size = newSize;
    priority = newPriority;
  }

  /** Bytes of the message. */
  public long size() {
    return size;
  }

  public int priority() {
    return priority;
  }

  /** Whether it lies in a buffer, which the receiver releases. */
  public boolean isInBuffer() {
    return handle != BufferPool.NONE;
  }

  /** The buffer's handle, or {@link BufferPool#NONE}. */
  public long handle() {
    return handle;
  }

  /** The bytes of a message that came inline; valid until the next receive. */
  public MemorySegment inlineBytes() {
    return inline.asSlice(0, isInBuffer() ? 0 : size);
  }
}
