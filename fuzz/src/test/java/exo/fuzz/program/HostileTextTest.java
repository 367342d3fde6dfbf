package exo.fuzz.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Texts that are nearly programs: a program that prints and reads back the same, or an error. */
class HostileTextTest {
  private static final String SOUND =
      """
      r0 = openat(AT_FDCWD, @0x20000000{"file0\\x00"}, O_RDWR|O_CREAT, 420)
      r1 = pipe2(@0x20000040{}[8]<0 4>, 0)
      write(r1.1, @0x20000080{4:r0 2:1 "a\\"\\\\"}, 9)
      rt_sigaction(10, @0x20000100{8:$handler 8:0 8:$restorer 8:0}, 0, 8)
      child(1)
      kill($pid, 0)
      """;
  private static final String ODD = "(){}[]<>@\"\\$|,:=r0123456789xX-#*\n \u00ff";

  private static String mutate(Random random) {
    StringBuilder text = new StringBuilder(SOUND);
    for (int changes = 1 + random.nextInt(4); changes > 0 && !text.isEmpty(); changes--) {
      int at = random.nextInt(text.length());
      char odd = ODD.charAt(random.nextInt(ODD.length()));
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, odd);
        case 1 -> text.insert(at, odd);
        case 2 -> text.deleteCharAt(at);
        case 3 -> text.insert(at, "9".repeat(random.nextInt(30)));
        default -> text.setLength(Math.max(1, at));
      }
    }
    return text.toString();
  }

  private static void rounds(long seed, int count) {
    Random random = new Random(seed);
    int[] ends = new int[2];
    for (int round = 0; round < count; round++) {
      String text = mutate(random);
      try {
        Program p = ProgramText.parse(text);
        String printed = ProgramText.print(p);
        assertEquals(printed, ProgramText.print(ProgramText.parse(printed)), text);
        ends[0]++;
      } catch (ProgramSyntax refused) {
        ends[1]++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
    assertTrue(ends[0] > count / 50 && ends[1] > count / 50, () -> Arrays.toString(ends));
  }

  @Test
  void areAProgramOrAnError() {
    rounds(1, 20_000);
  }

  @Tag("long")
  @Test
  void areAProgramOrAnErrorForAMinute() {
    long end = System.nanoTime() + 60_000_000_000L;
    for (long seed = 2; System.nanoTime() < end; seed++) {
      rounds(seed, 20_000);
    }
  }
}
