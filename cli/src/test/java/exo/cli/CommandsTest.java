package exo.cli;

import static exo.cli.ExoCommand.exo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.syscall.SyscallPage;
import exo.kernel.syscall.SyscallTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands beside {@code run}. */
class CommandsTest {
  @ParameterizedTest
  @ValueSource(strings = {"run", "boot", "top", "syscalls", "doctor", "version"})
  void eachCommandHasHelp(String command) throws Exception {
    var help = exo(command, "--help").run();
    assertEquals("", help.err());
    assertTrue(help.out().startsWith("Usage: exo " + command), help.out());
    assertEquals(0, help.status());
    assertEquals(help.out(), exo("help", command).run().out());
  }

  @Test
  void helpListsTheCommands() throws Exception {
    String help = exo("help").run().out();
    for (String command :
        new String[] {"run", "boot", "top", "test", "bench", "syscalls", "doctor", "version"}) {
      assertTrue(help.contains("./exo " + command), help);
    }
    exo().run().isQuietly(0, help);
    exo("--help").run().isQuietly(0, help);
  }

  @Test
  void versionNamesExoJavaAndTheEngine() throws Exception {
    String version = exo("version").run().out();
    assertTrue(version.matches("(?s)exo \\S+\njava \\S+ .*\nengine unicorn: .*\n"), version);
  }

  @Test
  void syscallsListsEveryCallOfLinux() throws Exception {
    var list = exo("syscalls").run();
    assertEquals(SyscallTable.entries().size(), list.out().lines().count());
    assertTrue(list.out().startsWith("  0  read "), list.out());
  }

  @Test
  void syscallsAnswersForOne() throws Exception {
    assertTrue(exo("syscalls", "write").run().out().startsWith("  1  write(int fd, "));
    assertTrue(exo("syscalls", "1").run().out().startsWith("  1  write(int fd, "));
    exo("syscalls", "no_such_call").run().complains(1, "no_such_call");
  }

  @Test
  void missingCallsAreTheAbsentOnes() throws Exception {
    var missing = exo("syscalls", "--missing").run();
    assertTrue(missing.out().lines().allMatch(line -> line.contains(" absent, E")), missing.out());
  }

  @Test
  void syscallsWritesThePageOfTheDocs() throws Exception {
    exo("syscalls", "--markdown").run().isQuietly(0, SyscallPage.markdown());
  }

  @Test
  void theDoctorFindsThisMachineFit() throws Exception {
    var doctor = exo("doctor").run();
    assertEquals("", doctor.err());
    assertTrue(doctor.out().contains("ok       engine unicorn"), doctor.out());
    assertEquals(0, doctor.status(), doctor.out());
  }
}
