package exo.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CpuSplitTest {
  private final CpuSplit split = new CpuSplit();

  @Test
  void withoutTicksAllOfItIsUserTime() {
    split.upTo(500);
    assertEquals(500, split.userNanos());
    assertEquals(0, split.systemNanos());
  }

  @Test
  void ticksDivideTheTotal() {
    split.add(3, 1);
    split.upTo(400);
    assertEquals(300, split.userNanos());
    assertEquals(100, split.systemNanos());
  }

  @Test
  void neitherPartEverGoesBack() {
    split.add(0, 1);
    split.upTo(100);
    split.add(99, 0);
    split.upTo(200);
    assertEquals(100, split.systemNanos());
    assertEquals(100, split.userNanos());
    split.add(0, 1_000);
    long user = split.userNanos();
    split.upTo(300);
    assertTrue(split.userNanos() >= user);
    assertEquals(300, split.userNanos() + split.systemNanos());
  }

  @Test
  void aSmallerTotalChangesNothing() {
    split.upTo(500);
    split.add(0, 9);
    split.upTo(400);
    assertEquals(500, split.userNanos());
  }
}
