package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramSyntax;
import exo.fuzz.program.ProgramText;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Comparison;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.Job;
import exo.fuzz.run.Trace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailNthTest {
  private static final Path EXECUTOR = Path.of(System.getProperty("exo.guests"), "executor");
  private static final int ENOMEM = 12;
  private static final int EVERY = 8;

  private GuestRunner guest;

  @BeforeEach
  void boot() throws Exception {
    Assumptions.assumeTrue(Files.exists(EXECUTOR), "the executor is not built: no gcc here");
    guest = new GuestRunner("unicorn", EXECUTOR, 1);
  }

  @AfterEach
  void close() {
    guest.close();
  }

  private static Program program(String text) throws ProgramSyntax {
    return ProgramText.parse(text);
  }

  @Test
  void theProgramIsToldOrKilledUntilNothingFailsAnyMore() throws Exception {
    Program p = program("child(1)\ngetpid()\nmmap(0, 0x4000, 3, 0x8022, -1, 0)\n");
    Set<Integer> errnos = new HashSet<>();
    List<Execution> runs = new ArrayList<>();
    do {
      runs.addAll(guest.runJobs(List.of(new Job(p, runs.size() + 1))));
      Trace t = runs.getLast().trace();
      if (t != null) {
        t.calls().forEach(c -> errnos.add(c.errno()));
      }
      assertNull(runs.getLast().failure());
    } while (runs.getLast().starved());
    assertTrue(runs.size() > 4, runs.size() + " runs");
    assertTrue(errnos.contains(ENOMEM), errnos::toString);
    assertEquals(0, runs.getLast().trace().status());
  }

  @Test
  void nothingFailsForTheNextProgram() throws Exception {
    Program p = program("mmap(0, 0x4000, 3, 0x8022, -1, 0)\n");
    List<Execution> runs = guest.runJobs(List.of(new Job(p, 1), new Job(p, 0), new Job(p, 5000)));
    assertTrue(runs.get(0).starved());
    assertFalse(runs.get(1).starved());
    assertFalse(runs.get(2).starved());
    assertNull(Comparison.first(p, runs.get(1).trace(), runs.get(2).trace()));
  }

  @Test
  void anErrnoThatSaysSomethingElseIsAFinding() throws Exception {
    Program p = program("getpid()\n");
    Execution clean = guest.runFresh(p);
    assertNull(FailNth.judge(clean, answering(clean, -ENOMEM), 1));
    assertEquals(
        "getpid: with memory succeeds, without EINVAL",
        FailNth.judge(clean, answering(clean, -22), 3).title());
  }

  @Test
  void aFailureOfExoIsAFinding() throws Exception {
    Program p = program("getpid()\n");
    Execution clean = guest.runFresh(p);
    Execution broken = new Execution(p, clean.trace(), "audit: 7 frames", 0, true);
    assertEquals("without memory: audit: N frames", FailNth.judge(clean, broken, 3).title());
  }

  /** Some of the programs that once found something. */
  @Test
  void findsNothingInProgramsThatOnceFoundSomething() throws Exception {
    String all;
    try (var in = FailNthTest.class.getResourceAsStream("regressions.prog")) {
      assertNotNull(in);
      all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    String[] texts = all.split("\n\n", -1);
    for (int i = 0; i < texts.length; i += EVERY) {
      if (!texts[i].isBlank()) {
        FailNth failNth = new FailNth(guest);
        Finding f = failNth.look(program(texts[i]));
        assertTrue(f == null || !failNth.confirmed(f), () -> String.valueOf(f));
      }
    }
  }

  private static Execution answering(Execution e, long result) {
    Trace t = e.trace();
    List<Trace.Outcome> calls = List.of(new Trace.Outcome(Trace.Reached.DONE, result, new byte[0]));
    Trace other = new Trace(t.pid(), t.status(), t.blocked(), t.signals(), calls, t.end());
    return new Execution(e.program(), other, null, 0, true);
  }
}
