package exo.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {
  private static RunOptions parse(String... words) throws Failure {
    return RunOptions.parse(Arrays.asList(words));
  }

  @Test
  void optionsEndAtTheProgram() throws Failure {
    RunOptions options = parse("--missing", "ls", "--json", "--", "-l");
    assertEquals(List.of("ls", "--json", "--", "-l"), options.program);
    assertTrue(options.missing);
    assertNull(options.json);
  }

  @Test
  void twoDashesEndTheOptions() throws Failure {
    assertEquals(List.of("--odd", "--"), parse("--missing", "--", "--odd", "--").program);
  }

  @Test
  void valuesAreTheNextWordOrAttached() throws Failure {
    RunOptions options = parse("--rootfs", "/a", "--cwd=/b", "--env=X=1=2", "p");
    assertEquals(Path.of("/a"), options.rootfs);
    assertEquals("/b", options.directory);
    assertEquals("1=2", options.environment.get("X"));
  }

  @Test
  void optionalValuesAreOnlyAttached() throws Failure {
    RunOptions options = parse("--json", "--strace=trace.txt", "p");
    assertEquals(new RunOptions.Target(null), options.json);
    assertEquals(new RunOptions.Target(Path.of("trace.txt")), options.strace);
    assertEquals(List.of("p"), options.program);
  }

  @Test
  void theLaterOfTwoWins() throws Failure {
    assertEquals(Duration.ofSeconds(2), parse("--timeout", "1s", "--timeout", "2s", "p").timeout);
  }

  @Test
  void aNameAloneAsksForTheHostsVariable() throws Failure {
    RunOptions options = parse("--env", "HOME", "--env", "EMPTY=", "p");
    assertTrue(options.environment.containsKey("HOME"));
    assertNull(options.environment.get("HOME"));
    assertEquals("", options.environment.get("EMPTY"));
  }

  @Test
  void mountsAreReadOnlyIfNotSaid() throws Failure {
    RunOptions options =
        parse("--mount", "a:/x", "--mount", "/h:o:/y:ro", "--mount", "b:/z:rw", "p");
    assertEquals(
        List.of(
            new HostMount(Path.of("a"), "/x", false),
            new HostMount(Path.of("/h:o"), "/y", false),
            new HostMount(Path.of("b"), "/z", true)),
        options.mounts);
  }

  @Test
  void aUserIsInTheGroupOfTheSameNumber() throws Failure {
    assertEquals(new User(1000, 1000), parse("--user", "1000", "p").user);
    assertEquals(new User(1, 2), parse("--user", "1:2", "p").user);
    assertEquals(new User(0, 0), parse("p").user);
  }

  static Stream<List<String>> wrong() {
    return Stream.of(
        List.of(),
        List.of("--"),
        List.of("--no-such-option", "p"),
        List.of("-x", "p"),
        List.of("--rootfs"),
        List.of("--rootfs=", "p"),
        List.of("--missing=yes", "p"),
        List.of("--memory", "much", "p"),
        List.of("--smp", "0", "p"),
        List.of("--smp", "two", "p"),
        List.of("--mount", "/a", "p"),
        List.of("--mount", ":/a", "p"),
        List.of("--mount", "/a:b", "p"),
        List.of("--env", "=x", "p"),
        List.of("--cwd", "here", "p"),
        List.of("--user", "root", "p"),
        List.of("--user", "1:", "p"),
        List.of("--user", "4294967295", "p"),
        List.of("--hostname", "", "p"),
        List.of("--clock", "cuckoo", "p"),
        List.of("--seed", "x", "p"),
        List.of("--timeout", "soon", "p"),
        List.of("--max-files", "-1", "p"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongWordsGetOneLineAndStatus2(List<String> words) {
    Failure failure = assertThrows(Failure.class, () -> RunOptions.parse(words));
    assertEquals(ExitStatus.USAGE, failure.status());
    assertTrue(failure.getMessage().matches(".*; try --help"), failure.getMessage());
  }

  /** The help is written by hand; this keeps it true. */
  @Test
  void theHelpNamesTheOptionsThereAre() throws Failure {
    var names = Pattern.compile("(?m)^ {2}(--[a-z-]+)").matcher(RunHelp.TEXT);
    int count = 0;
    while (names.find()) {
      count++;
      String name = names.group(1);
      try {
        parse(name);
      } catch (Failure e) {
        assertFalse(e.getMessage().contains("unknown"), e.getMessage());
      }
    }
    assertEquals(22, count, "options in the help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNeedsNoProgram(String option) throws Failure {
    assertTrue(parse("--missing", option, "--nonsense").help);
    assertNotNull(RunHelp.TEXT);
  }
}
