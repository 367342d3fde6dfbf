package exo.kernel.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CpuTimesTest {
  private final CpuTimes times = new CpuTimes();

  private void assertParts(long user, long nice, long system) {
    assertEquals(
        user + " " + nice + " " + system,
        times.userNanos() + " " + times.niceNanos() + " " + times.systemNanos());
  }

  @Test
  void withoutTicksAllIsTheUsers() {
    times.upTo(500);
    assertParts(500, 0, 0);
  }

  @Test
  void partsFollowTheTicks() {
    times.ticked(2, 5, false);
    times.ticked(3, 0, true);
    times.upTo(1000);
    assertParts(200, 300, 500);
  }

  @Test
  void noPartGoesBack() {
    times.ticked(1, 0, false);
    times.upTo(100);
    times.ticked(0, 9, false);
    times.upTo(120);
    assertParts(100, 0, 20);
    times.upTo(110);
    assertParts(100, 0, 20);
  }
}
