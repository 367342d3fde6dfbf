package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Comparison;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.NativeRunner;
import exo.fuzz.run.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The programs that once found something, and now do the same on Linux and on Exo: {@code
 * regressions.prog}, with an empty line between two of them.
 */
class RegressionTest {
  private static final Path EXECUTOR = Path.of(System.getProperty("exo.guests"), "executor");

  private static FuzzOptions options(OracleChoice oracle) {
    Assumptions.assumeTrue(Files.exists(EXECUTOR), "the executor is not built: no gcc here");
    return FuzzOptions.looking(oracle, false, EXECUTOR);
  }

  @TestFactory
  Stream<DynamicTest> sameAsLinux() throws Exception {
    String all;
    try (var in = RegressionTest.class.getResourceAsStream("regressions.prog")) {
      all = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
    List<String> notes = new ArrayList<>();
    Replay replay = new Replay(options(OracleChoice.LINUX), notes::add);
    Stream<DynamicTest> tests =
        Stream.of(all.split("\n\n", -1))
            .filter(text -> !text.isBlank())
            .map(
                text ->
                    DynamicTest.dynamicTest(
                        text.lines().findFirst().orElse("").replace("# ", ""),
                        () -> {
                          Finding f = replay.judge(ProgramText.parse(text));
                          assertNull(f, () -> String.valueOf(f));
                        }));
    return tests.onClose(replay::close);
  }

  /** But for what is nowhere compared: times move with the host's kicks while somebody waits. */
  @Test
  void theSameProgramTwiceGivesTheSameTrace() throws Exception {
    FuzzOptions o = options(OracleChoice.NONE);
    Chance chance = new Chance(new java.util.SplittableRandom(5));
    Generator generator = new Generator(chance, CallSelection.select(List.of(), false));
    List<Program> programs = Stream.generate(generator::program).limit(60).toList();
    try (GuestRunner one = new GuestRunner(o.engine(), o.executor(), 1);
        GuestRunner two = new GuestRunner(o.engine(), o.executor(), 1)) {
      List<Execution> first = one.run(programs);
      List<Execution> second = two.run(programs);
      for (int i = 0; i < programs.size(); i++) {
        Trace a = first.get(i).trace();
        Trace b = second.get(i).trace();
        assertNotNull(a);
        assertNotNull(b);
        assertNull(Comparison.first(programs.get(i), a, b), programs.get(i).toString());
      }
    }
  }

  @Test
  void nothingOfAProgramIsThereForTheNext() throws Exception {
    Program leaves =
        ProgramText.parse(
            """
            mq_open(@0x20000000{"a\\x00"}, O_CREAT|O_RDWR, 420, 0)
            mq_open(@0x20000020{"b\\x00"}, O_CREAT|O_RDWR, 420, 0)
            msgget(77, 0x3b6)
            semget(77, 1, 0x3b6)
            shmget(77, 4096, 0x3b6)
            """);
    Program looks =
        ProgramText.parse(
            """
            mq_open(@0x20000000{"a\\x00"}, O_RDWR, 0, 0)
            mq_open(@0x20000020{"b\\x00"}, O_RDWR, 0, 0)
            msgget(77, 0)
            semget(77, 0, 0)
            shmget(77, 0, 0)
            """);
    FuzzOptions o = options(OracleChoice.NONE);
    try (GuestRunner guest = new GuestRunner(o.engine(), o.executor(), 1)) {
      List<Execution> runs = guest.run(List.of(leaves, looks));
      assertNull(runs.get(0).failure());
      for (Trace.Outcome made : runs.get(0).trace().calls()) {
        assertTrue(made.errno() == 0, made::toString);
      }
      for (Trace.Outcome found : runs.get(1).trace().calls()) {
        assertTrue(found.errno() == 2, found::toString);
      }
    }
  }

  @Test
  void theContainerIsWithoutPrivileges() throws Exception {
    Program who =
        ProgramText.parse(
            """
            getuid()
            capget(@0x20000000{4:0x20080522 4:0}, @0x20000040{}[24])
            chroot(@0x20000080{"/dir0\\x00"})
            mknod(@0x200000c0{"disk\\x00"}, 0x6180, 0x800)
            openat(AT_FDCWD, @0x20000100{"/proc\\x00"}, 0, 0)
            """);
    NativeRunner linux;
    try {
      linux = new NativeRunner(options(OracleChoice.LINUX).executor());
    } catch (NativeRunner.Unavailable refused) {
      Assumptions.abort(refused.getMessage());
      return;
    }
    try (linux) {
      var calls = linux.run(who).calls();
      assertNotEquals(0, calls.get(0).result());
      byte[] capabilities = calls.get(1).out();
      for (byte b : capabilities) {
        assertTrue(b == 0, "capabilities are left");
      }
      assertTrue(calls.get(2).errno() == 1 && calls.get(3).errno() == 1, "privileges are left");
      assertTrue(calls.get(4).errno() == 2, "the machine's files are there");
    }
  }
}
