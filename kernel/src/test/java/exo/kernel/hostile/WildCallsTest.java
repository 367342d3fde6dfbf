package exo.kernel.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.Program;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.SyscallTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every system call with wild pointers, lengths near 2^63 and bad descriptors: whatever it answers,
 * the kernel goes on, and nothing is lost. A call that waits is ended by a signal.
 */
@OnEveryEngine
class WildCallsTest {
  private static final Duration UNTIL_KILLED = Duration.ofMillis(1500);
  private static final Duration AFTER_KILL = Duration.ofSeconds(30);

  private final String engine;

  WildCallsTest(String engine) {
    this.engine = engine;
  }

  @Test
  void noCallHarmsTheKernel() throws Exception {
    sweep(1, 150);
  }

  @Test
  @Tag("long")
  void noCallHarmsTheKernelAtManySeeds() throws Exception {
    // Several at a time, since most of a sweep is waiting for calls that wait.
    try (ExecutorService sweeps = Executors.newFixedThreadPool(6)) {
      List<Future<?>> all = new ArrayList<>();
      for (int seed = 2; seed < 30; seed++) {
        int each = seed;
        all.add(
            sweeps.submit(
                () -> {
                  sweep(each, 1000);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private void sweep(int seed, int count) throws Exception {
    try (HostileMachine m =
        new HostileMachine(
            Machine.builder().engine(engine).memory(64L << 20).seed(seed), "wild", "hello")) {
      for (SyscallEntry entry : SyscallTable.entries()) {
        one(m, entry, seed, count);
      }
      m.run("hello");
    }
  }

  private static void one(HostileMachine m, SyscallEntry entry, int seed, int count)
      throws Exception {
    String number = Integer.toString(entry.number());
    GuestProcess p =
        m.machine.start(
            Program.of("/bin/wild", number, Integer.toString(seed), Integer.toString(count)));
    if (p.waitFor(UNTIL_KILLED).isEmpty()) {
      p.kill();
      assertTrue(p.waitFor(AFTER_KILL).isPresent(), entry.name() + " cannot be killed");
    }
    killDescendants(m);
  }

  /** What fork and clone left behind. */
  private static void killDescendants(HostileMachine m) throws Exception {
    m.machine.killAll();
    m.machine.audit();
  }
}
