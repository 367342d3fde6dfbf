package exo.cli;

import static exo.cli.ExoCommand.exo;
import static exo.cli.ExoCommand.shell;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard streams and signals are the program's. */
class StreamsTest {
  @TempDir Path folder;

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void muchGoesThroughPipes() throws Exception {
    byte[] much = bytes(5_000_000);
    var result = exo("run", "--rootfs", "/", "cat").input(much).run();
    assertArrayEquals(much, result.output());
    assertEquals("", result.err());
    assertEquals(0, result.status());
  }

  @Test
  void inputMayBeAFile() throws Exception {
    byte[] some = bytes(100_000);
    Path file = Files.write(folder.resolve("input"), some);
    assertArrayEquals(some, exo("run", "--rootfs", "/", "cat").input(file).run().output());
  }

  @Test
  void whatIsClosedIsClosedForTheProgram() throws Exception {
    for (String program : new String[] {"cat <&-", "echo x >&-", "cat /no/such 2>&-"}) {
      var there = shell("exec " + program).run();
      var here =
          shell("exec \"$EXO\" run --rootfs / --env PATH=/bin --env LC_ALL=C " + program).run();
      assertEquals(there.err(), here.err(), program);
      assertEquals(there.status(), here.status(), program);
    }
  }

  @Test
  void inputMayBeTheNullDevice() throws Exception {
    shell("exec \"$EXO\" run --rootfs / wc -c </dev/null").run().isQuietly(0, "0\n");
  }

  @Test
  void whoWritesToAClosedPipeDiesAsOnLinux() throws Exception {
    shell("{ \"$EXO\" run --rootfs / yes; echo $? >&2; } 2>status | head -n 2; cat status")
        .in(folder)
        .run()
        .isQuietly(0, "y\ny\n141\n");
  }

  @Test
  void outputAndErrorsKeepTheirOrder() throws Exception {
    String script = "for i in 1 2 3; do echo out $i; echo err $i >&2; done";
    shell("exec \"$EXO\" run --rootfs / -- sh -c '" + script + "' 2>&1")
        .run()
        .isQuietly(0, "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n");
  }

  @Test
  void interruptsReachTheProgram() throws Exception {
    assertEquals(130, statusAfter("INT", "echo up; exec sleep 100"));
    assertEquals(7, statusAfter("INT", "trap 'exit 7' INT; echo up; while :; do :; done"));
  }

  @Test
  void ignoredInterruptsStayIgnored() throws Exception {
    String exo = "\"$EXO\" run --rootfs / sh -c 'echo up; read line; exit 5'";
    String script =
        "trap '' INT; mkfifo in out; "
            + exo
            + " <in >out & exec 3>in 4<out; read up <&4; "
            + "kill -INT $!; echo go >&3; wait $!; echo $?";
    shell(script).in(folder).run().isQuietly(0, "5\n");
  }

  @Test
  void aPoliteEndReachesTheProgram() throws Exception {
    assertEquals(143, statusAfter("TERM", "echo up; exec sleep 100"));
  }

  private static int statusAfter(String signal, String script) throws Exception {
    Process process = exo("run", "--rootfs", "/", "--", "sh", "-c", script).start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("up", out.readLine());
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), "hangs");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aTimeoutKillsABusyProgram() throws Exception {
    exo("run", "--rootfs", "/", "--timeout", "700ms", "--", "sh", "-c", "while :; do :; done")
        .run()
        .complains(137, "--timeout");
  }

  @Test
  void aTimeoutKillsAWaitingProgram() throws Exception {
    exo("run", "--rootfs", "/", "--timeout", "0.7s", "sleep", "100")
        .run()
        .complains(137, "--timeout");
  }

  @Test
  void aLimitOfCpuTimeKills() throws Exception {
    exo("run", "--rootfs", "/", "--cpu-time", "300ms", "--", "sh", "-c", "while :; do :; done")
        .run()
        .complains(137, "CPU time");
  }

  @Test
  void aLimitOfOutputHolds() throws Exception {
    var result = exo("run", "--rootfs", "/", "--max-output", "1M", "yes").run();
    assertEquals(1 << 20, result.output().length);
    assertTrue(result.status() != 0, "status " + result.status());
  }
}
