package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.GuestInput;
import exo.kernel.GuestProcess;
import exo.kernel.GuestStartException;
import exo.kernel.GuestStartException.Kind;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import exo.kernel.abi.Signals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs started from outside: what they are given, how they end, how they are ended. */
@OnEveryEngine
class ProgramTest {
  private final String engine;
  private Puppet puppet;

  ProgramTest(String engine) {
    this.engine = engine;
  }

  @BeforeEach
  void boot() throws Exception {
    puppet = new Puppet(engine);
  }

  @AfterEach
  void auditAndClose() throws Exception {
    puppet.machine.killAll();
    puppet.machine.audit();
    puppet.close();
  }

  @Test
  void printsAndEnds() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    puppet.machine.writeFile("/hello", Puppet.guest("hello"), 0755);
    ProcessResult result = puppet.machine.run(Program.of("/hello").output(out));
    assertEquals("Hello from userspace!\n", out.toString(StandardCharsets.UTF_8));
    assertEquals(0, result.status());
    assertTrue(result.systemCalls() >= 2, "write and exit_group at least");
    assertTrue(result.pageFaults() > 0);
    assertTrue(result.switches() > 0);
    assertTrue(result.peakMemory() >= 4096);
    assertTrue(result.wallTime().isPositive());
    assertTrue(result.cpuTime().isPositive());
  }

  @Test
  void hasTheExitCodeOfTheProgram() throws Exception {
    ProcessResult result = puppet.run("exit", "42");
    assertEquals(42, result.exitCode());
    assertEquals(0, result.signal());
    assertEquals(42, result.status());
    assertNull(result.limit());
  }

  @Test
  void exitCodesHaveEightBits() throws Exception {
    assertEquals(0xff, puppet.run("exit", "-1").status());
    assertEquals(0, puppet.run("exit", "256").status());
  }

  @Test
  void deadlySignalIsTold() throws Exception {
    ProcessResult result = puppet.run("kill", "15");
    assertEquals(Signals.SIGTERM, result.signal());
    assertEquals(0, result.exitCode());
    assertEquals(143, result.status());
    assertFalse(result.coreDumped());
  }

  @Test
  void noCoreIsDumpedBeyondTheDefaultLimitOfNone() throws Exception {
    ProcessResult result = puppet.run("kill", "6");
    assertEquals(Signals.SIGABRT, result.signal());
    assertFalse(result.coreDumped());
  }

  @Test
  void seesItsArguments() throws Exception {
    puppet.run("args", "one", "", "two words", "ümlaut €");
    assertEquals("/puppet\nargs\none\n\ntwo words\nümlaut €\n", puppet.output());
  }

  @Test
  void mayHaveAnotherName() throws Exception {
    puppet.run(puppet.program().argv(List.of("somebody", "args")));
    assertEquals("somebody\nargs\n", puppet.output());
  }

  @Test
  void environmentIsWhatWasGivenAndNothingElse() throws Exception {
    assertEquals("", puppet.says("env"));
    puppet.run(puppet.program("env").env("HOME", "/root").env("EMPTY", "").env("HOME", "/tmp"));
    assertEquals("HOME=/tmp\nEMPTY=\n", puppet.output());
  }

  @Test
  void startsInItsDirectory() throws Exception {
    assertEquals("/\n", puppet.says("cwd"));
    puppet.machine.makeDirectories("/home/me");
    puppet.output.reset();
    puppet.run(puppet.program("cwd").directory("/home/me"));
    assertEquals("/home/me\n", puppet.output());
  }

  @Test
  void relativePathsStartAtItsDirectory() throws Exception {
    puppet.machine.makeDirectories("/home");
    Program program = Program.of("../puppet", "cwd").directory("/home").output(puppet.output);
    assertEquals(0, puppet.run(program).status());
    assertEquals("/home\n", puppet.output());
  }

  @Test
  void isWhoItWasToldToBe() throws Exception {
    assertEquals("0 0\n", puppet.says("id"));
    puppet.output.reset();
    puppet.run(puppet.program("id").user(1000, 100));
    assertEquals("1000 100\n", puppet.output());
  }

  @Test
  void anOrdinaryUserIsBoundByPermissions() throws Exception {
    puppet.machine.writeFile("/secret", "for root".getBytes(StandardCharsets.UTF_8), 0600);
    assertEquals("for root", puppet.says("cat", "/secret"));
    assertEquals(1, puppet.run(puppet.program("cat", "/secret").user(1000, 100)).status());
    assertTrue(puppet.error().contains("error 13"), puppet.error());
  }

  @Test
  void outputAndErrorAreApart() throws Exception {
    puppet.run("both");
    assertEquals("to output\n", puppet.output());
    assertEquals("to error\n", puppet.error());
  }

  @Test
  void inputIsAtItsEndUnlessGiven() throws Exception {
    assertEquals(0, puppet.run("cat").status());
    assertEquals("", puppet.output());
  }

  @Test
  void inputComesThroughWhole() throws Exception {
    byte[] bytes = new byte[3_000_001];
    new Random(7).nextBytes(bytes);
    puppet.run(puppet.program("cat").input(GuestInput.of(bytes)));
    assertArrayEquals(bytes, puppet.output.toByteArray());
  }

  @Test
  void inputIsReadOnlyWhenTheGuestReads() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    GuestInput counting =
        buffer -> {
          reads.incrementAndGet();
          return -1;
        };
    puppet.run(puppet.program("cwd").input(counting));
    assertEquals(0, reads.get());
    puppet.run(puppet.program("cat").input(counting));
    assertTrue(reads.get() > 0);
  }

  @Test
  void conversesWhileItRuns() throws Exception {
    try (PipedOutputStream toGuest = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(toGuest);
        PipedOutputStream fromGuest = new PipedOutputStream();
        PipedInputStream answers = new PipedInputStream(fromGuest)) {
      GuestProcess cat =
          puppet.machine.start(Program.of("/puppet", "cat").input(input).output(fromGuest));
      for (String word : List.of("first", "second")) {
        toGuest.write(word.getBytes(StandardCharsets.UTF_8));
        toGuest.flush();
        assertEquals(word, read(answers, word.length()));
        assertTrue(cat.isAlive());
      }
      toGuest.close();
      assertEquals(0, Puppet.end(cat).status());
    }
  }

  private static String read(InputStream from, int length) throws IOException {
    return new String(from.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Test
  void unknownCallsAreENOSYS() throws Exception {
    assertEquals("-38\n", puppet.says("nothing"));
  }

  @Test
  void killEndsIt() throws Exception {
    GuestProcess spinning = puppet.start("spin");
    assertTrue(spinning.isAlive());
    spinning.kill();
    assertEquals(Signals.SIGKILL, Puppet.end(spinning).signal());
    assertFalse(spinning.isAlive());
  }

  @Test
  void killEndsOneThatWaits() throws Exception {
    GuestProcess sleeping = puppet.start("sleep", "1000");
    sleeping.kill();
    assertEquals(Signals.SIGKILL, Puppet.end(sleeping).signal());
  }

  @Test
  void killingTheDeadDoesNothing() throws Exception {
    GuestProcess done = puppet.start("exit", "3");
    assertEquals(3, Puppet.end(done).status());
    done.kill();
    assertEquals(3, Puppet.end(done).status());
  }

  @Test
  void signalsReachIt() throws Exception {
    GuestProcess spinning = puppet.start("spin");
    spinning.signal(Signals.SIGTERM);
    assertEquals(Signals.SIGTERM, Puppet.end(spinning).signal());
    assertThrows(IllegalArgumentException.class, () -> spinning.signal(65));
    assertThrows(IllegalArgumentException.class, () -> spinning.signal(0));
  }

  @Test
  void severalRunAtOnce() throws Exception {
    GuestProcess spinning = puppet.start("spin");
    GuestProcess sleeping = puppet.start("sleep", "1000");
    assertTrue(spinning.pid() != sleeping.pid());
    assertEquals("/\n", puppet.says("cwd"));
    assertTrue(spinning.isAlive());
    assertTrue(sleeping.isAlive());
    puppet.machine.killAll();
    assertEquals(Signals.SIGKILL, Puppet.end(spinning).signal());
    assertEquals(Signals.SIGKILL, Puppet.end(sleeping).signal());
  }

  @Test
  void waitingHasAnEndOfItsOwn() throws Exception {
    GuestProcess spinning = puppet.start("spin");
    assertTrue(spinning.waitFor(Duration.ofMillis(20)).isEmpty());
    assertTrue(spinning.isAlive());
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertFails(Kind.NOT_FOUND, Program.of("/nobody"));
    assertFails(Kind.NOT_FOUND, Program.of("/puppet/inside"));
  }

  @Test
  void whatIsNoProgramIsNotExecutable() throws Exception {
    puppet.machine.writeFile("/text", "no program".getBytes(StandardCharsets.UTF_8), 0755);
    puppet.machine.writeFile("/closed", Puppet.guest("puppet"), 0644);
    assertFails(Kind.NOT_EXECUTABLE, Program.of("/text"));
    assertFails(Kind.NOT_EXECUTABLE, Program.of("/closed"));
    assertFails(Kind.NOT_EXECUTABLE, Program.of("/"));
  }

  @Test
  void aMissingInterpreterIsNamed() throws Exception {
    puppet.machine.writeFile("/script", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), 0755);
    GuestStartException e = assertFails(Kind.NOT_FOUND, Program.of("/script"));
    assertTrue(e.getMessage().contains("interpreter"), e.getMessage());
  }

  private GuestStartException assertFails(Kind kind, Program program) {
    GuestStartException e =
        assertThrows(GuestStartException.class, () -> puppet.machine.start(program));
    assertEquals(kind, e.kind());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e;
  }
}
