package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramSyntax;
import exo.fuzz.program.ProgramText;
import exo.fuzz.program.ProgramWords;
import exo.fuzz.run.NeverNative;
import exo.kernel.syscall.SyscallEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GeneratedProgramsTest {
  private static List<Program> programs(long seed, int count, List<SyscallEntry> calls) {
    Chance chance = new Chance(new SplittableRandom(seed));
    Generator generator = new Generator(chance, calls);
    Mutator mutator = new Mutator(chance, generator);
    List<Program> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(i < 10 ? generator.program() : mutator.mutate(chance.of(all), all));
    }
    return all;
  }

  @Test
  void readBackAsTheyWerePrinted() throws ProgramSyntax {
    for (Program p : programs(1, 2000, CallSelection.select(List.of(), false))) {
      Program again = ProgramText.parse(ProgramText.print(p));
      assertEquals(p.toString(), again.toString());
      assertArrayEquals(ProgramWords.of(p), ProgramWords.of(again), p.toString());
    }
  }

  @Test
  void dependOnTheSeedAlone() {
    List<SyscallEntry> calls = CallSelection.select(List.of(), true);
    assertEquals(programs(7, 300, calls), programs(7, 300, calls));
    assertFalse(programs(7, 300, calls).equals(programs(8, 300, calls)));
  }

  @Test
  void fitTheExecutor() {
    for (Program p : programs(3, 1000, CallSelection.select(List.of(), false))) {
      assertTrue(ProgramWords.fits(p), p.toString());
    }
  }

  @Test
  void reachEveryCall() {
    List<SyscallEntry> calls = CallSelection.select(List.of(), false);
    Set<String> reached = new HashSet<>();
    for (Program p : programs(2, 6000, calls)) {
      p.calls().forEach(c -> reached.add(c.name()));
    }
    for (SyscallEntry e : calls) {
      assertTrue(reached.contains(e.name()), e.name());
    }
  }

  @Test
  void haveNothingTheMachineItselfMustNotRun() {
    for (Program p : programs(4, 2000, CallSelection.select(List.of(), true))) {
      assertNull(NeverNative.in(p), p.toString());
    }
  }
}
