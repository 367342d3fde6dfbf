package exo.kernel.task;

import exo.cpu.Cpu;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.kernel.abi.KernelBug;
import exo.kernel.time.TimerQueue;
import exo.kernel.time.VirtualClock;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one virtual CPU, on a platform thread of its own: pick a task, run it until a trap,
 * answer the trap, deliver signals, and run on or pick another. Guest code runs with the kernel
 * lock free; everything else here holds it.
 */
public final class TaskRunner implements Runnable {
  /** What a trap costs in virtual time, so that virtual clocks move. */
  private static final long VIRTUAL_TRAP_NANOS = 1_000;

  private final KernelServices kernel;
  private final Cpu cpu;
  private final SyscallEntryPoint syscalls;
  private final Ticker ticker;
  private final @Nullable VirtualClock virtual;
  private final int index;
  private final GuestTurn turn;
  private final TickSampler sampler = new TickSampler();
  private @Nullable Task current;

  /**
   * The CPU belongs to the thread that runs this, and is closed by it.
   *
   * @param index its number as programs see it, from 0
   * @param turn shared by the CPUs of the machine
   */
  public TaskRunner(
      KernelServices kernel,
      Cpu cpu,
      int index,
      SyscallEntryPoint syscalls,
      Ticker ticker,
      GuestTurn turn) {
    this.kernel = kernel;
    this.cpu = cpu;
    this.index = index;
    this.turn = turn;
    this.syscalls = syscalls;
    this.ticker = ticker;
    this.virtual = kernel.clock() instanceof VirtualClock v ? v : null;
    if (virtual == null) {
      // The ticker goes by the host's time, which must not show on a virtual clock.
      ticker.add(sampler);
    }
  }

  @Override
  public void run() {
    kernel.lock().lock();
    kernel.cpus().add(cpu);
    try {
      while (kernel.idle()) {
        Task next = (Task) kernel.runQueue().pick();
        if (next != null) {
          turn(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KernelBug bug) {
      kernel.fail(bug);
    } catch (Throwable t) {
      kernel.fail(new KernelBug(TaskReport.of(current, t), t));
    } finally {
      kernel.cpus().remove(cpu);
      kernel.cpuLeft();
      kernel.lock().unlock();
      cpu.close();
    }
  }

  /** One turn of a task on this CPU: until it blocks, ends, stops or its slice is over. */
  private void turn(Task task) {
    current = task;
    kernel.counters().switches++;
    long start = kernel.clock().monotonicNanos();
    task.startTurn(start);
    kernel.load().active(start, kernel.runnable() + 1);
    ticker.busy();
    sampler.inKernel();
    long result = 0;
    boolean runnable = true;
    if (task.isInSyscall()) {
      result = syscalls.dispatch(task);
      runnable = result != Task.BLOCKED;
    }
    while (runnable) {
      if (task.isAlive() && (task.hasSignal() || Restart.isRestart(result))) {
        SignalDelivery.deliver(task, result);
      }
      result = 0;
      if (!task.isAlive() || kernel.isStopping() || stopsHere(task)) {
        break;
      }
      if (task.takeYield() && !kernel.runQueue().isEmpty()) {
        kernel.runQueue().enqueue(task);
        break;
      }
      runnable = enter(task);
      result = lastResult;
    }
    if (task.isRunning()) {
      task.endTurn(kernel.clock().monotonicNanos());
    }
    if (task.isAlive() && kernel.cpus().all().size() > 1) {
      // Another CPU may run it next, and knows nothing of what this one holds.
      cpu.saveState(task.state());
      cpu.stateChanged(task.state());
    }
    kernel.load().active(kernel.clock().monotonicNanos(), kernel.runnable());
    sampler.charge(task);
    sampler.idle();
    ticker.idle();
    current = null;
  }

  /** What the last system call answered; 0 after any other trap. */
  private long lastResult;

  /**
   * Runs guest code to its next trap and answers it.
   *
   * @return whether the task goes on at once
   */
  private boolean enter(Task task) {
    lastResult = 0;
    if (task.extras().cpu != index || task.extras().preempted) {
      moved(task);
      if (task.hasSignal()) {
        return true;
      }
    }
    kernel.frames().takeStaleCode(kernel.cpus());
    lastResult = 0;
    kernel.lock().unlock();
    Exit exit;
    try {
      exit = runGuest(task);
    } finally {
      sampler.inKernel();
      kernel.lock().lock();
    }
    // A kick comes when the host's time says so: unless somebody waits for it, it must not count.
    if (virtual != null
        && (exit != Exit.INTERRUPTED || kernel.timers().nextDeadline() != TimerQueue.NEVER)) {
      virtual.advance(VIRTUAL_TRAP_NANOS);
    }
    switch (exit) {
      case SYSCALL -> {
        task.state().origRax(task.state().rax());
        lastResult = syscalls.dispatch(task);
        if (task.space().takeOutOfMemory()) {
          OutOfMemory.kill(task);
        }
        return lastResult != Task.BLOCKED;
      }
      case PAGE_FAULT -> Traps.pageFault(task, cpu.info());
      case EXCEPTION -> Traps.exception(task, cpu.info());
      case INTERRUPTED -> {
        return !tick(task);
      }
      case FAILED -> failed(task, cpu.info());
    }
    return true;
  }

  /** In guest code until the next trap. The kernel lock is free. */
  private Exit runGuest(Task task) {
    boolean waited = turn.take();
    try {
      sampler.inGuest();
      Exit exit = cpu.run(task.state(), task.space().root());
      // The tick that ended the other's turn has kicked this one too, as it waited. To go back for
      // that would leave all turns to the other.
      return waited && exit == Exit.INTERRUPTED ? cpu.run(task.state(), task.space().root()) : exit;
    } finally {
      turn.pass();
    }
  }

  /**
   * A kick: interrupts, timers that are due, limits, and the end of a time slice.
   *
   * @return whether another task takes the CPU
   */
  private boolean tick(Task task) {
    kernel.interrupts().dispatch();
    kernel.timers().expire(kernel.clock().monotonicNanos());
    sampler.charge(task);
    CpuLimits.check(kernel, task);
    if (kernel.runQueue().isEmpty() || !ticker.sliceEnded()) {
      return false;
    }
    task.group().use().involuntarySwitches++;
    task.extras().preempted = true;
    kernel.runQueue().enqueue(task);
    return true;
  }

  /** The task had another CPU, or lost this one meanwhile. */
  private void moved(Task task) {
    ThreadExtras e = task.extras();
    if (RestartableSequence.isNewsFor(e, index)) {
      RestartableSequence.resume(task, index);
    }
    e.cpu = index;
    e.preempted = false;
  }

  private boolean stopsHere(Task task) {
    if (task.group().isStopped()) {
      task.runState(Task.State.STOPPED);
      return true;
    }
    return false;
  }

  private void failed(Task task, ExitInfo info) {
    throw new KernelBug(
        TaskReport.of(task, null) + "\nthe CPU engine cannot go on: " + info.reason());
  }
}
