package exo.kernel.task;

import exo.kernel.time.TimerQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The machine's timer interrupt: a daemon thread that kicks the CPUs every 10 ms while some task
 * runs, and earlier when a timer falls due. It sleeps while nothing runs.
 */
public final class Ticker implements Runnable {
  /** Time slice and tick, nanoseconds: 100 Hz. */
  public static final long PERIOD_NANOS = 10_000_000;

  private final KernelServices kernel;
  private final Thread thread;
  private final List<TickSampler> samplers = new CopyOnWriteArrayList<>();
  private volatile int running;
  private volatile boolean sliceEnded;
  private volatile boolean stopped;

  public Ticker(KernelServices kernel, String name) {
    this.kernel = kernel;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
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

  /** Each tick from now on looks at what this CPU does. */
  void add(TickSampler sampler) {
    samplers.add(sampler);
  }

  /** A CPU turned to a task; the lock is held. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the kernel lock only
  void busy() {
    sliceEnded = false;
    if (running++ == 0 && asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** A CPU left its task; the lock is held. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the kernel lock only
  void idle() {
    running--;
  }

  private volatile boolean asleep;

  /** Whether a whole period passed since a task last got the CPU. */
  boolean sliceEnded() {
    return sliceEnded;
  }

  @Override
  public void run() {
    long nextTick = System.nanoTime() + PERIOD_NANOS;
    while (!stopped) {
      if (running == 0) {
        asleep = true;
        if (running == 0 && !stopped) {
          // Bounded, so that a wake-up lost between the two looks costs little.
          LockSupport.parkNanos(this, 20 * PERIOD_NANOS);
        }
        asleep = false;
        nextTick = System.nanoTime() + PERIOD_NANOS;
        continue;
      }
      long now = System.nanoTime();
      long due = kernel.timers().nextDeadlineHint();
      long untilTimer =
          due == TimerQueue.NEVER ? Long.MAX_VALUE : due - kernel.clock().monotonicNanos();
      long wait = Math.min(nextTick - now, untilTimer);
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
        continue;
      }
      if (nextTick - now <= 0) {
        nextTick = now + PERIOD_NANOS;
        sliceEnded = true;
        for (TickSampler s : samplers) {
          s.sample();
        }
      }
      kernel.kickAll();
      if (untilTimer <= 0) {
        // The kicked CPU needs a moment to serve the timer before it is looked at again.
        LockSupport.parkNanos(this, PERIOD_NANOS / 100);
      }
    }
  }
}
