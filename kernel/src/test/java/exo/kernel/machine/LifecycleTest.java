package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.CpuUnavailable;
import exo.cpu.engines.OnEveryEngine;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.MachineBuilder;
import exo.kernel.abi.KernelBug;
import exo.kernel.time.VirtualClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Machines beside each other, machines that do the same again, and the end of machines. */
@OnEveryEngine
class LifecycleTest {
  private final String engine;

  LifecycleTest(String engine) {
    this.engine = engine;
  }

  @Test
  void manyRunBesideEachOther() throws Exception {
    int machines = 4;
    List<Callable<List<String>>> all = new ArrayList<>();
    for (int i = 0; i < machines; i++) {
      String mine = "machine " + i;
      all.add(
          () -> {
            try (Puppet p = new Puppet(Machine.builder().engine(engine).memory(64L << 20))) {
              p.run("write", "/tmp/same", mine);
              List<String> said = new ArrayList<>();
              for (int j = 0; j < 10; j++) {
                said.add(p.says("cat", "/tmp/same"));
              }
              p.machine.audit();
              return said;
            }
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(machines)) {
      List<Future<List<String>>> said = threads.invokeAll(all);
      for (int i = 0; i < machines; i++) {
        assertEquals(Collections.nCopies(10, "machine " + i), said.get(i).get());
      }
    }
  }

  @Test
  void oneMachineServesManyThreads() throws Exception {
    try (Puppet p = new Puppet(engine);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String status = Integer.toString(i);
        all.add(() -> Puppet.end(p.start("exit", status)).status());
      }
      List<Future<Integer>> ended = threads.invokeAll(all);
      for (int i = 0; i < 20; i++) {
        assertEquals(i, ended.get(i).get());
      }
      p.machine.audit();
    }
  }

  private MachineBuilder repeatable(long seed) {
    return Machine.builder()
        .engine(engine)
        .clock(new VirtualClock(1_000_000_000_000_000_000L))
        .seed(seed);
  }

  private String history(long seed) throws Exception {
    try (Puppet p = new Puppet(repeatable(seed))) {
      return p.says("chance") + p.says("sleep", "100000") + p.says("chance");
    }
  }

  @Test
  void virtualTimeAndOneSeedRepeatEverything() throws Exception {
    String first = history(42);
    assertEquals(first, history(42));
    assertTrue(first.contains(" 1000100000."), "the sleep took its virtual time: " + first);
  }

  @Test
  void anotherSeedIsAnotherHistory() throws Exception {
    assertNotEquals(history(1), history(2));
  }

  @Test
  void closingEndsWhatRuns() throws Exception {
    Puppet p = new Puppet(engine);
    GuestProcess spinning = p.start("spin");
    GuestProcess sleeping = p.start("sleep", "1000");
    p.close();
    assertThrows(KernelBug.class, spinning::waitFor);
    assertThrows(KernelBug.class, sleeping::waitFor);
    assertFalse(spinning.isAlive());
  }

  /** Each gives frames back, at the same time as the others. */
  @Test
  void manyCpusCloseTogether() throws Exception {
    for (int round = 0; round < 30; round++) {
      try (Puppet p = new Puppet(Machine.builder().engine(engine).memory(64L << 20).cpus(6))) {
        p.machine.audit();
      }
    }
  }

  @Test
  void closingTwiceIsOnce() throws Exception {
    Puppet p = new Puppet(engine);
    p.close();
    p.close();
  }

  @Test
  void aClosedMachineRefuses() throws Exception {
    Puppet p = new Puppet(engine);
    GuestProcess done = p.start("exit", "0");
    Puppet.end(done);
    p.close();
    assertThrows(IllegalStateException.class, () -> p.start("exit", "0"));
    assertThrows(IllegalStateException.class, () -> p.machine.readFile("/puppet"));
    assertThrows(IllegalStateException.class, () -> p.machine.writeFile("/f", new byte[1], 0644));
    assertThrows(IllegalStateException.class, () -> p.machine.makeDirectories("/d"));
    assertThrows(IllegalStateException.class, () -> p.machine.fileMode("/puppet"));
    done.kill();
  }

  @Test
  void anEngineThatIsNotThereIsNamed() {
    CpuUnavailable e =
        assertThrows(CpuUnavailable.class, () -> Machine.builder().engine("abacus").build());
    assertTrue(e.getMessage().contains("abacus"), e.getMessage());
  }
}
