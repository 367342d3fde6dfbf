package exo.cli;

import static exo.cli.ExoCommand.exo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be run ends in a line and status 126 or 127. */
class BadProgramTest {
  @TempDir Path folder;

  private Path program(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static byte[] answer() throws IOException {
    return Files.readAllBytes(ExoCommand.GUESTS.resolve("answer"));
  }

  @Test
  void aNameThatIsNowhereInThePath() throws Exception {
    exo("run", "no-such-program").run().complains(127, "not found");
    exo("run", "--rootfs", "/", "no-such-program").run().complains(127, "not found");
  }

  @Test
  void aNameOfAFileHereIsNotAPath() throws Exception {
    program("a.out", answer());
    exo("run", "a.out").in(folder).run().complains(127, "say ./a.out");
  }

  @Test
  void aPathThatIsNotThere() throws Exception {
    exo("run", "/no/such/program").run().complains(127, "No such file or directory");
    exo("run", "./a.out").in(folder).run().complains(127, "No such file or directory");
  }

  @Test
  void aFolder() throws Exception {
    exo("run", "/bin").run().complains(126, "/bin");
    exo("run", folder.toString()).run().complains(126, folder.toString());
  }

  @Test
  void aFileWithoutPermissionToExecute() throws Exception {
    Files.write(folder.resolve("a.out"), answer());
    Files.setPosixFilePermissions(
        folder.resolve("a.out"), PosixFilePermissions.fromString("rw-r--r--"));
    exo("run", "./a.out").in(folder).run().complains(126, "Permission denied");
  }

  @Test
  void aFileThatIsNoProgram() throws Exception {
    program("text", "just text\n".getBytes());
    exo("run", "./text").in(folder).run().complains(126, "Exec format error");
    program("empty", new byte[0]);
    exo("run", "./empty").in(folder).run().complains(126, "Exec format error");
  }

  @Test
  void aTruncatedProgram() throws Exception {
    byte[] whole = answer();
    program("half", Arrays.copyOf(whole, 100));
    exo("run", "./half").in(folder).run().complains(126, "Exec format error");
  }

  @Test
  void aProgramOfAnotherMachine() throws Exception {
    byte[] elf = answer();
    elf[18] = (byte) 183; // e_machine: AArch64
    program("arm", elf);
    exo("run", "./arm").in(folder).run().complains(126, "Exec format error");
  }

  @Test
  void aDynamicProgramWithoutARootFileSystem() throws Exception {
    exo("run", "/bin/true").run().complains(127, "--rootfs");
  }

  @Test
  void aScriptWhoseInterpreterIsNotThere() throws Exception {
    program("script", "#!/no/such/interpreter\n".getBytes());
    exo("run", "./script").in(folder).run().complains(127, "interpreter");
  }

  @Test
  void aWorkingFolderThatIsNotThere() throws Exception {
    exo("run", "--cwd", "/no/such", "hello").run().complains(126, "/no/such");
  }

  @Test
  void wrongOptionsAreStatus2() throws Exception {
    exo("run").run().complains(2, "exo run: which program?; try --help");
    exo("run", "--no-such-option", "hello").run().complains(2, "unknown option --no-such-option");
    exo("run", "--memory", "lots", "hello").run().complains(2, "--memory lots: not a size");
    exo("run", "--memory", "1K", "hello").run().complains(2, "--memory");
  }

  @Test
  void whatTheHostDoesNotHaveIsStatus125() throws Exception {
    exo("run", "--rootfs", "/no/such", "hello").run().complains(125, "/no/such");
    exo("run", "--mount", "/no/such:/mnt", "hello").run().complains(125, "/no/such");
    exo("run", "--cpu", "abacus", "hello").run().complains(125, "abacus");
    exo("run", "--json=/no/such/file", "hello").run().complains(125, "/no/such/file");
  }

  @Test
  void anUnknownCommandIsStatus2() throws Exception {
    exo("walk").run().complains(2, "walk");
    assertEquals(2, exo("syscalls", "--no-such-option").run().status());
  }
}
