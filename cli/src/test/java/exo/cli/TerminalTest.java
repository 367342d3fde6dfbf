package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees who runs programs by {@code exo run} at a terminal. */
class TerminalTest {
  private static final String PYTHON = "/usr/bin/python3";

  private final Path driver =
      Path.of(Objects.requireNonNull(TerminalTest.class.getResource("at-a-terminal.py")).getPath());

  @BeforeEach
  void needsPython() {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
  }

  private ExoCommand.Result sit(String steps, String... program)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(PYTHON, driver.toString(), steps));
    words.addAll(List.of(ExoCommand.ROOT.resolve("exo").toString(), "run", "--rootfs", "/"));
    words.addAll(List.of("--env", "PATH=/usr/bin:/bin", "--env", "TERM=xterm", "--env", "PS1=$ "));
    words.add("--");
    words.addAll(Arrays.asList(program));
    return ExoCommand.command(words).run();
  }

  private static void assertRestored(ExoCommand.Result result) {
    assertTrue(result.out().endsWith("restored: True\n"), result.out() + result.err());
  }

  @Test
  void lineIsEchoedAndEdited() throws Exception {
    var result =
        sit(
            """
            raw yes
            type "helo\\177lo\\n"
            see "hel"
            see "lo\\r\\nhello\\r\\n"
            type "\\004"
            """,
            "cat");
    assertEquals(0, result.status(), result.out());
    assertRestored(result);
  }

  @Test
  void interruptKeyEndsTheProgram() throws Exception {
    var result = sit("raw yes\ntype \"\\003\"", "sleep", "1000");
    assertEquals(130, result.status(), result.out());
    assertRestored(result);
  }

  /** Each key waits for a sign that the job, not the shell, has the terminal. */
  @Test
  void jobsAreStoppedAndContinued() throws Exception {
    var result =
        sit(
            """
            see "$ "
            type "(trap 'echo on' CONT; echo up; while :; do sleep 0.05; done)\\n"
            see "up\\r\\n"
            type "\\032"
            see "Stopped"
            type "bg\\n"
            see "on\\r\\n"
            type "kill -STOP %1; sleep 0.1; fg\\n"
            see "on\\r\\n"
            type "\\003"
            see "$ "
            type "echo status=$?\\n"
            see "status=130"
            type "exit 7\\n"
            """,
            "bash", "--norc", "--noediting", "-i");
    assertEquals(7, result.status(), result.out());
    assertRestored(result);
  }

  @Test
  void windowHasItsSizeAndChangesIt() throws Exception {
    var result =
        sit(
            """
            see "first 24 80"
            size 40 100
            see "then 40 100"
            """,
            "bash",
            "-c",
            "trap 'echo then $(stty size); exit 3' WINCH;"
                + " echo first $(stty size); while :; do read -t 1 x; done");
    assertEquals(3, result.status(), result.out());
    assertRestored(result);
  }

  @Test
  void keysComeAsTheyAreInRawMode() throws Exception {
    var result =
        sit(
            """
            see "ready"
            type "\\003"
            see "key b'\\\\x03'"
            """,
            "python3",
            "-c",
            "import tty,os,termios\no=termios.tcgetattr(0);tty.setraw(0);print('ready',flush=True)\n"
                + "c=os.read(0,1);termios.tcsetattr(0,termios.TCSADRAIN,o);print('key',c)");
    assertEquals(0, result.status(), result.out());
    assertRestored(result);
  }

  @Test
  void politeSignalEndsTheProgramAndRestores() throws Exception {
    var result = sit("raw yes\nsend SIGTERM", "sleep", "1000");
    assertEquals(143, result.status(), result.out());
    assertRestored(result);
  }

  @Test
  void hangUpEndsTheProgram() throws Exception {
    var result = sit("raw yes\nhang up", "sleep", "1000");
    assertEquals(129, result.status(), result.out() + result.err());
  }

  @Test
  void fullScreenProgramsWork() throws Exception {
    var result =
        sit(
            """
            see "root:"
            type "G"
            see "END"
            type "q"
            """,
            "less",
            "/etc/passwd");
    assertEquals(0, result.status(), result.out());
    assertRestored(result);
  }
}
