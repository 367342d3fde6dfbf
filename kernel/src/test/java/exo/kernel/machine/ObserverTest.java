package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever watches a machine sees its system calls and may answer them instead. */
@OnEveryEngine
class ObserverTest {
  private final String engine;

  ObserverTest(String engine) {
    this.engine = engine;
  }

  private static final int WRITE = 1;
  private static final int GETPID = 39;
  private static final int EXIT_GROUP = 231;
  private static final int GETRANDOM = 318;

  /** Writes down what it sees; answers nothing. */
  private static class Watcher implements SyscallObserver {
    final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void started(Task task) {
      seen.add("started");
    }

    @Override
    public long enter(Task task, int number) {
      seen.add("enter " + number);
      return PROCEED;
    }

    @Override
    public void leave(Task task, int number, long result) {
      seen.add("leave " + number + " = " + result);
    }

    @Override
    public void signal(Task task, SignalInfo info) {
      seen.add("signal " + info.number());
    }

    @Override
    public void exited(Task task, int waitStatus) {
      seen.add("exited " + waitStatus);
    }
  }

  @Test
  void callsAreSeenInTheirOrder() throws Exception {
    Watcher watcher = new Watcher();
    try (Puppet p = new Puppet(Machine.builder().engine(engine).observer(watcher))) {
      p.run("both");
    }
    assertEquals(
        List.of(
            "started",
            "enter " + WRITE,
            "leave " + WRITE + " = 10",
            "enter " + WRITE,
            "leave " + WRITE + " = 9",
            "enter " + EXIT_GROUP),
        watcher.seen.subList(0, 6));
    assertTrue(watcher.seen.contains("exited 0"), watcher.seen.toString());
  }

  @Test
  void signalsAndDeathsAreSeen() throws Exception {
    Watcher watcher = new Watcher();
    try (Puppet p = new Puppet(Machine.builder().engine(engine).observer(watcher))) {
      p.run("kill", "15");
    }
    assertTrue(watcher.seen.contains("signal " + Signals.SIGTERM), watcher.seen.toString());
    assertTrue(watcher.seen.contains("exited " + Signals.SIGTERM), watcher.seen.toString());
  }

  @Test
  void anAnswerReplacesTheCall() throws Exception {
    Watcher pretending =
        new Watcher() {
          @Override
          public long enter(Task task, int number) {
            return number == GETPID ? 4711 : PROCEED;
          }
        };
    try (Puppet p = new Puppet(Machine.builder().engine(engine).observer(pretending))) {
      assertEquals("4711\n", p.says("pid"));
    }
  }

  @Test
  void anErrorCanBeInjected() throws Exception {
    Watcher refusing =
        new Watcher() {
          @Override
          public long enter(Task task, int number) {
            return number == GETRANDOM ? Errno.EIO.negated() : PROCEED;
          }
        };
    try (Puppet p = new Puppet(Machine.builder().engine(engine).observer(refusing))) {
      assertTrue(p.says("chance").startsWith("0 "), p.output());
    }
  }

  @Test
  void argumentsAreInTheRegistersAndMemoryOfTheTask() throws Exception {
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    Watcher reading =
        new Watcher() {
          @Override
          public long enter(Task task, int number) {
            if (number == WRITE) {
              written.add(task.state().rdi() + ": " + text(task));
            }
            return PROCEED;
          }
        };
    try (Puppet p = new Puppet(Machine.builder().engine(engine).observer(reading))) {
      p.run("both");
    }
    assertEquals(List.of("1: to output\n", "2: to error\n"), written);
  }

  private static String text(Task task) {
    try {
      byte[] bytes = task.memory().read(task.state().rsi(), (int) task.state().rdx());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (Errno e) {
      throw new AssertionError(e);
    }
  }
}
