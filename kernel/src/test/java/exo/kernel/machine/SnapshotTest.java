package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.MachineSnapshot;
import exo.kernel.MachineSnapshot.CpuView;
import exo.kernel.MachineSnapshot.QueueView;
import exo.kernel.MachineSnapshot.State;
import exo.kernel.MachineSnapshot.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a machine says about itself from outside. */
@OnEveryEngine
class SnapshotTest {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private final String engine;

  SnapshotTest(String engine) {
    this.engine = engine;
  }

  /** Looks until a snapshot is as expected. */
  private static MachineSnapshot await(Machine machine, Predicate<MachineSnapshot> holds)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    MachineSnapshot s = machine.snapshot();
    while (!holds.test(s)) {
      assertTrue(System.nanoTime() < end, s.toString());
      Thread.sleep(1);
      s = machine.snapshot();
    }
    return s;
  }

  @Test
  void machineWithoutProgramsHasNoTasksAndWaitsForNone() throws Exception {
    try (Puppet p = new Puppet(Machine.builder().engine(engine).memory(64L << 20))) {
      MachineSnapshot s = p.machine.snapshot();
      assertEquals(List.of(), s.tasks());
      assertEquals(
          List.of("DEADLINE", "REALTIME", "HOT", "NORMAL", "COLD", "IDLE"),
          s.queues().stream().map(QueueView::name).toList());
      assertEquals(0, s.queues().stream().mapToInt(QueueView::waiting).sum());
      assertEquals((64L << 20) / 4096, s.framesTotal());
      assertTrue(s.framesUsed() > 0 && s.framesUsed() < s.framesTotal(), s.toString());
    }
  }

  @Test
  void sleeperHasLeftItsCpuOfItsOwnWill() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      GuestProcess sleeper = p.start("sleep", "1000000");
      MachineSnapshot s =
          await(
              p.machine,
              m -> m.tasks().size() == 1 && m.tasks().getFirst().state() == State.SLEEPING);
      TaskView task = s.tasks().getFirst();
      assertEquals(sleeper.pid(), task.pid());
      assertEquals(sleeper.pid(), task.tid());
      assertEquals("puppet", task.name());
      assertEquals(-1, task.cpu());
      assertEquals(0, task.policy());
      assertEquals(0, task.nice());
      assertTrue(task.cpuNanos() > 0, s.toString());
      assertTrue(task.voluntarySwitches() > 0, s.toString());
      assertEquals(
          s.cpus().stream().mapToLong(CpuView::turns).sum(),
          s.queues().stream().mapToLong(QueueView::picks).sum(),
          s.toString());
      p.machine.killAll();
      assertEquals(List.of(), p.machine.snapshot().tasks());
    }
  }

  @Test
  void whoComputesBecomesColdAndHasTheCpu() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      p.start("spin");
      MachineSnapshot s =
          await(p.machine, m -> m.tasks().size() == 1 && isColdAndRunning(m.tasks().getFirst()));
      TaskView task = s.tasks().getFirst();
      assertEquals(0, task.cpu());
      assertTrue(task.cpuNanos() > 10_000_000, s.toString());
      MachineSnapshot later =
          await(p.machine, m -> m.tasks().getFirst().cpuNanos() > task.cpuNanos() + 20_000_000);
      assertTrue(later.uptimeNanos() - s.uptimeNanos() >= 20_000_000, later.toString());
      assertTrue(later.tasks().getFirst().burstNanos() > 1_000_000, later.toString());
    }
  }

  private static boolean isColdAndRunning(TaskView task) {
    return task.queue().equals("COLD") && task.state() == State.RUNNING;
  }

  @Test
  void closedMachineHasNone() throws Exception {
    Machine closed;
    try (Puppet p = new Puppet(engine)) {
      closed = p.machine;
    }
    assertThrows(IllegalStateException.class, closed::snapshot);
  }
}
