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
  private static final Pattern CASE =
      Pattern.compile("<testcase name=\"([^\"]+)\"[^>]*>(<(?:skipped|failure|error))?");

  private static final String IN_A_TERMINAL = " in a terminal";

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
   * @param except ends of the names of tests that need not pass
   */
  private record Module(int number, String name, boolean terminal, List<String> except) {
    /**
     * The tests of AF_VSOCK are left out, since they would talk to the host of a virtual machine.
     */
    DebianLine line() {
      String script =
          (terminal ? "python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' " : "")
              + "python3 -m test -v -i '*VSOCK*' -i '*_settime' --junit-xml results.xml "
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
        String name = terminal ? line.substring(0, line.indexOf(' ')) : line;
        modules.add(new Module(number, name, terminal, new ArrayList<>()));
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

  private static Set<String> passed(String results) {
    Set<String> passed = new TreeSet<>();
    Matcher test = CASE.matcher(results);
    while (test.find()) {
      if (test.group(2) == null) {
        passed.add(test.group(1));
      }
    }
    return passed;
  }
}
