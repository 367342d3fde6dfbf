package exo.cli.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.kernel.MachineSnapshot;
import exo.kernel.MachineSnapshot.CpuView;
import exo.kernel.MachineSnapshot.QueueView;
import exo.kernel.MachineSnapshot.State;
import exo.kernel.MachineSnapshot.TaskView;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookTextTest {
  private static Look look(String program, String name) {
    TaskView task = new TaskView(1, 2, name, State.RUNNING, 3, 4, -5, "HOT", 6, 7, 8, 9, 10, 11);
    return new Look(
        program,
        new MachineSnapshot(
            12,
            13,
            14,
            15,
            List.of(new CpuView(16, 17, 18, 19)),
            List.of(new QueueView("COLD", 20, 21, 22, Long.MAX_VALUE)),
            List.of(task)));
  }

  @Test
  void readsWhatWasWritten() throws Exception {
    Look look = look("make -j 4", "größe 1");
    assertEquals(look, LookText.read(LookText.write(look)));
  }

  @Test
  void emptyMachineIsReadToo() throws Exception {
    Look look = new Look("", new MachineSnapshot(0, 0, 0, 0, List.of(), List.of(), List.of()));
    assertEquals(look, LookText.read(LookText.write(look)));
  }

  @Test
  void namesCannotCommandTheTerminalNorForgeLines() throws Exception {
    Look read = LookText.read(LookText.write(look("a\nend\n", "\033[2J\ttask\u009b\n")));
    assertNotNull(read);
    assertEquals("a?end?", read.program());
    assertEquals("?[2J?task??", read.snapshot().tasks().getFirst().name());
  }

  @Test
  void whatBreaksOffIsNone() throws Exception {
    String text = LookText.write(look("p", "n"));
    assertNull(LookText.read(""));
    assertNull(LookText.read(text.substring(0, text.length() - 1)));
    assertNull(LookText.read(text.substring(0, text.indexOf("queue"))));
  }

  @Test
  void anotherExoIsSaidToBeOne() {
    String text = LookText.write(look("p", "n"));
    assertThrows(IOException.class, () -> LookText.read(text.replace("look-1", "look-2")));
    assertThrows(IOException.class, () -> LookText.read(text.replace("RUNNING", "NEW")));
    assertThrows(IOException.class, () -> LookText.read(text.replace("\t19\n", "\n")));
    assertThrows(IOException.class, () -> LookText.read("\nend\n"));
  }
}
