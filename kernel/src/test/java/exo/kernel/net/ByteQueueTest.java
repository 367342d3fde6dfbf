package exo.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.time.TimerQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.VfsFixture;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
  private final VfsFixture fs = new VfsFixture();
  private final NetContext net =
      new NetContext(fs.vfs, new TimerQueue(), new SplittableRandom(1), owner -> {});
  private final long framesBefore = fs.frames.statistics().used();
  private final ByteQueue queue = new ByteQueue(net);

  @AfterEach
  void close() {
    queue.clear();
    assertEquals(framesBefore, fs.frames.statistics().used());
    fs.close();
  }

  private long append(byte... bytes) throws Errno {
    return queue.append(IoBuffer.kernel(MemorySegment.ofArray(bytes)), bytes.length);
  }

  private byte[] take(int len) {
    byte[] bytes = new byte[len];
    assertEquals(len, queue.take(IoBuffer.kernel(MemorySegment.ofArray(bytes)), len));
    return bytes;
  }

  @Test
  void emptyQueueHoldsNoMemory() throws Errno {
    append(new byte[10_000]);
    assertEquals(framesBefore + 3, fs.frames.statistics().used());
    take(10_000);
    assertEquals(framesBefore, fs.frames.statistics().used());
  }

  @Test
  void peekLeavesEverything() throws Errno {
    append((byte) 1, (byte) 2, (byte) 3);
    byte[] seen = new byte[2];
    assertEquals(2, queue.peek(IoBuffer.kernel(MemorySegment.ofArray(seen)), 1, 9));
    assertEquals(2, seen[0]);
    assertEquals(3, queue.size());
    assertEquals(3, queue.get(2));
  }

  @Test
  void takesBackTheNewest() throws Errno {
    append(new byte[5000]);
    append((byte) 7);
    queue.takeBack(1);
    assertEquals(5000, queue.size());
    queue.takeBack(5000);
    assertTrue(queue.isEmpty());
  }

  @Test
  void isFirstInFirstOutWhateverTheSizes() throws Errno {
    Random random = new Random(42);
    ArrayDeque<Byte> model = new ArrayDeque<>();
    for (int round = 0; round < 2000; round++) {
      byte[] more = new byte[random.nextInt(9000)];
      random.nextBytes(more);
      if (model.size() < 100_000) {
        assertEquals(more.length, append(more));
        for (byte b : more) {
          model.add(b);
        }
      }
      for (byte b : take(random.nextInt(Math.min(model.size(), 9000) + 1))) {
        assertEquals(model.remove(), b);
      }
      assertEquals(model.size(), queue.size());
    }
  }

  @Test
  void withoutMemoryAppendsWhatItCan() throws Errno {
    fs.frames.failNext(1);
    VfsFixture.assertErrno(Errno.ENOMEM, () -> append((byte) 1));
    assertTrue(queue.isEmpty());
  }
}
