package exo.kernel.uaccess;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a read or write come from or go to: spans of user memory (one for read(2),
 * many for readv(2)) or one span of kernel memory. A cursor moves through the spans as bytes are
 * moved; a bad user page stops it and is remembered, so that partial success beats the late error
 * in one place, {@link #result}.
 *
 * <p>One a task, reused for every call; owned by the kernel lock.
 */
public final class IoBuffer {
  /** Longest total of one transfer, as Linux's MAX_RW_COUNT. */
  public static final long MAX_TOTAL = 0x7fff_f000L;

  private static final MemorySegment NO_MEMORY = MemorySegment.ofArray(new byte[0]);

  private @Nullable UserMemory user;
  private MemorySegment kernel = NO_MEMORY;
  private long[] spans = new long[2];
  private int spanCount;
  private int span;
  private long inSpan;
  private long remaining;
  private boolean faulted;

  /** An empty buffer over the user memory of a task. */
  public IoBuffer(@Nullable UserMemory user) {
    this.user = user;
  }

  /** A buffer of its own over kernel memory, for the kernel's own reads and writes. */
  public static IoBuffer kernel(MemorySegment memory) {
    return new IoBuffer(null).ofKernel(memory);
  }

  /** The task's address space was replaced. */
  public void user(UserMemory memory) {
    user = memory;
  }

  /** One span of user memory; the length is cut at {@link #MAX_TOTAL}. */
  public IoBuffer ofUser(long va, long len) {
    clear();
    add(va, len);
    return this;
  }

  /** One span of kernel memory. */
  public IoBuffer ofKernel(MemorySegment memory) {
    clear();
    kernel = memory;
    spans[0] = 0;
    spans[1] = memory.byteSize();
    spanCount = 1;
    remaining = memory.byteSize();
    return this;
  }

  /** Empties the buffer; spans are then added. */
  public IoBuffer clear() {
    kernel = NO_MEMORY;
    spanCount = 0;
    span = 0;
    inSpan = 0;
    remaining = 0;
    faulted = false;
    return this;
  }

  /** Adds a span of user memory; the total is cut at {@link #MAX_TOTAL}. */
  public void add(long va, long len) {
    long take = Math.min(len, MAX_TOTAL - remaining);
    if (spans.length < (spanCount + 1) * 2) {
      spans = java.util.Arrays.copyOf(spans, spans.length * 4);
    }
    spans[spanCount * 2] = va;
    spans[spanCount * 2 + 1] = take;
    spanCount++;
    remaining += take;
  }

  /** Bytes not yet moved. */
  public long remaining() {
    return remaining;
  }

  /** Bytes not yet moved of the span that is next; of the kernel's memory all. */
  public long spanRemaining() {
    int i = span;
    long at = inSpan;
    while (i < spanCount && spans[i * 2 + 1] == at) {
      i++;
      at = 0;
    }
    return i < spanCount ? spans[i * 2 + 1] - at : remaining;
  }

  /** Whether a user page could not be reached. */
  public boolean faulted() {
    return faulted;
  }

  /** Cuts what remains to at most {@code len} bytes. */
  public void limit(long len) {
    if (len >= remaining) {
      return;
    }
    long left = len;
    int i = span;
    long at = inSpan;
    while (i < spanCount) {
      long have = spans[i * 2 + 1] - at;
      if (have >= left) {
        spans[i * 2 + 1] = at + left;
        spanCount = i + 1;
        break;
      }
      left -= have;
      at = 0;
      i++;
    }
    remaining = len;
  }

  /**
   * Moves bytes from {@code source} into the buffer: the file side of a read.
   *
   * @return how many bytes were moved: less than {@code len} at the buffer's end or at a bad page
   */
  public long put(MemorySegment source, long at, long len) {
    return move(Direction.PUT, source, at, len);
  }

  /** Moves bytes from the buffer into {@code target}: the file side of a write. */
  public long take(MemorySegment target, long at, long len) {
    return move(Direction.TAKE, target, at, len);
  }

  /** Puts zero bytes: a hole of a file. */
  public long putZeros(long len) {
    return move(Direction.ZERO, NO_MEMORY, 0, len);
  }

  /**
   * What a transfer of {@code done} bytes answers.
   *
   * @throws Errno EFAULT when nothing was moved because of a bad page
   */
  public long result(long done) throws Errno {
    if (done == 0 && faulted) {
      throw Errno.EFAULT;
    }
    return done;
  }

  private enum Direction {
    PUT,
    TAKE,
    ZERO
  }

  private long move(Direction direction, MemorySegment other, long at, long len) {
    long done = 0;
    while (done < len && span < spanCount) {
      long left = spans[span * 2 + 1] - inSpan;
      if (left == 0) {
        span++;
        inSpan = 0;
        continue;
      }
      long chunk = Math.min(left, len - done);
      long address = spans[span * 2] + inSpan;
      long moved = moveSpan(direction, address, other, at + done, chunk);
      done += moved;
      inSpan += moved;
      remaining -= moved;
      if (moved < chunk) {
        faulted = true;
        break;
      }
    }
    return done;
  }

  private long moveSpan(
      Direction direction, long address, MemorySegment other, long at, long chunk) {
    if (kernel.byteSize() != 0) {
      switch (direction) {
        case PUT -> MemorySegment.copy(other, at, kernel, address, chunk);
        case TAKE -> MemorySegment.copy(kernel, address, other, at, chunk);
        case ZERO -> kernel.asSlice(address, chunk).fill((byte) 0);
      }
      return chunk;
    }
    UserMemory memory = user;
    if (memory == null) {
      throw new KernelBug("user spans in a buffer without user memory");
    }
    return switch (direction) {
      case PUT -> memory.copyOut(address, other, at, chunk);
      case TAKE -> memory.copyIn(address, other, at, chunk);
      case ZERO -> memory.zero(address, chunk);
    };
  }
}
