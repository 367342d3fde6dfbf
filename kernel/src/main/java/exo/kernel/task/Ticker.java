package exo.kernel.task;

import exo.kernel.irq.Pit8254;
import exo.kernel.time.TimerQueue;
import exo.kernel.time.VirtualClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * What drives the machine's timer: a daemon thread that pulls the line of the PIT each period while
 * some task runs, and kicks the CPUs so that they see it; earlier, without a tick, when a timer
 * falls due. It sleeps while nothing runs, as Linux stops the tick of an idle CPU.
 */
public final class Ticker implements Runnable {
  /** The tick at the usual rate of the timer, nanoseconds. */
  public static final long PERIOD_NANOS = 10_000_000;

  /** Longest sleep while nothing runs, and the wait for a kicked CPU to serve a timer. */
  private static final long LONG_NANOS = 200_000_000;

  private static final long SHORT_NANOS = 100_000;

  private final KernelServices kernel;
  private final Pit8254 timer;
  private final Thread thread;
  private final List<TickSampler> samplers = new CopyOnWriteArrayList<>();
  private final List<TaskRunner> runners = new CopyOnWriteArrayList<>();
  private volatile int running;
  private volatile boolean stopped;

  /** Whether the machine's time is not the host's: then its tick is not this thread's. */
  private final boolean virtual;

  /** Periods of the host's time in which some task ran. Written by this thread only. */
  private volatile int ticks;

  public Ticker(KernelServices kernel, String name) {
    this.kernel = kernel;
    this.virtual = kernel.clock() instanceof VirtualClock;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
    this.timer = kernel.interrupts().timer();
    // Nothing of its own: each kick that a CPU sees looks at timers and quanta.
    kernel.interrupts().request(Pit8254.IRQ, "timer", () -> {});
  }

  public void start() {
    thread.start();
  }

  /** Ends the thread and waits for it. */
  public void stop() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      // It ends all the same, a moment later.
      Thread.currentThread().interrupt();
    }
  }

  /** Each tick from now on looks at what this CPU does. They come in the order of their numbers. */
  void add(TickSampler sampler, TaskRunner runner) {
    sampler.countFor(kernel.cpuTimes(samplers.size()));
    samplers.add(sampler);
    runners.add(runner);
  }

  /** A CPU has something to run; the lock is held. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the kernel lock only
  void busy() {
    if (running++ == 0 && asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** A CPU waits for something to run; the lock is held. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the kernel lock only
  void idle() {
    running--;
  }

  private volatile boolean asleep;

  /** When it will look again, by the machine's clock. */
  private volatile long plannedNanos = Long.MAX_VALUE;

  /** A timer may be due before the next look: any thread. */
  void expect(long deadlineNanos) {
    if (deadlineNanos < plannedNanos) {
      plannedNanos = deadlineNanos;
      LockSupport.unpark(thread);
    }
  }

  /** Periods of the host's time in which some task ran. Any thread. */
  int ticks() {
    return ticks;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void run() {
    long nextTick = System.nanoTime() + timer.periodNanos();
    while (!stopped) {
      if (running == 0) {
        asleep = true;
        if (running == 0 && !stopped) {
          // Bounded, so that a wake-up lost between the two looks costs little.
          LockSupport.parkNanos(this, LONG_NANOS);
        }
        asleep = false;
        nextTick = System.nanoTime() + timer.periodNanos();
        continue;
      }
      long untilTick = nextTick - System.nanoTime();
      long clock = kernel.clock().monotonicNanos();
      long next = Math.min(kernel.timers().nextDeadlineHint(), quantumEnd());
      long wait = Math.min(untilTick, next == TimerQueue.NEVER ? Long.MAX_VALUE : next - clock);
      if (wait > 0) {
        plannedNanos = clock + wait;
        LockSupport.parkNanos(this, wait);
        continue;
      }
      if (untilTick <= 0) {
        nextTick = System.nanoTime() + timer.periodNanos();
        ticks++;
        if (!virtual) {
          kernel.interrupts().raise(Pit8254.IRQ);
        }
        for (TickSampler s : samplers) {
          s.sample();
        }
      }
      kernel.kickAll();
      if (untilTick > 0) {
        // The kicked CPU needs a moment to serve the timer before it is looked at again.
        LockSupport.parkNanos(this, SHORT_NANOS);
      }
    }
  }

  /** The first end of a quantum that somebody waits for, by the machine's clock. */
  private long quantumEnd() {
    long first = Long.MAX_VALUE;
    for (TaskRunner r : runners) {
      first = Math.min(first, r.quantumEnd());
    }
    return first;
  }
}
