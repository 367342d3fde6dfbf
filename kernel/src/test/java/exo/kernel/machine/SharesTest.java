package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.Machine;
import exo.kernel.Program;
import exo.kernel.time.VirtualClock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * How guests share a virtual CPU, in virtual time: whatever the host does meanwhile, the figures
 * are the same.
 */
class SharesTest {
  private static final long MILLI = 1_000_000;

  private static String shares(String... arguments) throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine("unicorn").clock(new VirtualClock(0)))) {
      p.machine.writeFile("/shares", Puppet.guest("shares"), 0755);
      assertEquals(
          0,
          p.run(Program.of("/shares", arguments).output(p.output).error(p.error)).status(),
          p.error::toString);
      p.machine.audit();
      return p.output().strip();
    }
  }

  private static long[] numbers(String words) {
    return Arrays.stream(words.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void threeThatComputeForThreeSecondsGetAThirdEachWithinFivePercent() throws Exception {
    long[] calls = numbers(shares("even", "3", "3000"));
    assertTrue(calls[0] > 0.95 * calls[1], calls[0] + " of " + calls[1]);
    assertTrue(3 * calls[0] > 0.9 * 3_000_000, "the CPU was theirs: " + calls[0]);
  }

  @Test
  void oneThatSleepsAmongTenIsHotAndRunsWithinAMillisecondAndChangesQueueWithItsHabits()
      throws Exception {
    String[] words = shares("interactive", "10", "400").split(" ");
    assertTrue(Long.parseLong(words[0]) <= MILLI, words[0]);
    assertEquals("HOT", words[1]);
    assertEquals("COLD", words[2]);
    assertEquals("HOT", words[3]);
  }

  @Test
  void aDeadlineTaskOfNinetyPercentMissesNoneAndTenPercentMoreAreRefused() throws Exception {
    assertEquals("0 0 16", shares("deadline", "3", "200"));
  }

  @Test
  void oneThatComputesAmongSuchThatAreHotWaitsNoLongerThanTheBound() throws Exception {
    int others = 20;
    long longest = Long.parseLong(shares("wait", Integer.toString(others), "6000"));
    assertTrue(longest <= 1000 * MILLI + (others + 1) * 110 * MILLI, longest + " ns");
    assertTrue(longest > 100 * MILLI, "it was not alone: " + longest + " ns");
  }
}
