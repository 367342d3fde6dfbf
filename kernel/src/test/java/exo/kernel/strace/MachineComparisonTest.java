package exo.kernel.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.CpuUnavailable;
import exo.kernel.Machine;
import exo.kernel.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program leaves the same lines under strace on Linux and under Exo, addresses and pids apart.
 */
class MachineComparisonTest {
  @TempDir Path folder;

  @Test
  void anOrdinaryProgramLeavesTheLinesOfStrace() throws IOException, InterruptedException {
    NativeTools tools = new NativeTools(folder);
    tools.assumePresent();
    tools.compile("plain", "plain.c");
    tools.output("strace", "-o", "lines", "./plain");
    String lines = Files.readString(folder.resolve("lines"));
    assertEquals(masked(lines), masked(underExo(folder.resolve("plain"))));
  }

  private static String underExo(Path program) throws IOException, InterruptedException {
    StringBuilder out = new StringBuilder();
    StraceObserver strace = new StraceObserver(out::append, StraceLog.Prefix.WHEN_SEVERAL);
    try (Machine machine = Machine.builder().observer(strace).build()) {
      machine.writeFile("/plain", Files.readAllBytes(program), 0755);
      machine.run(Program.of("/plain"));
    } catch (CpuUnavailable e) {
      Assumptions.abort(e.getMessage());
    }
    return out.toString();
  }

  private static String masked(String lines) {
    return lines
        .replaceAll("0x[0-9a-f]{5,}", "ADDRESS")
        .replaceAll("execve\\(\"\\.?/plain\", \\[\"\\.?/plain\"], A.* \\*/\\)", "execve(PROGRAM)")
        .replaceAll("\"(\\\\x[0-9a-f]{2})+\"", "RANDOM")
        .replaceAll("(readlink\\(\"/proc/self/exe\", ).*", "$1PROGRAM")
        .replaceAll(
            "(si_pid=|kill\\(|getpid\\(\\) += |set_tid_address\\(ADDRESS\\) += )\\d+", "$1PID")
        .replaceAll(" +=", " =");
  }
}
