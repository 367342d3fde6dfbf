package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import exo.fuzz.report.Finding;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.Oracle;
import exo.fuzz.run.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine held against an oracle that is the same engine, with something else in its answers. */
class JudgeTest {
  private static final Path EXECUTOR = Path.of(System.getProperty("exo.guests"), "executor");

  private GuestRunner guest;
  private Program program;

  @BeforeEach
  void boot() throws Exception {
    Assumptions.assumeTrue(Files.exists(EXECUTOR), "the executor is not built: no gcc here");
    guest = new GuestRunner("unicorn", EXECUTOR, 1);
    program =
        ProgramText.parse(
            """
            r0 = pipe2(@0x20000040{}[8]<0 4>, 0)
            write(r0.1, @0x20000080{"abc"}, 3)
            read(r0.0, @0x200000c0{}[8], 8)
            """);
  }

  @AfterEach
  void close() {
    guest.close();
  }

  /** Changes what the machine answered. */
  private Oracle changing(UnaryOperator<Execution> change) {
    return new AnsweringOracle(p -> change.apply(guest.runFresh(p)));
  }

  private static Execution withSecondCall(Execution e, long result) {
    Trace t = e.trace();
    List<Trace.Outcome> calls = new ArrayList<>(t.calls());
    calls.set(1, new Trace.Outcome(Trace.Reached.DONE, result, calls.get(1).out()));
    Trace other = new Trace(t.pid(), t.status(), t.blocked(), t.signals(), calls, t.end());
    return new Execution(e.program(), other, null, 0);
  }

  private Finding look(UnaryOperator<Execution> change) throws Exception {
    return new Judge(guest, changing(change)).look(program);
  }

  @Test
  void findsNothingWhereBothAnswerTheSame() throws Exception {
    assertNull(look(e -> e));
  }

  @Test
  void tellsOfADifferentErrnoWithTheNamesOfBothSides() throws Exception {
    Finding f = look(e -> withSecondCall(e, -32));
    assertEquals("write: right EPIPE, left succeeds", f.title());
    assertEquals(1, f.call());
    assertEquals("right: EPIPE\nleft:  3 (0x3)\n", f.sideBySide());
  }

  @Test
  void tellsOfADifferentResult() throws Exception {
    assertEquals("write: result", look(e -> withSecondCall(e, 2)).title());
  }

  @Test
  void tellsWhenTheOracleFails() throws Exception {
    Finding f = look(e -> new Execution(e.program(), null, "it broke at 17", 0));
    assertEquals("it broke at N on right", f.title());
  }

  @Test
  void confirmsWhatTheOracleSaysEachTime() throws Exception {
    Judge judge = new Judge(guest, changing(e -> withSecondCall(e, 2)));
    Finding f = judge.look(program);
    assertNotNull(f);
    assertTrue(judge.confirmed(f));
  }

  @Test
  void doesNotConfirmWhatTheOracleSaysOnlySometimes() throws Exception {
    int[] asked = {0};
    Judge judge = new Judge(guest, changing(e -> withSecondCall(e, asked[0]++ < 2 ? 2 : 3)));
    Finding f = judge.look(program);
    assertNotNull(f);
    assertFalse(judge.confirmed(f));
  }
}
