package exo.kernel.fs.stream;

import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries bytes from the guest to blocking sinks of the host, all on one daemon thread, so that
 * what was written to standard output and to standard error keeps its order. Owned by the kernel
 * lock but for the thread.
 */
public final class OutputPump {
  /** A blocking sink: takes all the bytes. */
  @FunctionalInterface
  public interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  /** One stream of the guest: a sink and whether it still takes bytes. */
  public static final class Channel {
    private final Sink sink;
    private boolean broken;

    private Channel(Sink sink) {
      this.sink = sink;
    }

    public boolean isBroken() {
      return broken;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Chunk(Channel channel, byte[] bytes) {}

  private static final long EAGAIN = -11;
  private static final long EFBIG = -27;
  private static final long EPIPE = -32;

  /** Bytes under way before writers wait. */
  private static final int CAPACITY = 1 << 20;

  private static final int LARGEST_CHUNK = 1 << 16;

  private final ReentrantLock lock;
  private final Condition work;
  private final Condition drained;
  private final WaitQueue writable = new WaitQueue();
  private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
  private @Nullable Thread thread;
  private int underWay;
  private long bytesLeft;
  private boolean closed;

  /**
   * @param limit most bytes ever taken, over all channels
   */
  public OutputPump(ReentrantLock lock, long limit) {
    this.lock = lock;
    this.work = lock.newCondition();
    this.drained = lock.newCondition();
    this.bytesLeft = limit;
  }

  public Channel open(Sink sink) {
    return new Channel(sink);
  }

  /** Woken when there is room again. */
  public WaitQueue writable() {
    return writable;
  }

  public boolean isWritable() {
    return underWay < CAPACITY;
  }

  /**
   * Takes what fits; -EAGAIN when nothing does, -EPIPE when the sink failed, -EFBIG beyond the
   * limit.
   */
  public long write(Channel channel, IoBuffer source) {
    if (channel.broken) {
      return EPIPE;
    }
    if (bytesLeft == 0 && source.remaining() > 0) {
      return EFBIG;
    }
    long done = 0;
    while (source.remaining() > 0 && underWay < CAPACITY && bytesLeft > 0) {
      byte[] bytes =
          new byte[(int) Math.min(Math.min(source.remaining(), LARGEST_CHUNK), bytesLeft)];
      int moved = (int) source.take(MemorySegment.ofArray(bytes), 0, bytes.length);
      if (moved > 0) {
        queue.add(
            new Chunk(
                channel, moved == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, moved)));
        underWay += moved;
        bytesLeft -= moved;
        done += moved;
      }
      if (moved < bytes.length) {
        break;
      }
    }
    if (done > 0) {
      wakeThread();
    }
    return done == 0 && source.remaining() > 0 && !source.faulted() ? EAGAIN : done;
  }

  private void wakeThread() {
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("exo-output").start(this::pump);
    } else {
      work.signal();
    }
  }

  private void pump() {
    lock.lock();
    try {
      while (true) {
        Chunk chunk = queue.poll();
        if (chunk == null) {
          drained.signalAll();
          if (closed) {
            return;
          }
          work.awaitUninterruptibly();
          continue;
        }
        boolean broken = chunk.channel.broken;
        if (!broken) {
          lock.unlock();
          try {
            chunk.channel.sink.write(chunk.bytes, 0, chunk.bytes.length);
          } catch (IOException e) {
            broken = true;
          } finally {
            lock.lock();
          }
        }
        chunk.channel.broken = broken;
        underWay -= chunk.bytes.length;
        writable.wakeAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until every byte taken so far has been written or its sink has failed. The lock is free.
   */
  public void drain() throws InterruptedException {
    lock.lock();
    try {
      while (underWay > 0) {
        drained.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is written: the thread ends when its queue is empty. The lock is held. */
  public void close() {
    closed = true;
    work.signal();
  }
}
