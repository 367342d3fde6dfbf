package exo.cli;

import static exo.cli.ExoCommand.exo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is killed at any moment leaves no process behind, and a machine beside it goes on as if
 * nothing had happened.
 */
@OnEveryEngine
class KilledTest {
  private static final String STORM = ExoCommand.GUESTS.resolve("storm").toString();

  private final String engine;
  private final Random random = new Random(20);

  KilledTest(String engine) {
    this.engine = engine;
  }

  @Test
  void javaAtARandomMoment() throws Exception {
    killJava(4, 60);
  }

  @Tag("long")
  @Test
  void javaAtManyRandomMoments() throws Exception {
    killJava(50, 1500);
  }

  /** The engine's own processes, where it has any, one of them a run. */
  @Test
  void childAtARandomMoment() throws Exception {
    killChildren(3);
  }

  @Tag("long")
  @Test
  void childAtManyRandomMoments() throws Exception {
    killChildren(30);
  }

  private void killJava(int rounds, int bystanderRounds) throws Exception {
    Process bystander = storm(bystanderRounds);
    for (int i = 0; i < rounds; i++) {
      Process victim = storm(1_000_000);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(900));
      List<ProcessHandle> made = victim.descendants().toList();
      victim.destroyForcibly().waitFor();
      for (ProcessHandle process : made) {
        assertGone(process);
      }
    }
    assertClean(bystander);
  }

  private void killChildren(int rounds) throws Exception {
    Process bystander = storm(60);
    for (int i = 0; i < rounds; i++) {
      Process victim = storm(1_000_000);
      TimeUnit.MILLISECONDS.sleep(400 + random.nextInt(600));
      List<ProcessHandle> made = victim.descendants().toList();
      if (made.isEmpty()) {
        victim.destroyForcibly().waitFor();
        continue;
      }
      made.get(random.nextInt(made.size())).destroyForcibly();
      // It may have been one that nobody needs any more: then the storm goes on.
      if (!victim.waitFor(5, TimeUnit.SECONDS)) {
        victim.destroyForcibly().waitFor();
      } else {
        String err = new String(victim.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(victim.exitValue() != 0, "the storm cannot be over");
        assertTrue(err.lines().noneMatch(line -> line.startsWith("\tat ")), err);
      }
      for (ProcessHandle process : made) {
        assertGone(process);
      }
    }
    assertClean(bystander);
  }

  private Process storm(int rounds) throws Exception {
    return exo("run", "--cpu", engine, STORM, "2", Integer.toString(rounds)).start();
  }

  private static void assertClean(Process storm) throws Exception {
    String out = new String(storm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(storm.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("clean\n", out, err);
    assertEquals(0, storm.waitFor());
  }

  private static void assertGone(ProcessHandle process) throws InterruptedException {
    for (int i = 0; i < 1000 && process.isAlive(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertFalse(process.isAlive(), () -> "left behind: " + process.pid() + " " + process.info());
  }
}
