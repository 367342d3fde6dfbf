package exo.kernel;

import java.util.List;

/**
 * What a machine was doing at one moment: its CPUs, run queues and tasks. Immutable; any thread may
 * read it. What is counted since the start tells by the difference of two of them what happened
 * between.
 *
 * @param uptimeNanos of the machine's clock, since it was started
 * @param framesUsed frames of guest RAM that hold something, 4 KiB each
 * @param framesTotal all frames of guest RAM
 * @param interrupts that were dispatched since the start
 * @param cpus the virtual CPUs, by number
 * @param queues most urgent first: DEADLINE, REALTIME, HOT, NORMAL, COLD, IDLE
 * @param tasks threads by process, processes in the order they began; a process that ended and was
 *     not waited for is one task, a zombie
 */
public record MachineSnapshot(
    long uptimeNanos,
    long framesUsed,
    long framesTotal,
    long interrupts,
    List<CpuView> cpus,
    List<QueueView> queues,
    List<TaskView> tasks) {

  public MachineSnapshot {
    cpus = List.copyOf(cpus);
    queues = List.copyOf(queues);
    tasks = List.copyOf(tasks);
  }

  /** What a task is at. */
  public enum State {
    /** On a CPU. */
    RUNNING,
    /** Waits for a CPU. */
    RUNNABLE,
    /** Waits for something else. */
    SLEEPING,
    /** Stopped by job control or a debugger. */
    STOPPED,
    /** Ended, and not yet waited for. */
    ZOMBIE
  }

  /**
   * A virtual CPU.
   *
   * @param idleNanos time it had nothing to run
   * @param turns how often it turned to a task
   * @param preemptions how often a task lost it against its will
   */
  public record CpuView(int index, long idleNanos, long turns, long preemptions) {}

  /**
   * A run queue, or a class of those with real-time policies.
   *
   * @param waiting how many are in it now; who runs is not
   * @param picks how often one of it was picked
   * @param waitNanos how long those had waited together
   * @param longestWaitNanos the longest of these waits
   */
  public record QueueView(
      String name, int waiting, long picks, long waitNanos, long longestWaitNanos) {}

  /**
   * A thread.
   *
   * @param cpu the one it runs on, or -1
   * @param policy SCHED_OTHER and so on, as sched_getscheduler(2) gives it
   * @param nice -20 to 19
   * @param queue where it waits when it is runnable; AGED while it goes before its queue because it
   *     waited for too long
   * @param burstNanos predicted length of its next burst of CPU use: the moving average
   * @param burstConfidence in that prediction, 0 to 100
   * @param cpuNanos time it ran
   * @param waitNanos time it was runnable and not running
   * @param voluntarySwitches how often it left a CPU to wait
   * @param involuntarySwitches how often it left one against its will
   */
  public record TaskView(
      int pid,
      int tid,
      String name,
      State state,
      int cpu,
      int policy,
      int nice,
      String queue,
      long burstNanos,
      int burstConfidence,
      long cpuNanos,
      long waitNanos,
      long voluntarySwitches,
      long involuntarySwitches) {}
}
