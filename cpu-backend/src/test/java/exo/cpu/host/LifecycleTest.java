package exo.cpu.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.Exit;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import java.io.BufferedReader;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** No process is left over, whatever ends. */
@Isolated
@Timeout(120)
class LifecycleTest {
  private static Asm endless() {
    return new Asm().jmp(0);
  }

  @Test
  void closingLeavesNoProcess() throws Exception {
    List<ProcessHandle> made;
    try (HostGuest g = new HostGuest()) {
      g.code(new Asm().syscall());
      assertEquals(Exit.SYSCALL, g.run());
      g.state.rip(Guest.CODE);
      assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.newSpace()));
      made = HostGuest.processes();
      assertTrue(made.size() >= 4, "two that make others, and two children");
    }
    assertEquals(List.of(), HostGuest.processes());
    made.forEach(p -> assertFalse(p.isAlive()));
  }

  @Test
  void killedChildFailsTheRunAndNothingElse() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(endless());
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
          .execute(() -> HostGuest.children().forEach(ProcessHandle::destroyForcibly));
      assertEquals(Exit.FAILED, g.run());
      assertNotEquals("", g.cpu.info().reason());
      g.newCode(new Asm().syscall());
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(1, HostGuest.children().size());
    }
    assertEquals(List.of(), HostGuest.processes());
  }

  @Test
  void childKilledBetweenRunsFailsTheNext() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(new Asm().syscall());
      assertEquals(Exit.SYSCALL, g.run());
      ProcessHandle child = HostGuest.children().getFirst();
      child.destroyForcibly();
      while (HostGuest.line(child, "status", "State:").contains("tracing stop")) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      assertEquals(Exit.FAILED, g.run());
      assertEquals(Exit.SYSCALL, g.run());
    }
    assertEquals(List.of(), HostGuest.processes());
  }

  @Test
  void killedMakerOfChildrenTakesThemAlongAndCloseStillWorks() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(endless());
      ProcessHandle first = ProcessHandle.current().children().findFirst().orElseThrow();
      ProcessHandle init = first.children().findFirst().orElseThrow();
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(init::destroyForcibly);
      assertEquals(Exit.FAILED, g.run());
      assertEquals(Exit.FAILED, g.run());
    }
    assertEquals(List.of(), HostGuest.processes());
  }

  @Test
  void killedJavaTakesItsProcessesAlong() throws Exception {
    HostGuest.provider();
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Victim.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<ProcessHandle> made;
    try (BufferedReader out = java.inputReader()) {
      assertEquals("running", out.readLine());
      TimeUnit.MILLISECONDS.sleep(100);
      made = java.descendants().toList();
      assertTrue(made.size() >= 3, () -> "" + made);
    } finally {
      java.destroyForcibly().waitFor();
    }
    for (ProcessHandle process : made) {
      for (int i = 0; i < 1000 && process.isAlive(); i++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertFalse(process.isAlive(), () -> HostGuest.line(process, "status", "State:"));
    }
  }

  private static String classPath() {
    return Stream.of(HostProvider.class, Victim.class, Guest.class, exo.mem.paging.Pte.class)
        .map(LifecycleTest::place)
        .distinct()
        .collect(Collectors.joining(":"));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
