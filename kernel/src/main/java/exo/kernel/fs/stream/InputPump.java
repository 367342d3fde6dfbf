package exo.kernel.fs.stream;

import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries bytes from a blocking source of the host to the guest. The source is read on a daemon
 * thread, begun when the guest first reads, and never ahead of a guest that has not asked. Owned by
 * the kernel lock but for the thread.
 */
public final class InputPump {
  /** A blocking source: at least one byte, or -1 at the end. */
  @FunctionalInterface
  public interface Source {
    int read(byte[] buffer) throws IOException;
  }

  private static final long EAGAIN = -11;
  private static final long EIO = -5;
  private static final int BUFFER = 65_536;

  private final Source source;
  private final ReentrantLock lock;
  private final WaitQueue readable = new WaitQueue();
  private final byte[] buffer = new byte[BUFFER];
  private final MemorySegment bytes = MemorySegment.ofArray(buffer);
  private final java.util.concurrent.locks.Condition wanted;
  private @Nullable Thread thread;
  private int start;
  private int end;
  private boolean asked;
  private boolean ended;
  private boolean failed;
  private boolean closed;

  public InputPump(Source source, ReentrantLock lock) {
    this.source = source;
    this.lock = lock;
    this.wanted = lock.newCondition();
  }

  /** Woken when bytes or the end have come. */
  public WaitQueue readable() {
    return readable;
  }

  /** Whether a read would not wait; asks for bytes if it would. */
  public boolean isReadable() {
    if (start < end || ended || failed) {
      return true;
    }
    ask();
    return false;
  }

  /** Bytes that are there now. */
  public int available() {
    return end - start;
  }

  /** Moves what is there into the buffer; 0 at the end, -EAGAIN after asking for more, -EIO. */
  public long read(IoBuffer target) {
    if (start < end) {
      long moved = target.put(bytes, start, Math.min(end - start, target.remaining()));
      start += (int) moved;
      return moved;
    }
    if (failed) {
      return EIO;
    }
    if (ended) {
      return 0;
    }
    ask();
    return EAGAIN;
  }

  private void ask() {
    asked = true;
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("exo-input").start(this::pump);
    } else {
      wanted.signal();
    }
  }

  private void pump() {
    byte[] chunk = new byte[BUFFER];
    while (true) {
      int n;
      try {
        n = source.read(chunk);
      } catch (IOException e) {
        n = -2;
      }
      lock.lock();
      try {
        if (n > 0) {
          System.arraycopy(chunk, 0, buffer, 0, n);
          start = 0;
          end = n;
        } else {
          ended = n == -1;
          failed = n == -2;
        }
        asked = false;
        readable.wakeAll();
        while (!closed && !ended && !failed && !(asked && start == end)) {
          wanted.awaitUninterruptibly();
        }
        if (closed || ended || failed) {
          return;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Nobody reads any more: the thread ends after the read it may be in. The lock is held. */
  public void close() {
    closed = true;
    wanted.signal();
  }
}
