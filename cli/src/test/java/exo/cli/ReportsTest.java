package exo.cli;

import static exo.cli.ExoCommand.exo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told about a run when asked. */
class ReportsTest {
  private static final String COUNTS =
      ", \"system_calls\": [0-9]+, \"page_faults\": [1-9][0-9]*, \"switches\": [1-9][0-9]*"
          + ", \"peak_memory_bytes\": [1-9][0-9]*, \"wall_nanoseconds\": [1-9][0-9]*"
          + ", \"cpu_nanoseconds\": [1-9][0-9]*";

  @TempDir Path folder;

  private static void assertMatches(String expected, String text) {
    assertTrue(text.matches(expected), text);
  }

  @Test
  void theClosingRecordIsTheLastLine() throws Exception {
    var result = exo("run", "--json", "answer").run();
    assertMatches(
        "\\{\"status\": 42, \"exit\": 42, \"signal\": null, \"reason\": \"exit\"" + COUNTS + "}\n",
        result.err());
    assertEquals(42, result.status());
  }

  @Test
  void theClosingRecordNamesTheSignal() throws Exception {
    Path file = folder.resolve("record");
    exo("run", "--json=" + file, "nullderef").run().isQuietly(139, "");
    assertMatches(
        "\\{\"status\": 139, \"exit\": null, \"signal\": \"SIGSEGV\", \"reason\": \"signal\""
            + COUNTS
            + "}\n",
        Files.readString(file));
  }

  @Test
  void theClosingRecordSaysWhyThereWasNoRun() throws Exception {
    Path file = folder.resolve("record");
    exo("run", "--json=" + file, "no-such-program").run().complains(127, "no-such-program");
    assertMatches(
        "\\{\"status\": 127, \"exit\": null, \"signal\": null, \"reason\": \"error\", \"message\":"
            + " \"no-such-program: .*\"}\n",
        Files.readString(file));
  }

  @Test
  void theClosingRecordTellsATimeout() throws Exception {
    Path file = folder.resolve("record");
    exo("run", "--rootfs", "/", "--timeout", "600ms", "--json=" + file, "sleep", "100").run();
    assertMatches(".*\"status\": 137, .*\"reason\": \"timeout\".*\n", Files.readString(file));
  }

  @Test
  void straceShowsTheCalls() throws Exception {
    var result = exo("run", "--strace", "hello").run();
    assertEquals("Hello from userspace!\n", result.out());
    assertMatches(
        "(?s)execve\\(\"/bin/hello\", \\[\"hello\"], 0x[0-9a-f]+ /\\* 1 var \\*/\\) = 0\n.*write\\(1, \"Hello from userspace!\\\\n\", 22\\) += 22\n"
            + ".*exit(_group)?\\(0\\) += \\?\n\\+\\+\\+ exited with 0 \\+\\+\\+\n",
        result.err());
  }

  @Test
  void straceWritesToAFile() throws Exception {
    Path file = folder.resolve("trace");
    exo("run", "--strace=" + file, "nullderef").run().isQuietly(139, "");
    assertMatches("(?s).*--- SIGSEGV \\{.*\\+\\+\\+ killed by SIGSEGV.*\n", Files.readString(file));
  }

  @Test
  void missingCallsAreListed() throws Exception {
    var result =
        exo("run", "--rootfs", "/", "--missing", "--", "perl", "-e", "syscall(335); syscall(4000)")
            .run();
    assertTrue(result.err().contains("missing: number 4000, asked for once\n"), result.err());
    assertEquals(0, result.status());
  }

  @Test
  void theChoiceOfAnEngineIsExplained() throws Exception {
    var result = exo("run", "--cpu", "auto", "--verbose", "hello").run();
    assertEquals("Hello from userspace!\n", result.out());
    assertMatches(
        "(?s).*exo: CPU host: .*exo: CPU kvm: .*exo: CPU (host|kvm|unicorn): .*", result.err());
  }

  @Test
  void runsThatRepeatAreLeftToTheEngineThatCan() throws Exception {
    for (String[] option : new String[][] {{"--seed", "1"}, {"--clock", "virtual"}}) {
      var result = exo("run", "--cpu", "auto", option[0], option[1], "--verbose", "hello").run();
      assertMatches("(?s).*exo: CPU unicorn: .*repeats.*", result.err());
      assertEquals("Hello from userspace!\n", result.out());
    }
  }

  @Test
  void verboseSaysWhatExoDoes() throws Exception {
    var result = exo("run", "--verbose", "hello").run();
    assertMatches("(?s)(exo: [^\n]*\n){2,}", result.err());
    assertTrue(result.err().contains("/bin/hello"), result.err());
    assertEquals("Hello from userspace!\n", result.out());
  }
}
