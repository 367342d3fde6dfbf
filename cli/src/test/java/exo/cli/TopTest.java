package exo.cli;

import static exo.cli.ExoCommand.exo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of machines that other processes run, and who sees nothing. */
class TopTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String RUNTIME = "XDG_RUNTIME_DIR";
  private static final String WAIT = "echo up; sleep 1000000";
  private static final String SPIN = "echo up; while true; do true; done";

  @TempDir Path runtime;

  private final List<Process> machines = new ArrayList<>();

  @AfterEach
  void endMachines() throws InterruptedException {
    for (Process machine : machines) {
      machine.destroyForcibly().waitFor();
    }
  }

  /** A machine whose program has begun. */
  private Process machine(String... words) throws IOException {
    Process machine = exo(words).env(RUNTIME, runtime.toString()).start();
    machines.add(machine);
    assertEquals("up", machine.inputReader().readLine());
    return machine;
  }

  private ExoCommand top(String... words) {
    List<String> all = new ArrayList<>(List.of("top"));
    all.addAll(List.of(words));
    return exo(all.toArray(String[]::new)).env(RUNTIME, runtime.toString());
  }

  private Path socket(Process machine) {
    return runtime.resolve("exo").resolve(machine.pid() + ".sock");
  }

  @Test
  void tableShowsCpusQueuesAndTasks() throws Exception {
    Process spinning = machine("run", "--control", "--smp", "2", "sh", "-c", SPIN);
    var result = top("--once", Long.toString(spinning.pid())).run();
    assertEquals("", result.err());
    assertEquals(0, result.status());
    List<String> lines = result.out().lines().toList();
    assertTrue(
        lines.getFirst().matches("exo top: process " + spinning.pid() + ", up .*, sh -c .*"),
        result.out());
    assertTrue(lines.get(2).matches("CPUs busy: \\d+% \\d+%"), result.out());
    for (String queue : List.of("DEADLINE", "REALTIME", "HOT", "NORMAL", "COLD", "IDLE")) {
      assertTrue(lines.stream().anyMatch(l -> l.matches(queue + "( +\\d+){4}")), result.out());
    }
    assertTrue(lines.getLast().matches(" +1 +1 .* OTHER .*% sh"), result.out());
  }

  @Test
  void objectOfABootedComputerHasItsTasks() throws Exception {
    machine("boot", "--control", "--", WAIT);
    // There is one machine only: it need not be named.
    var result = top("--once", "--json").run();
    assertEquals("", result.err());
    assertEquals(1, result.out().lines().count());
    assertTrue(result.out().contains("\"program\": \"boot " + WAIT + "\""), result.out());
    assertTrue(result.out().contains("\"pid\": 1, \"tid\": 1, \"name\": \"init\""), result.out());
    assertTrue(result.out().contains("\"burst_nanoseconds\": "), result.out());
    assertEquals(0, result.status());
  }

  @Test
  void personAtATerminalWatchesUntilQ() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
    Process waiting = machine("run", "--control", "sh", "-c", WAIT);
    Path driver =
        Path.of(Objects.requireNonNull(TopTest.class.getResource("at-a-terminal.py")).getPath());
    String steps =
        """
        raw yes
        see "QUEUE"
        see "% sh"
        see "QUEUE"
        see "% sh"
        type "q"
        """;
    String exo = ExoCommand.ROOT.resolve("exo").toString();
    String pid = Long.toString(waiting.pid());
    var result =
        ExoCommand.command(List.of(PYTHON, driver.toString(), steps, exo, "top", pid))
            .env(RUNTIME, runtime.toString())
            .run();
    assertEquals(0, result.status(), result.out());
    assertTrue(result.out().endsWith("\033[?25h\033[?1049l\nrestored: True\n"), result.out());
    assertTrue(waiting.isAlive());
  }

  @Test
  void tablesEndWithTheMachine() throws Exception {
    Process waiting = machine("run", "--control", "sh", "-c", WAIT);
    Process top = top().start();
    machines.add(top);
    String first = top.inputReader().readLine();
    assertTrue(first != null && first.startsWith("exo top: process " + waiting.pid()), first);
    waiting.destroy();
    assertEquals(143, waiting.waitFor());
    top.inputReader().lines().forEach(line -> {});
    assertEquals(0, top.waitFor());
  }

  @Test
  void machinesThatDidNotAskForItAreNotSeen() throws Exception {
    Process hidden = machine("run", "sh", "-c", WAIT);
    assertFalse(Files.exists(runtime.resolve("exo")));
    top("--once").run().complains(1, "no machine runs");
    top("--once", Long.toString(hidden.pid())).run().complains(1, "runs no machine");
  }

  @Test
  void ofSeveralMachinesOneMustBeNamed() throws Exception {
    Process one = machine("run", "--control", "sh", "-c", WAIT);
    Process other = machine("run", "--control", "sh", "-c", WAIT);
    var which = top("--once").run();
    which.complains(2, Long.toString(one.pid()));
    which.complains(2, Long.toString(other.pid()));
    assertEquals(0, top("--once", Long.toString(other.pid())).run().status());
  }

  @Test
  void socketOfAKilledMachineIsClearedAway() throws Exception {
    Process killed = machine("run", "--control", "sh", "-c", WAIT);
    killed.destroyForcibly().waitFor();
    assertTrue(Files.exists(socket(killed)));
    top("--once", Long.toString(killed.pid())).run().complains(1, "runs no machine");
    top("--once").run().complains(1, "no machine runs");
    assertFalse(Files.exists(socket(killed)));
  }

  @Test
  void machineThatEndsLeavesNoSocket() throws Exception {
    exo("run", "--control", "sh", "-c", "exit 3")
        .env(RUNTIME, runtime.toString())
        .run()
        .isQuietly(3, "");
    try (var files = Files.list(runtime.resolve("exo"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void folderIsForItsUserAlone() throws Exception {
    Process waiting = machine("run", "--control", "sh", "-c", WAIT);
    Path folder = runtime.resolve("exo");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    exo("run", "--control", "hello").env(RUNTIME, runtime.toString()).run().complains(125, "0700");
    top("--once").run().complains(125, "0700");
    assertTrue(waiting.isAlive());
  }

  @Test
  void folderThatCannotBeMadeIsSaidToBeSo() throws Exception {
    exo("run", "--control", "hello")
        .env(RUNTIME, runtime.resolve("none").toString())
        .run()
        .complains(125, "not there");
  }

  @Test
  void linkToAFolderIsNoFolder() throws Exception {
    Path real = Files.createDirectory(runtime.resolve("real"));
    Path link = Files.createSymbolicLink(runtime.resolve("exo"), real);
    try {
      Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
      exo("run", "--control", "hello")
          .env(RUNTIME, runtime.toString())
          .run()
          .complains(125, "0700");
    } finally {
      Files.delete(link);
    }
  }

  /** The socket is shown to the guest as a file, and leads nowhere from there. */
  @Test
  void programInTheMachineCannotConnect() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
    String script =
        """
        import os, socket
        [name] = os.listdir('/control/exo')
        s = socket.socket(socket.AF_UNIX)
        print(s.connect_ex('/control/exo/' + name))
        """;
    String mount = runtime + ":/control:rw";
    exo("run", "--control", "--rootfs", "/", "--mount", mount, "--", PYTHON, "-c", script)
        .env(RUNTIME, runtime.toString())
        .run()
        .isQuietly(0, "111\n");
  }
}
