package exo.kernel.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.GuestInput;
import exo.kernel.GuestOutput;
import exo.kernel.GuestStartException;
import exo.kernel.Machine;
import exo.kernel.PowerOff;
import exo.kernel.strace.StraceLog;
import exo.kernel.strace.StraceObserver;
import exo.kernel.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootTest {
  @Test
  void aPersonTypesAtThePromptAndTheScreenShowsIt() throws Exception {
    try (Computer pc = new Computer(Machine.builder())) {
      pc.see("PIC: two 8259A");
      pc.see("Run /bin/init");
      pc.see("exo:/$ ");
      pc.type("cat /etc/hostname\r");
      pc.see("\r\nexo\r\n");
      pc.see("exo:/$ ");
      assertTrue(
          pc.machine.screen().text().contains("exo:/$ cat /etc/hostname\nexo\n"),
          pc.machine.screen().text());
      pc.type("exit\r");
      assertEquals(PowerOff.Kind.OFF, pc.end().kind());
      pc.see("Power down");
      pc.machine.audit();
    }
  }

  @Test
  void keysAreServedByInterrupts() throws Exception {
    try (Computer pc = new Computer(Machine.builder())) {
      pc.see("exo:/$ ");
      pc.type("cat /proc/interrupts\r");
      pc.see("  1:");
      pc.see("i8042");
      pc.see("exo:/$ ");
      pc.type("\004");
      pc.end();
    }
    String table = Computer.script(Machine.builder(), 0, "counters 1; cat /proc/interrupts");
    String timer = table.lines().filter(line -> line.startsWith("  0:")).findFirst().orElseThrow();
    assertTrue(Integer.parseInt(timer.substring(4, 15).strip()) > 20, timer);
  }

  @Test
  void aScriptLeavesWithItsStatus() throws Exception {
    String said = Computer.script(Machine.builder().commandLine("quiet"), 7, "echo one; exit 7");
    assertEquals("one\r\n", said);
  }

  @Test
  void theShellHasPipesRedirectionsAndConditions() throws Exception {
    String said =
        Computer.script(
            Machine.builder().commandLine("quiet"),
            1,
            """
            cd /tmp; mkdir d && cd d
            echo hi > a; echo ho >> a; cat < a | grep h | wc -l
            nothing 2> error || cat error
            X='two words'; echo "$X" $X $?
            write b one two; cat ? ; ls
            rm a b error && cd .. && rmdir d; pwd
            sleep 0.1 & wait; false\
            """);
    assertEquals(
        """
        2
        sh: nothing: command not found
        two words two words 0
        hi
        ho
        one two
        a
        b
        error
        /tmp
        """
            .replace("\n", "\r\n"),
        said.replaceAll(" {2,}", "\r\n"));
  }

  @Test
  void theShellHasLoopsChoicesAndSubstitution() throws Exception {
    String said =
        Computer.script(
            Machine.builder().commandLine("quiet"),
            3,
            """
            i=0
            while true; do
              i=$((i + 1))
              if [ $i = 2 ]; then continue; elif test $i -gt 4; then break; fi
              echo turn $i
            done
            for f in a.c b.h "d e"; do
              case $f in *.c) echo source;; *.h|*.hh) echo header;; *) echo "other $f";; esac
            done > /tmp/kinds
            cat /tmp/kinds | while read kind rest; do echo "$rest<$kind>"; done
            until [ -f /tmp/there ]; do touch /tmp/there; echo made; done
            echo "$(cat /tmp/kinds | wc -l) kinds, $(((1 + 2) * 3))"
            { echo x; (cd /tmp; pwd); } | wc -l; pwd
            for a in 1 2; do for b in 1 2; do echo $a$b; break 2; done; done
            (exit 3)\
            """);
    assertEquals(
        """
        turn 1
        turn 3
        turn 4
        <source>
        <header>
        d e<other>
        made
        3 kinds, 9
        2
        /
        11
        """
            .replace("\n", "\r\n"),
        said.replaceAll(" {2,}", ""));
  }

  @Test
  void aLoopIsTypedOverSeveralLinesAndEndedByCtrlC() throws Exception {
    try (Computer pc = new Computer(Machine.builder().commandLine("quiet"))) {
      pc.see("exo:/$ ");
      pc.type("for i in a b; do\r");
      pc.see("> ");
      pc.type("echo -$i-\rdone\r");
      pc.see("-a-\r\n-b-\r\n");
      pc.see("exo:/$ ");
      pc.type("if true; then\r");
      pc.see("> ");
      pc.type("\003");
      pc.see("^C\r\n");
      pc.see("exo:/$ ");
      pc.type("while true; do echo on; done\r");
      pc.see("\non\r\n");
      pc.type("\003");
      pc.see("exo:/$ ");
      pc.type("while sleep 100; do true; done\r");
      pc.see("done\r\n");
      pc.type("\003");
      pc.see("exo:/$ ");
      pc.type("echo status $?; exit\r");
      pc.see("status 130");
      assertEquals(PowerOff.Kind.OFF, pc.end().kind());
    }
  }

  @Test
  void topShowsCpusQueuesAndProcesses() throws Exception {
    String said = Computer.script(Machine.builder().commandLine("quiet").cpus(2), 0, "top --once");
    List<String> lines = said.lines().toList();
    assertTrue(lines.get(0).matches("top: up 0:00:\\d\\d, 3 processes, load .*"), said);
    assertTrue(lines.get(1).matches("CPUs busy: \\d+% \\d+%"), said);
    for (String queue : List.of("DEADLINE", "REALTIME", "HOT", "NORMAL", "COLD", "IDLE")) {
      assertTrue(lines.stream().anyMatch(l -> l.matches(queue + "( +\\d+){4}")), queue + said);
    }
    for (String name : List.of("init", "sh", "top")) {
      String row = " +\\d+ +\\d+ [A-Z] .* (HOT|NORMAL|COLD) +\\d+\\.\\d+ " + name;
      assertTrue(lines.stream().anyMatch(l -> l.matches(row)), name + said);
    }
  }

  @Test
  void whatComesInOnTheSerialLineIsReadThereAndNothingIsLost() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 200; i++) {
      lines.append("line ").append(i).append(" of sixty-four characters".repeat(2)).append('\n');
    }
    String said =
        Computer.script(
            Machine.builder()
                .commandLine("quiet")
                .serialInput(GuestInput.of(lines.toString().getBytes(StandardCharsets.US_ASCII))),
            0,
            """
            i=0
            while [ $i -lt 200 ]; do
              i=$((i + 1)); read word number rest
              [ "$word $number" = "line $i" ] || echo "lost before $word $number"
            done < /dev/ttyS0
            echo "$i lines, the last $number"\
            """);
    assertTrue(said.contains("200 lines, the last 200\r\n"), said);
    assertEquals(-1, said.indexOf("lost before"), said);
  }

  @Test
  void theInitramfsIsAlsoSeenReadOnly() throws Exception {
    String said =
        Computer.script(
            Machine.builder().commandLine("quiet"), 1, "cat /initrd/etc/hostname; touch /initrd/x");
    assertEquals("exo\r\ntouch: /initrd/x: Read-only file system\r\n", said);
  }

  @Test
  void theCommandLineReachesKernelAndInit() throws Exception {
    String said =
        Computer.script(
            Machine.builder().commandLine("quiet hz=250 COLOUR=red"),
            0,
            "cat /proc/cmdline; dmesg");
    assertTrue(said.startsWith("quiet hz=250 COLOUR=red\r\n"), said);
    assertTrue(said.contains("PIT: divisor 4773, 250 Hz"), said);
  }

  @Test
  void aMachineCanBeTurnedOffAndOnAgain() throws Exception {
    try (Computer pc = new Computer(Machine.builder())) {
      pc.see("exo:/$ ");
      pc.type("reboot\r");
      assertEquals(PowerOff.Kind.RESTART, pc.end().kind());
    }
  }

  @Test
  void aFirstProgramThatIsNotThereIsSaid() throws Exception {
    try (Machine machine =
        Machine.builder()
            .initramfs(Computer.INITRAMFS)
            .commandLine("init=/bin/none")
            .console(GuestInput.absent(), GuestOutput.discard())
            .build()) {
      GuestStartException e = assertThrows(GuestStartException.class, machine::startInit);
      assertEquals(GuestStartException.Kind.NOT_FOUND, e.kind());
    }
  }

  @Test
  void longInputIsNotLost() throws Exception {
    try (Computer pc = new Computer(Machine.builder())) {
      pc.see("exo:/$ ");
      pc.type("wc -c\r");
      pc.see("wc -c\r\n");
      // A pasted text, as fast as the keyboard takes it.
      for (int i = 0; i < 40; i++) {
        pc.type("0123456789".repeat(10) + "\r");
      }
      pc.type("\004");
      pc.see("4040\r\n");
      pc.type("exit\r");
      pc.end();
    }
  }

  @Test
  void theEndOfAPipeTurnsTheMachineOff() throws Exception {
    StringBuilder said = new StringBuilder();
    GuestOutput serial =
        (bytes, offset, length) ->
            said.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    GuestInput pipe = GuestInput.of("sleep 0.2; echo last\n".getBytes(StandardCharsets.UTF_8));
    try (Machine machine =
        Machine.builder().initramfs(Computer.INITRAMFS).console(pipe, serial).build()) {
      assertEquals(PowerOff.Kind.OFF, machine.waitForPowerOff(machine.startInit()).kind());
    }
    assertTrue(said.toString().contains("\r\nlast\r\n"), said.toString());
  }

  private static String trace() throws Exception {
    StringBuilder events = new StringBuilder();
    String said =
        Computer.script(
            Machine.builder()
                .clock(new VirtualClock(1_000_000_000_000_000_000L))
                .seed(42)
                .observer(new StraceObserver(events::append, StraceLog.Prefix.WHEN_SEVERAL)),
            0,
            "ls -l /bin | wc; sleep 0.5 & sleep 0.1; ls /etc | cat | wc; wait; ps;"
                + " cat /proc/interrupts /proc/uptime; grep ctxt /proc/stat; dmesg; true");
    return said + events;
  }

  @Test
  void oneSeedAndVirtualTimeRepeatABootByteForByte() throws Exception {
    String first = trace();
    assertTrue(first.contains("execve(\"/bin/sh\""), first);
    assertEquals(first, trace());
  }
}
