package exo.cli;

import static exo.cli.ExoCommand.exo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FuzzCommandTest {
  private static final Pattern CODE = Pattern.compile("code ([0-9]+) of ([0-9]+)");

  @Test
  void coverageTellsHowMuchOfTheKernelWasReached() throws Exception {
    var result = fuzz("--coverage");
    Matcher code = CODE.matcher(result.out());
    assertTrue(code.find(), result.out() + result.err());
    int reached = Integer.parseInt(code.group(1));
    int all = Integer.parseInt(code.group(2));
    assertTrue(reached > 1000 && reached < all, reached + " of " + all);
  }

  @Test
  void withoutCoverageNothingIsCounted() throws Exception {
    var result = fuzz("--engine", "unicorn");
    assertTrue(result.out().contains(" programs, "), result.out() + result.err());
    assertFalse(CODE.matcher(result.out()).find(), result.out());
  }

  private static ExoCommand.Result fuzz(String... more) throws Exception {
    String[] fixed = {
      "fuzz",
      "--time",
      "1s",
      "--oracle",
      "none",
      "--seed",
      "1",
      "--workers",
      "1",
      "--calls",
      "getpid,openat,read,write,close,mmap,munmap"
    };
    String[] all = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    var result = exo(all).run();
    assertEquals(0, result.status(), result.out() + result.err());
    return result;
  }
}
