package exo.kernel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import exo.cpu.engines.OnEveryEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance set: programs whose every line must be the same on Linux and under Exo. Linux is
 * the oracle, so each runs natively first, in a fresh folder, as whoever runs the tests. What a
 * program is like stands in {@code userland-elf/src/conformance/README.md}.
 */
@OnEveryEngine
class ConformanceTest {
  /**
   * What an engine answers otherwise: Unicorn does not look at the alignment of SSE operands. Held
   * here as well, so that it is noticed when it does.
   */
  private static final Map<String, Outcome> KNOWN_DIFFERENCES =
      Map.of("unicorn exception unaligned-vector", new Outcome("unaligned-vector:\nsurvived\n", 0));

  /** How often Linux is asked about what it seems to do otherwise. */
  private static final int ASKED = 5;

  private final String engine;

  @TempDir Path folder;

  ConformanceTest(String engine) {
    this.engine = engine;
  }

  @TestFactory
  Stream<DynamicNode> agreesWithLinux() throws IOException {
    List<ConformanceProgram> programs = ConformanceProgram.all();
    Assumptions.assumeFalse(programs.isEmpty(), "the guest programs are not built: no gcc here");
    return programs.stream().map(this::tests);
  }

  /**
   * A container a program: it runs when its first test does, so that nothing runs that was not
   * asked for.
   */
  private DynamicNode tests(ConformanceProgram program) {
    return dynamicContainer(program.name(), Stream.of(program).flatMap(this::cases));
  }

  private Stream<DynamicNode> cases(ConformanceProgram program) {
    List<DynamicNode> tests = new ArrayList<>();
    try (GuestSide guest = GuestSide.boot(engine, program)) {
      NativeSide linux = new NativeSide(program, folder);
      Outcome exo = guest.run("");
      Outcome first = linux.run("");
      boolean same = first.cases().equals(exo.cases());
      compare(program, tests, first, exo, same ? Set.of() : agreeing(linux, exo));
      for (String ending : linux.list("--list-fatal")) {
        String name = program.name() + " " + ending;
        Outcome expected = KNOWN_DIFFERENCES.getOrDefault(engine + " " + name, linux.run(ending));
        Outcome actual = guest.run(ending);
        tests.add(dynamicTest(ending, () -> assertEquals(expected, actual, name)));
      }
      RuntimeException leak = guest.audit();
      tests.add(dynamicTest("leaves nothing behind", () -> rethrow(leak)));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(program.name() + " could not be run", e);
    }
    return tests.stream();
  }

  /**
   * The lines that Linux comes to as well when it is asked again. Its terminals hand on an echo
   * when a thread of the kernel gets the CPU, so that a busy Linux itself answers now so, now so.
   */
  private static Set<String> agreeing(NativeSide linux, Outcome exo)
      throws IOException, InterruptedException {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ASKED && !seen.containsAll(exo.cases().values()); i++) {
      seen.addAll(linux.run("").cases().values());
    }
    return seen;
  }

  private static void compare(
      ConformanceProgram program,
      List<DynamicNode> tests,
      Outcome linux,
      Outcome exo,
      Set<String> alsoLinux) {
    Map<String, String> actual = exo.cases();
    linux
        .cases()
        .forEach(
            (name, line) -> {
              String ours = actual.get(name);
              String theirs = alsoLinux.contains(ours) ? ours : line;
              tests.add(dynamicTest(name, () -> assertEquals(theirs, ours, program.name())));
            });
    tests.add(
        dynamicTest(
            "all of it",
            () -> {
              assertEquals(linux.cases().keySet(), actual.keySet(), program.name());
              assertEquals(linux.status(), exo.status(), program.name());
            }));
  }

  private static void rethrow(RuntimeException e) {
    if (e != null) {
      throw e;
    }
  }
}
