package exo.fuzz.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mistakes that a program shows in some orders of its threads and not in the one that comes by
 * itself. No oracle is asked: the auditor must tell.
 */
class PlantedRacesTest {
  private static final Path EXECUTOR = Path.of(System.getProperty("exo.guests", ""), "executor");

  /** Seeds of orders other than the one that comes by itself. */
  private static final int SEEDS = 8;

  /** A descriptor is replaced before the other thread closes it, or after. */
  private static final String DUP =
      """
      r0 = pipe2(@0x20000040{}[8]<0 4>, 0)
      write(r0.1, @0x20000080{"a"}, 1)
      thread(1)
      dup2(0, r0.0)
      close(r0.0)
      close(r0.1)
      """;

  /** One waits before the other wakes, or after. */
  private static final String WAKE =
      """
      thread(1)
      futex(@0x20000080{4:0}, FUTEX_WAIT, 0, @0x200000a0{8:0 8:2000000}, 0, 0)
      futex(@0x20000080{4:0}, FUTEX_WAKE, 1, 0, 0, 0)
      """;

  @TempDir Path folder;

  /** What is found in each order of each program, nothing being an empty string. */
  private List<String> found(@Nullable Patch patch, String... programs) throws Exception {
    Assumptions.assumeTrue(Files.exists(EXECUTOR), "the executor is not built: no gcc here");
    List<String> arguments = new ArrayList<>(List.of(EXECUTOR.toString(), "false"));
    for (String text : programs) {
      Program program = ProgramText.parse(text);
      for (int order = 0; order <= SEEDS; order++) {
        arguments.add(ProgramText.print(program.inOrder(order)));
      }
    }
    Process child =
        PatchedJvm.builder(patch, folder, PlantedLook.class, arguments.toArray(String[]::new))
            .redirectErrorStream(true)
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), out);
    List<String> titles = out.lines().toList();
    assertEquals(programs.length * (1 + SEEDS), titles.size(), out);
    return titles;
  }

  private void isFoundInAnotherOrderOnly(Patch patch, String program) throws Exception {
    List<String> titles = found(patch, program);
    assertEquals("", titles.getFirst());
    assertTrue(titles.stream().anyMatch(t -> t.startsWith("audit: ")), titles::toString);
  }

  @Test
  void aDupThatForgetsTheFileItReplaces() throws Exception {
    isFoundInAnotherOrderOnly(
        Patch.in("exo.kernel.syscall.DescriptorCalls", "replace", Patch.skip("closeReplaced")),
        DUP);
  }

  @Test
  void aWakeUpThatLeavesAnEmptyQueueBehind() throws Exception {
    isFoundInAnotherOrderOnly(
        Patch.in("exo.kernel.futex.FutexTable", "wake", Patch.skip("drop")), WAKE);
  }

  @Test
  void withoutThemNothingIsFoundInAnyOrder() throws Exception {
    assertEquals(Set.of(""), Set.copyOf(found(null, DUP, WAKE)));
  }
}
