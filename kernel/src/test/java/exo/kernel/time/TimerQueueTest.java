package exo.kernel.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private final TimerQueue queue = new TimerQueue();
  private final List<Integer> expired = new ArrayList<>();

  private final class Numbered extends Timer {
    private final int number;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    protected void expired(long nowNanos) {
      expired.add(number);
    }
  }

  @Test
  void expiresInTheOrderOfDeadlines() {
    queue.arm(new Numbered(1), 30);
    queue.arm(new Numbered(2), 10);
    queue.arm(new Numbered(3), 20);
    queue.expire(20);
    assertEquals(List.of(2, 3), expired);
    assertEquals(30, queue.nextDeadline());
  }

  @Test
  void cancelledDoesNotExpire() {
    Timer t = new Numbered(1);
    queue.arm(t, 10);
    assertTrue(t.isArmed());
    queue.cancel(t);
    queue.cancel(t);
    assertFalse(t.isArmed());
    queue.expire(100);
    assertEquals(List.of(), expired);
    assertEquals(TimerQueue.NEVER, queue.nextDeadline());
    assertEquals(TimerQueue.NEVER, queue.nextDeadlineHint());
  }

  @Test
  void armedAgainMoves() {
    Timer t = new Numbered(1);
    queue.arm(t, 10);
    queue.arm(t, 50);
    queue.expire(49);
    assertEquals(List.of(), expired);
    queue.expire(50);
    assertEquals(List.of(1), expired);
  }

  @Test
  void randomArmsAndCancelsAgreeWithAList() {
    SplittableRandom random = new SplittableRandom(7);
    Numbered[] timers = new Numbered[50];
    long[] deadlines = new long[50];
    for (int i = 0; i < 50; i++) {
      timers[i] = new Numbered(i);
      deadlines[i] = -1;
    }
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      int i = random.nextInt(50);
      switch (random.nextInt(3)) {
        case 0 -> {
          deadlines[i] = now + random.nextInt(1000);
          queue.arm(timers[i], deadlines[i]);
        }
        case 1 -> {
          deadlines[i] = -1;
          queue.cancel(timers[i]);
        }
        default -> {
          now += random.nextInt(100);
          expired.clear();
          queue.expire(now);
          List<Integer> due = new ArrayList<>();
          for (int k = 0; k < 50; k++) {
            if (deadlines[k] >= 0 && deadlines[k] <= now) {
              due.add(k);
              deadlines[k] = -1;
            }
          }
          assertEquals(due, expired.stream().sorted().toList());
        }
      }
      long next = TimerQueue.NEVER;
      for (long d : deadlines) {
        next = d >= 0 ? Math.min(next, d) : next;
      }
      assertEquals(next, queue.nextDeadline());
    }
  }
}
