package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cli.boot.BootPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who starts a computer by {@code exo boot}. */
class BootCommandTest {
  private static final String PYTHON = "/usr/bin/python3";

  private static ExoCommand.Result sit(String steps, String... options)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
    String driver =
        Objects.requireNonNull(BootCommandTest.class.getResource("at-a-terminal.py")).getPath();
    List<String> words =
        new java.util.ArrayList<>(
            List.of(PYTHON, driver, steps, ExoCommand.ROOT.resolve("exo").toString(), "boot"));
    words.addAll(List.of(options));
    return ExoCommand.command(words).run();
  }

  private static void endedWell(ExoCommand.Result result) {
    assertEquals(0, result.status(), result.out() + result.err());
    assertTrue(result.out().endsWith("restored: True\n"), result.out());
  }

  /** Each key that is meant for a program waits for a sign that the program is there. */
  @Test
  void aPersonWorksAtTheShell(@TempDir Path folder) throws Exception {
    Path picture = folder.resolve("screen.png");
    var result =
        sit(
            """
            see "a kernel that lives in a Java process"
            see "PIT: divisor 11932, 100 Hz"
            see "exo:/$ "
            raw yes
            type "echo hello worlx\\177d\\r"
            see "echo hello worl"
            see "\\r\\nhello world\\r\\n"
            see "exo:/$ "
            type "ech arrows\\033[D\\033[D\\033[D\\033[D\\033[D\\033[D\\033[Do\\r"
            see "\\r\\narrows\\r\\n"
            see "exo:/$ "
            type "echo hi > /tmp/a; cat /tmp/a\\r"
            see "\\r\\nhi\\r\\n"
            type "cat /etc/hostname -\\r"
            see "\\r\\nexo\\r\\n"
            type "\\003"
            see "exo:/$ "
            type "echo status $?\\r"
            see "\\r\\nstatus 130\\r\\n"
            type "cat /etc/hostname -\\r"
            see "\\r\\nexo\\r\\n"
            type "\\032"
            see "Stopped"
            see "exo:/$ "
            type "fg\\r"
            see "fg\\r\\ncat /etc/hostname -\\r\\n"
            type "more\\r"
            see "more\\r\\nmore\\r\\n"
            type "\\004"
            see "exo:/$ "
            type "counters 5\\r"
            see "C "
            see "\\033[3A"
            see "exo:/$ "
            type "\\033[A\\033[A\\033[A\\033[A\\r"
            see "status 0"
            see "exo:/$ "
            type "unam\\t; ec\\tdone\\r"
            see "\\r\\ndone\\r\\n"
            see "exo:/$ "
            type "exit\\r"
            see "Power down"
            """,
            "--screenshot",
            picture.toString());
    endedWell(result);
    threeCountsRose(result.out());
    String screen = BootPicture.read(Files.readAllBytes(picture));
    assertTrue(screen.contains("exo:/$ counters 5\n"), screen);
    assertTrue(screen.contains("\ndone\nexo:/$ exit\n"), screen);
    assertTrue(screen.contains("reboot: Power down"), screen);
  }

  private static void threeCountsRose(String out) {
    for (String name : List.of("A", "B", "C")) {
      List<Long> counts =
          out.lines()
              .map(line -> line.replace("\033[3A", "").strip())
              .filter(line -> line.matches(name + " +\\d+ .*"))
              .map(line -> Long.parseLong(line.split(" +")[1]))
              .toList();
      assertTrue(counts.size() >= 3, name + ": " + counts);
      assertEquals(counts.stream().sorted().toList(), counts);
      assertTrue(counts.getLast() > counts.get(counts.size() / 2), name + ": " + counts);
    }
  }

  @Test
  void theScreenIsDrawnOnTheTerminal() throws Exception {
    var result =
        sit(
            """
            see "\\033[?1049h"
            see "VGA: text 80x25"
            see "exo:/$"
            type "echo $TERM\\r"
            see "linux"
            type "exit\\r"
            see "\\033[?1049l"
            """,
            "--vga");
    endedWell(result);
  }

  @Test
  void aScriptIsQuietAndLeavesWithItsStatus() throws Exception {
    ExoCommand.exo("boot", "--", "cat /etc/hostname; exit 3").run().isQuietly(3, "exo\r\n");
  }

  @Test
  void aFileComesInOnTheSerialLine(@TempDir Path folder) throws Exception {
    Path line = Files.writeString(folder.resolve("line"), "over the wire\n");
    var result =
        ExoCommand.exo(
                "boot",
                "--serial",
                line.toString(),
                "--",
                "read first rest < /dev/ttyS0; echo $rest $first")
            .run();
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("the wire over\r\n"), result.out());
    ExoCommand.exo("boot", "--serial", "/nowhere", "--", "true").run().complains(125, "/nowhere");
  }

  @Test
  void theBootLogTellsEachStep() throws Exception {
    var result = ExoCommand.exo("boot", "--verbose", "--", "true").run();
    assertEquals(0, result.status(), result.err());
    List<String> steps =
        List.of("Memory:", "Frames:", "GDT", "TSS", "PIC:", "PIT:", "i8042:", "ttyS0:", "VGA:");
    int at = 0;
    for (String step : steps) {
      at = result.out().indexOf(step, at);
      assertTrue(at >= 0, step + " is missing: " + result.out());
    }
    assertTrue(result.out().indexOf("sched:", at) < result.out().indexOf("Run /bin/init", at));
  }

  @Test
  void whatIsPipedInIsTyped() throws Exception {
    byte[] keys = "cat /etc/hostname\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    var result = ExoCommand.exo("boot", "--cmdline", "quiet").input(keys).run();
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("\r\nexo\r\n"), result.out());
  }

  @Test
  void wrongOptionsAreOneLine() throws Exception {
    ExoCommand.exo("boot", "--nonsense").run().complains(2, "unknown option --nonsense");
    ExoCommand.exo("boot", "--initrd", "/nowhere").run().complains(125, "/nowhere");
    ExoCommand.exo("boot", "--init", "/bin/none", "--cmdline", "quiet")
        .run()
        .complains(127, "/bin/none");
    ExoCommand.exo("boot", "--cmdline", "hz=1").run().complains(2, "19 to 1000 Hz");
  }

  @Test
  void aMachineThatGoesOnTooLongIsTurnedOff() throws Exception {
    var result = ExoCommand.exo("boot", "--timeout", "1s", "--", "sleep 1000").run();
    assertEquals(137, result.status(), result.out() + result.err());
  }
}
