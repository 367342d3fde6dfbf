package exo.kernel.fs.anon;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Path;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A count that writes add to and reads take: eventfd(2). */
public final class EventCounter extends EventFile {
  /** The count never reaches this, as an unsigned number: all ones mean an overflow. */
  private static final long LIMIT = -1L;

  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();
  private final boolean semaphore;
  private final MemorySegment word = MemorySegment.ofArray(new long[1]);
  private long count;

  EventCounter(Path path, int flags, long count, boolean semaphore) {
    super(path, flags);
    this.count = count;
    this.semaphore = semaphore;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    if (to.remaining() < Long.BYTES) {
      throw Errno.EINVAL;
    }
    if (count == 0) {
      return Errno.EAGAIN.negated();
    }
    long taken = semaphore ? 1 : count;
    count -= taken;
    writable.wakeAll();
    word.set(WORD, 0, taken);
    if (to.put(word, 0, Long.BYTES) < Long.BYTES) {
      throw Errno.EFAULT;
    }
    return Long.BYTES;
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    long done = 0;
    // Each part of a vector is a write of its own.
    do {
      try {
        long n = add(from);
        if (n < 0) {
          return done > 0 ? done : n;
        }
        done += n;
      } catch (Errno e) {
        if (done == 0) {
          throw e;
        }
        break;
      }
    } while (from.remaining() > 0);
    return done;
  }

  private long add(IoBuffer from) throws Errno {
    if (from.spanRemaining() != Long.BYTES) {
      throw Errno.EINVAL;
    }
    if (from.take(word, 0, Long.BYTES) < Long.BYTES) {
      throw Errno.EFAULT;
    }
    long added = word.get(WORD, 0);
    if (added == LIMIT) {
      throw Errno.EINVAL;
    }
    if (Long.compareUnsigned(LIMIT - count, added) <= 0) {
      return Errno.EAGAIN.negated();
    }
    count += added;
    readable.wakeAll();
    return Long.BYTES;
  }

  @Override
  public boolean takesTransferFlags(boolean writing) {
    return !writing;
  }

  @Override
  public int poll() {
    int events = count != 0 ? Poll.EPOLLIN : 0;
    return count + 1 != LIMIT ? events | Poll.EPOLLOUT : events;
  }

  @Override
  public WaitQueue readable() {
    return readable;
  }

  @Override
  public WaitQueue writable() {
    return writable;
  }

  @Override
  public String details() {
    return "eventfd-count: %16x\n".formatted(count);
  }
}
