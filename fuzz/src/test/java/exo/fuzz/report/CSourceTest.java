package exo.fuzz.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.fuzz.program.ProgramSyntax;
import exo.fuzz.program.ProgramText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reproducers in C compile without a warning, and tell of both sides when they run. */
class CSourceTest {
  @TempDir Path folder;

  private static Finding finding(String program) throws ProgramSyntax {
    return new Finding("a title", ProgramText.parse(program), 0, "EBADF", "0 (0x0)");
  }

  private String run(Finding f) throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("r.c"), CSource.of(f));
    Path program = folder.resolve("r");
    Process gcc;
    try {
      gcc =
          command(
              "gcc", "-O1", "-w", "-Werror=implicit", "-o", program.toString(), source.toString());
    } catch (IOException e) {
      Assumptions.abort("no gcc here");
      throw e;
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, gcc.waitFor(), said);
    Process run = command(program.toString());
    String told = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(run.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, run.exitValue(), told);
    return told;
  }

  private static Process command(String... words) throws IOException {
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }

  @Test
  void tellsWhatLinuxDoesBesideWhatExoDid() throws Exception {
    String told = run(finding("r0 = pipe2(@0x20000040{}[8]<0 4>, 0)\npread64(r0.0, 0, 0, 0)\n"));
    assertTrue(told.contains("pipe2 = 0"), told);
    assertTrue(told.contains("pread64 = -1 Illegal seek"), told);
    assertTrue(told.contains("Exo was: 0 (0x0), Linux was: EBADF"), told);
  }

  @Test
  void findsTheFilesAndTheBytesOfTheProgram() throws Exception {
    String told =
        run(
            finding(
                """
                r0 = openat(AT_FDCWD, @0x20000000{"dir0/file1\\x00"}, O_RDWR, 0)
                write(r0, @0x20000040{4:7 2:r0 "\\xa5\\x00?"}, 9)
                lseek(r0, 0, SEEK_END)
                """));
    assertTrue(told.contains("write = 9") && told.contains("lseek = 9"), told);
  }

  @Test
  void hasChildrenAndHandlers() throws Exception {
    String told =
        run(
            finding(
                """
                rt_sigaction(10, @0x20000100{8:$handler 8:0x4000000 8:$restorer 8:0}, 0, 8)
                child(1)
                getuid()
                kill($pid:0, 10)
                """));
    assertTrue(told.contains("kill = 0"), told);
  }

  @Test
  void isNotMadeOfWhatTheMachineMustNotRun() throws Exception {
    String source = CSource.of(finding("reboot(0, 0, 0, 0)\n"));
    assertFalse(source.contains("main"), source);
  }
}
