package exo.kernel.task;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class IdleWaitTest {
  private static final long NEVER = Long.MAX_VALUE;

  private final ReentrantLock lock = new ReentrantLock();

  /** As many CPUs as no host has never look for work; one does. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 20})
  void callsEndIt(int cpus) throws Exception {
    IdleWait wait = new IdleWait(lock, cpus);
    AtomicBoolean work = new AtomicBoolean();
    for (int round = 0; round < 200; round++) {
      work.set(false);
      int pause = round % 4;
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(40L * pause);
                        System.nanoTime() < end; ) {
                      Thread.onSpinWait();
                    }
                    lock.lock();
                    try {
                      work.set(true);
                      wait.called();
                    } finally {
                      lock.unlock();
                    }
                  });
      lock.lock();
      try {
        while (!work.get()) {
          wait.await(NEVER);
        }
      } finally {
        lock.unlock();
      }
      other.join();
    }
  }

  @Test
  void timeEndsIt() throws Exception {
    IdleWait wait = new IdleWait(lock, 1);
    lock.lock();
    try {
      for (long nanos : new long[] {1, 1_000, 50_000, 200_000, 2_000_000}) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
          wait.await(left);
        }
      }
      assertTrue(lock.isHeldByCurrentThread());
    } finally {
      lock.unlock();
    }
  }
}
