package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import exo.fuzz.run.Execution;
import exo.fuzz.run.GuestRunner;
import exo.fuzz.run.Oracle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs of several processes in other orders than the one that comes by itself. */
class OrderTest {
  private static final Path EXECUTOR = Path.of(System.getProperty("exo.guests"), "executor");
  private static final int LAST = 4;

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
            child(1)
            write(r0.1, @0x20000080{"a"}, 1)
            write(r0.1, @0x200000a0{"b"}, 1)
            read(r0.0, @0x200000c0{}[2], 2)
            """);
  }

  @AfterEach
  void close() {
    guest.close();
  }

  private String read(int order) throws Exception {
    Execution e = guest.runFresh(program.inOrder(order));
    return new String(e.trace().calls().get(LAST).out(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void anotherOrderIsAnotherRun() throws Exception {
    TreeSet<String> seen = new TreeSet<>();
    for (int order = 0; order < 12; order++) {
      seen.add(read(order));
    }
    assertTrue(seen.contains("ab") && seen.contains("ba"), seen::toString);
  }

  @Test
  void theSameOrderIsTheSameRun() throws Exception {
    for (int order = 0; order < 4; order++) {
      assertEquals(read(order), read(order));
    }
  }

  /** Does in one order what Exo does by itself, and something else in all others. */
  private Oracle rightIn(int right) {
    return new AnsweringOracle(
        p -> {
          Program other =
              p.without(LAST).with(LAST, ProgramText.parse("getppid()\n").calls().get(0));
          return guest.runFresh(p.order() == right ? p.inOrder(0) : other.inOrder(0));
        });
  }

  @Test
  void whatTheOracleDoesInSomeOrderIsNoFinding() throws Exception {
    assertNull(new Judge(guest, rightIn(5)).look(program));
  }

  @Test
  void whatItDoesInNoneIs() throws Exception {
    assertNotNull(new Judge(guest, rightIn(-1)).look(program));
  }
}
