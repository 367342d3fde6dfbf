package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import exo.cpu.engines.OnEveryEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every test of CPython's own that passes on Linux passes under Exo, for each module in
 * python-tests.txt, save the exceptions there.
 */
@Tag("long")
@OnEveryEngine
class PythonTestsTest {
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]+)\"");
  private static final Pattern NOT_PASSED = Pattern.compile("<(?:skipped|failure|error)\\b");

  private static final String IN_A_TERMINAL = " in a terminal";
  private static final String WITH = " with ";

  @TempDir static Path folder;

  private final String engine;

  PythonTestsTest(String engine) {
    this.engine = engine;
  }

  /**
   * A module of tests.
   *
   * @param number of its line
   * @param terminal whether its tests run in a terminal of their own
   * @param resource of CPython's that its tests may use, or "none"
   * @param except ends of the names of tests that need not pass
   */
  private record Module(
      int number, String name, boolean terminal, String resource, List<String> except) {
    /**
     * Left out are the tests of AF_VSOCK, which would talk to the host of a virtual machine, those
     * that set a clock, and those that time connections to hosts of the Internet.
     */
    DebianLine line() {
      String script =
          (terminal ? "TERM=linux python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' " : "")
              + "python3 -m test -v -i '*VSOCK*' -i '*_settime' -i '*TCPTimeoutTestCase*' -u "
              + resource
              + " --junit-xml results.xml "
              + name
              + " >&2 2>&1; cat results.xml; rm -f results.xml";
      DebianLine.Command shell =
          new DebianLine.Command(List.of(), List.of("/bin/sh", "-c", script));
      return new DebianLine(number, "libpython3.11-testsuite", List.of(shell), new byte[0], name);
    }
  }

  @TestFactory
  Stream<DynamicTest> passAsOnLinux() throws Exception {
    DebianComparison comparison = new DebianComparison(engine, folder, Duration.ofMinutes(20));
    return modules().stream()
        .map(module -> DynamicTest.dynamicTest(module.name(), () -> check(comparison, module)));
  }

  private static List<Module> modules() {
    List<Module> modules = new ArrayList<>();
    int number = 0;
    for (String line : DebianLine.read("python-tests.txt").split("\n")) {
      number++;
      if (line.startsWith("  ")) {
        modules.getLast().except().add(line.substring(2, line.indexOf(':')));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        boolean terminal = line.endsWith(IN_A_TERMINAL);
        int with = line.indexOf(WITH);
        String resource = with < 0 ? "none" : line.substring(with + WITH.length()).split(" ", 2)[0];
        String name = line.split(" ", 2)[0];
        modules.add(new Module(number, name, terminal, resource, new ArrayList<>()));
      }
    }
    return modules;
  }

  private static void check(DebianComparison comparison, Module module) throws Exception {
    DebianLine line = module.line();
    Path work = comparison.workFolder(line);
    Set<String> missing = passedOnLinux(comparison, line, work);
    assertFalse(missing.isEmpty(), "nothing passes on Linux");
    DebianComparison.Outcome here = comparison.underExo(line, work).getFirst();
    missing.removeAll(passed(here.out()));
    missing.removeIf(test -> module.except().stream().anyMatch(test::endsWith));
    assertEquals(Set.of(), missing, () -> "pass on Linux only; under Exo: " + here);
  }

  /** Runs once, whatever the number of engines. */
  private static Set<String> passedOnLinux(DebianComparison comparison, DebianLine line, Path work)
      throws Exception {
    Path known = folder.resolve(line.text() + ".linux");
    if (!Files.exists(known)) {
      Files.writeString(known, comparison.natively(line, work).getFirst().out());
    }
    return passed(Files.readString(known, StandardCharsets.UTF_8));
  }

  /** What became of a test stands anywhere in its element: behind what it printed, if it failed. */
  private static Set<String> passed(String results) {
    Set<String> passed = new TreeSet<>();
    String[] tests = results.split("<testcase ");
    for (int i = 1; i < tests.length; i++) {
      Matcher name = NAME.matcher(tests[i]);
      if (name.lookingAt() && !NOT_PASSED.matcher(tests[i]).find()) {
        passed.add(name.group(1));
      }
    }
    return passed;
  }
}
