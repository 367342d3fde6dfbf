package exo.kernel.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import exo.kernel.abi.Errno;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/api.md do what the page says. */
class ExampleTest {
  private static final Path GUESTS = Path.of(System.getProperty("exo.guests"));
  private static final Path PUPPET = GUESTS.resolve("puppet");

  @TempDir Path host;

  @Test
  void theSandboxTellsHowAProgramEnded() throws Exception {
    assertEquals(
        new Sandbox.Outcome("ended with status 0", "some input"),
        Sandbox.run(PUPPET, "some input", "cat"));
    assertEquals(
        new Sandbox.Outcome("ended with status 7", ""), Sandbox.run(PUPPET, "", "exit", "7"));
    assertEquals(
        new Sandbox.Outcome("ended by signal 6", ""), Sandbox.run(PUPPET, "", "kill", "6"));
  }

  @Test
  void theSandboxStopsWhatTakesTooMuch() throws Exception {
    assertEquals(
        new Sandbox.Outcome("stopped: too much CPU time", ""), Sandbox.run(PUPPET, "", "spin"));
  }

  @Test
  void theSandboxRefusesWhatIsNoProgram() throws Exception {
    Path text = Files.writeString(host.resolve("text"), "not a program");
    assertEquals("not started: /program: Exec format error", Sandbox.run(text, "").verdict());
  }

  @Test
  void theSmallestMachineSaysHello() throws Exception {
    byte[] hello = Files.readAllBytes(GUESTS.resolve("hello"));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (Machine machine = Machine.builder().build()) {
      machine.writeFile("/hello", hello, 0755);
      ProcessResult result = machine.run(Program.of("/hello").output(output));
      assertEquals(0, result.status());
    }
    assertEquals("Hello from userspace!\n", output.toString(StandardCharsets.UTF_8));
  }

  @Test
  void filesGoInAndOut() throws Exception {
    Files.writeString(host.resolve("data"), "of the host");
    try (Machine machine = Machine.builder().mount(host, "/data", false).build()) {
      machine.writeFile("/puppet", Files.readAllBytes(PUPPET), 0755);
      machine.makeDirectories("/var/results");
      machine.run(Program.of("/puppet", "write", "/var/results/answer", "42"));
      byte[] answer = machine.readFile("/var/results/answer");
      assertEquals("42", new String(answer, StandardCharsets.UTF_8));
      byte[] shown = machine.readFile("/data/data");
      assertEquals("of the host", new String(shown, StandardCharsets.UTF_8));
    }
  }

  @Test
  void anObserverCountsAndOverrides() throws Exception {
    CallCounter counter = new CallCounter("getcwd", Errno.EACCES);
    try (Machine machine = Machine.builder().observer(counter).build()) {
      machine.writeFile("/puppet", Files.readAllBytes(PUPPET), 0755);
      ProcessResult result = machine.run(Program.of("/puppet", "cwd"));
      assertEquals(1, result.exitCode());
    }
    assertEquals(Map.of("getcwd", 1, "write", 1, "exit_group", 1), counter.counts());
  }

  @Test
  void machinesRunBesideEachOther() throws Exception {
    List<Future<Sandbox.Outcome>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 8; i++) {
        String input = "input " + i;
        outcomes.add(threads.submit(() -> Sandbox.run(PUPPET, input, "cat")));
      }
    }
    for (int i = 0; i < 8; i++) {
      assertEquals("input " + i, outcomes.get(i).get().output());
    }
  }
}
