package exo.kernel.task;

import exo.cpu.Cpu;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.kernel.abi.KernelBug;
import exo.kernel.sched.Scheduler;
import exo.kernel.sched.VirtualCpu;
import exo.kernel.time.TimerQueue;
import exo.kernel.time.VirtualClock;
import exo.mem.host.HostThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one virtual CPU, on a platform thread of its own: pick a task, run it until a trap,
 * answer the trap, deliver signals, and run on or pick another. Guest code runs with the kernel
 * lock free; everything else here holds it.
 */
public final class TaskRunner implements Runnable, VirtualCpu.Host {
  /** What a trap costs in virtual time, so that virtual clocks move. */
  private static final long VIRTUAL_TRAP_NANOS = 1_000;

  /** Ticks of the host without a trap before they count on a virtual clock. */
  private static final int PATIENT_TICKS = 20;

  /** Between two kicks of a CPU that is to leave the guest. */
  private static final long CALL_OUT_NANOS = 20_000;

  private final KernelServices kernel;
  private final Cpu cpu;
  private final SyscallEntryPoint syscalls;
  private final Ticker ticker;
  private final @Nullable VirtualClock virtual;
  private final int index;
  private final Scheduler scheduler;
  private final IdleWait work;
  private final GuestTurn turn;
  private final TickSampler sampler = new TickSampler();
  private @Nullable Task current;
  private final VirtualCpu processor;

  /** From before the kernel lock is given up for the guest until after the guest was left. */
  private final AtomicBoolean inGuest = new AtomicBoolean();

  /** When the present quantum ends, by the machine's clock: read by the ticker through QUANTUM. */
  @SuppressWarnings("unused")
  private long quantumEnd = Long.MAX_VALUE;

  private static final VarHandle QUANTUM;

  static {
    try {
      QUANTUM = MethodHandles.lookup().findVarHandle(TaskRunner.class, "quantumEnd", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

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
    this.scheduler = kernel.scheduler();
    this.work = new IdleWait(kernel.lock(), kernel.config().cpus());
    kernel.lock().lock();
    try {
      this.processor = scheduler.addCpu(index, this);
    } finally {
      kernel.lock().unlock();
    }
    this.virtual = kernel.clock() instanceof VirtualClock v ? v : null;
    if (virtual == null) {
      // The ticker goes by the host's time, which must not show on a virtual clock.
      ticker.add(sampler, this);
    }
  }

  @Override
  public void run() {
    HostThread.waitExactly();
    kernel.lock().lock();
    kernel.cpus().add(cpu, this);
    VirtualCpu p = processor;
    ticker.busy();
    sampler.inKernel();
    try {
      // Looked at once a turn: its end is when the next begins.
      long now = now();
      while (!kernel.isStopping()) {
        Task next = (Task) scheduler.pick(p, now);
        if (next != null) {
          now = turn(p, next, now);
        } else {
          idle(p);
          now = now();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KernelBug bug) {
      kernel.fail(bug);
    } catch (Throwable t) {
      kernel.fail(new KernelBug(TaskReport.of(current, t), t));
    } finally {
      ticker.idle();
      kernel.cpus().remove(cpu, this);
      kernel.cpuLeft();
      try {
        // With the lock: it gives frames back, and the other CPUs do too.
        cpu.close();
      } catch (RuntimeException | Error e) {
        kernel.fail(new KernelBug("a CPU does not close", e));
      } finally {
        kernel.lock().unlock();
      }
    }
  }

  private void idle(VirtualCpu p) throws InterruptedException {
    ticker.idle();
    sampler.idle();
    kernel.idle(p, work);
    sampler.inKernel();
    ticker.busy();
  }

  private long now() {
    return kernel.clock().monotonicNanos();
  }

  @Override
  public void interrupt() {
    cpu.kick();
  }

  /** For whoever holds the kernel lock: the guest can be left without it. */
  @Override
  public void callOut() {
    while (inGuest.getAcquire()) {
      if (turn.isShared()) {
        // It may still wait for its turn, which any of the others has.
        kernel.cpus().kickAll();
      } else {
        cpu.kick();
      }
      LockSupport.parkNanos(CALL_OUT_NANOS);
    }
  }

  @Override
  public void wake() {
    work.called();
  }

  /** When the quantum of what runs ends, by the machine's clock; any thread. */
  long quantumEnd() {
    return (long) QUANTUM.getOpaque(this);
  }

  /**
   * One turn of a task on this CPU: until it blocks, ends, stops or its quantum is over.
   *
   * @return when it ended
   */
  private long turn(VirtualCpu p, Task task, long start) {
    current = task;
    kernel.counters().switches++;
    kernel.load().active(start, kernel.runnable() + 1);
    QUANTUM.setOpaque(this, scheduler.quantumEnd(p, start));
    long result = 0;
    boolean blocks = false;
    if (task.call().isUnderWay()) {
      result = syscalls.dispatch(task);
      blocks = result == Task.BLOCKED;
    }
    while (!blocks) {
      if (task.isAlive() && (task.signals().isAnyDeliverable() || Restart.isRestart(result))) {
        SignalDelivery.deliver(task, result);
      }
      if (!task.isAlive() || kernel.isStopping() || stopsHere(task)) {
        break;
      }
      if (!goesOn(p, task)) {
        return ended(task);
      }
      blocks = !enter(p, task);
      result = lastResult;
    }
    turnEnd = now();
    if (blocks) {
      task.group().use().voluntarySwitches++;
      scheduler.blocked(p, turnEnd);
    } else {
      scheduler.left(p, turnEnd);
    }
    return ended(task);
  }

  /** Leaves a task whose turn is over; answers when that was. */
  private long ended(Task task) {
    if (task.isAlive() && scheduler.cpus().size() > 1) {
      // Another CPU may run it next, even one whose thread is still starting, and knows nothing of
      // what this one holds.
      cpu.saveState(task.state());
      cpu.stateChanged(task.state());
    }
    sampler.charge(task);
    current = null;
    return turnEnd;
  }

  /** Whether the task keeps the CPU; it is queued again if not. */
  private boolean goesOn(VirtualCpu p, Task task) {
    if (task.takeYield() && scheduler.yieldMatters(p)) {
      task.group().use().involuntarySwitches++;
      turnEnd = now();
      scheduler.yielded(p, turnEnd);
      return false;
    }
    if (p.needsReschedule() && scheduler.mustReschedule(p)) {
      task.group().use().involuntarySwitches++;
      task.extras().preempted = true;
      turnEnd = now();
      scheduler.preempted(p, turnEnd);
      return false;
    }
    return true;
  }

  /** The host's tick at the last trap, and when a virtual clock ticks next. */
  private int silentSince;

  private long nextVirtualTick;

  /** When the last turn ended. */
  private long turnEnd;

  /** What the last system call answered; 0 after any other trap. */
  private long lastResult;

  /**
   * Runs guest code to its next trap and answers it.
   *
   * @return whether the task goes on at once
   */
  private boolean enter(VirtualCpu p, Task task) {
    lastResult = 0;
    if (task.extras().cpu != index || task.extras().preempted) {
      moved(task);
      if (task.signals().isAnyDeliverable()) {
        return true;
      }
    }
    kernel.frames().takeStaleCode(kernel.cpus());
    lastResult = 0;
    ticker.expect(kernel.timers().nextDeadline());
    p.enterGuest();
    inGuest.setPlain(true);
    kernel.lock().unlock();
    Exit exit;
    try {
      exit = runGuest(task);
    } finally {
      inGuest.setRelease(false);
      sampler.inKernel();
      kernel.lock().lock();
      p.leaveGuest();
    }
    if (!task.isAlive()) {
      // Another thread has called execve(2) meanwhile.
      return true;
    }
    if (virtual != null) {
      passVirtualTime(virtual, p, task, exit);
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
        kernel.interrupts().dispatch();
        if (virtual == null) {
          tick(p, task);
        }
      }
      case FAILED -> failed(task, cpu.info());
    }
    return true;
  }

  /**
   * A virtual clock moves with each trap that the guest makes. A kick comes when the host's time
   * says so, and must not show; but one who computes without any trap while others wait, for the
   * CPU or for a time, would keep them waiting for ever: for it a tick is a tick.
   */
  private void passVirtualTime(VirtualClock clock, VirtualCpu p, Task task, Exit exit) {
    int ticks = ticker.ticks();
    if (exit != Exit.INTERRUPTED) {
      silentSince = ticks;
      clock.advance(VIRTUAL_TRAP_NANOS);
    } else if (ticks - silentSince >= PATIENT_TICKS) {
      silentSince++;
      if (scheduler.hasWork(p) || kernel.timers().nextDeadline() != TimerQueue.NEVER) {
        clock.advance(Ticker.PERIOD_NANOS);
      }
    }
    long now = clock.monotonicNanos();
    kernel.interrupts().timePassed(now);
    kernel.interrupts().dispatch();
    if (now >= nextVirtualTick || kernel.timers().nextDeadline() <= now) {
      nextVirtualTick = now + Ticker.PERIOD_NANOS;
      tick(p, task);
    }
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

  /** The clock ticks: timers that are due, limits, and the end of a quantum. */
  private void tick(VirtualCpu p, Task task) {
    long now = now();
    kernel.timers().expire(now);
    sampler.charge(task);
    CpuLimits.check(kernel, task);
    if (scheduler.tick(p, now)) {
      p.requestReschedule();
    }
    QUANTUM.setOpaque(this, scheduler.quantumEnd(p, now));
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
