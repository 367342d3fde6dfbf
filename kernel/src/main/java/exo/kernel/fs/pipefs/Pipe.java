package exo.kernel.fs.pipefs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Vfs;
import exo.mem.phys.PhysicalMemory;

/** A pipe: its bytes, and who has its ends open. Owned by the kernel lock. */
final class Pipe {
  /** What a pipe holds at first, in pages. */
  private static final int FIRST_SLOTS = 16;

  final PipeRing ring;
  final WaitQueue readable = new WaitQueue();
  final WaitQueue writable = new WaitQueue();
  private int readers;
  private int writers;

  // How often each end was opened: one that waits for the other sees that it came, even if it left.
  private long readerOpens;
  private long writerOpens;

  Pipe(Vfs vfs) {
    ring = new PipeRing(vfs, FIRST_SLOTS);
  }

  boolean hasReaders() {
    return readers > 0;
  }

  boolean hasWriters() {
    return writers > 0;
  }

  long readerOpens() {
    return readerOpens;
  }

  long writerOpens() {
    return writerOpens;
  }

  void open(boolean reads, boolean writes) {
    if (reads) {
      readers++;
      readerOpens++;
    }
    if (writes) {
      writers++;
      writerOpens++;
    }
    readable.wakeAll();
  }

  /** Closes an end; the last frees what the pipe holds. Answers whether it was the last. */
  boolean close(boolean reads, boolean writes) {
    if (reads) {
      readers--;
    }
    if (writes) {
      writers--;
    }
    if (readers == 0 && writers == 0) {
      ring.clear();
      return true;
    }
    if (readers == 0 || writers == 0) {
      readable.wakeAll();
      writable.wakeAll();
    }
    return false;
  }

  /** Answers a count, 0 at the end, or -EAGAIN. */
  long read(IoBuffer to) throws Errno {
    if (to.remaining() == 0) {
      return 0;
    }
    boolean wasFull = ring.isFull();
    if (ring.isEmpty()) {
      return writers == 0 ? 0 : Errno.EAGAIN.negated();
    }
    long done = ring.read(to);
    if (wasFull && !ring.isFull()) {
      writable.wakeAll();
    }
    return to.result(done);
  }

  /** Copies bytes that stay; answers a count, 0 at the end or where nothing follows, or -EAGAIN. */
  long peek(IoBuffer to, long skip) {
    if (ring.isEmpty()) {
      return writers == 0 ? 0 : Errno.EAGAIN.negated();
    }
    return ring.peek(to, skip);
  }

  void drop(long len) {
    boolean wasFull = ring.isFull();
    ring.drop(len);
    if (wasFull && !ring.isFull()) {
      writable.wakeAll();
    }
  }

  /** Answers a count, -EPIPE or -EAGAIN; at most a page is moved whole or not at all. */
  long write(IoBuffer from, boolean packets) throws Errno {
    if (from.remaining() == 0) {
      return 0;
    }
    if (readers == 0) {
      return Errno.EPIPE.negated();
    }
    long done = ring.write(from, packets);
    if (done > 0) {
      readable.wakeAll();
    }
    return done == 0 && !from.faulted() ? Errno.EAGAIN.negated() : from.result(done);
  }

  /**
   * EPOLL* events of an end.
   *
   * @param hadWriters whether the reader asking has ever had a writer: without, it is not hung up
   *     on
   */
  int poll(boolean reads, boolean writes, boolean hadWriters) {
    int events = 0;
    if (reads) {
      if (!ring.isEmpty()) {
        events |= Poll.EPOLLIN | Poll.EPOLLRDNORM;
      }
      if (writers == 0 && hadWriters) {
        events |= Poll.EPOLLHUP;
      }
    }
    if (writes) {
      if (!ring.isFull()) {
        events |= Poll.EPOLLOUT | Poll.EPOLLWRNORM;
      }
      if (readers == 0) {
        events |= Poll.EPOLLERR;
      }
    }
    return events;
  }

  /** Bytes it can hold. */
  long capacity() {
    return (long) ring.slots() << PhysicalMemory.FRAME_SHIFT;
  }

  /**
   * Changes the capacity.
   *
   * @param slots pages, a power of two
   * @throws Errno EBUSY if more are in use
   */
  void resize(int slots) throws Errno {
    boolean wasFull = ring.isFull();
    if (!ring.resize(slots)) {
      throw Errno.EBUSY;
    }
    if (wasFull && !ring.isFull()) {
      writable.wakeAll();
    }
  }
}
