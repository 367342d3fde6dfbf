package exo.kernel;

import exo.kernel.MachineSnapshot.CpuView;
import exo.kernel.MachineSnapshot.QueueView;
import exo.kernel.MachineSnapshot.State;
import exo.kernel.MachineSnapshot.TaskView;
import exo.kernel.sched.EntityStatistics;
import exo.kernel.sched.QueueStatistics;
import exo.kernel.sched.Rank;
import exo.kernel.sched.Scheduler;
import exo.kernel.sched.VirtualCpu;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.mem.phys.FrameStatistics;
import java.util.ArrayList;
import java.util.List;

/** Reads a {@link MachineSnapshot} off a kernel. The kernel lock is held. */
final class SnapshotTaking {
  private final KernelServices kernel;
  private final Scheduler scheduler;
  private final long now;

  private SnapshotTaking(KernelServices kernel) {
    this.kernel = kernel;
    this.scheduler = kernel.scheduler();
    this.now = kernel.clock().monotonicNanos();
  }

  static MachineSnapshot of(KernelServices kernel) {
    return new SnapshotTaking(kernel).take();
  }

  private MachineSnapshot take() {
    FrameStatistics frames = kernel.frames().statistics();
    return new MachineSnapshot(
        now,
        frames.used(),
        frames.total(),
        kernel.interrupts().total(),
        scheduler.cpus().stream().map(this::cpu).toList(),
        queues(),
        tasks());
  }

  private CpuView cpu(VirtualCpu c) {
    return new CpuView(c.index(), c.idleNanos(now), c.turns(), c.preemptions());
  }

  private List<QueueView> queues() {
    List<QueueView> queues = new ArrayList<>();
    queues.add(queue(Rank.DEADLINE));
    queues.add(queue(Rank.ofRealtime(1)));
    for (int rank = Rank.HOT; rank <= Rank.IDLE; rank++) {
      queues.add(queue(rank));
    }
    return queues;
  }

  private QueueView queue(int rank) {
    QueueStatistics q = scheduler.picked(rank);
    return new QueueView(
        Rank.name(rank), scheduler.runnable(rank), q.picks(), q.waitNanos(), q.longestWaitNanos());
  }

  private List<TaskView> tasks() {
    List<TaskView> tasks = new ArrayList<>();
    for (ThreadGroup group : kernel.processes().groups()) {
      for (Task task : group.tasks()) {
        tasks.add(task(task));
      }
      if (group.isZombie()) {
        tasks.add(zombie(group));
      }
    }
    return tasks;
  }

  private TaskView task(Task t) {
    EntityStatistics s = t.statistics();
    return new TaskView(
        t.group().pid(),
        t.tid(),
        t.name(),
        state(t),
        t.isRunning() ? cpuOf(t) : -1,
        t.policy(),
        t.nice(),
        t.queueName(),
        t.bursts().predictedNanos(),
        t.bursts().confidence(),
        t.cpuNanos(now),
        s.waitNanos,
        s.voluntarySwitches,
        s.involuntarySwitches);
  }

  private TaskView zombie(ThreadGroup g) {
    String queue = Rank.name(Rank.NONE);
    long cpuNanos = g.cpuNanos(now);
    return new TaskView(
        g.pid(), g.pid(), g.name(), State.ZOMBIE, -1, 0, 0, queue, 0, 0, cpuNanos, 0, 0, 0);
  }

  private int cpuOf(Task task) {
    for (VirtualCpu c : scheduler.cpus()) {
      if (c.running() == task) {
        return c.index();
      }
    }
    return -1;
  }

  private static State state(Task t) {
    return switch (t.runState()) {
      case RUNNABLE -> t.isRunning() ? State.RUNNING : State.RUNNABLE;
      case BLOCKED -> State.SLEEPING;
      case STOPPED -> State.STOPPED;
      case DEAD -> State.ZOMBIE;
    };
  }
}
