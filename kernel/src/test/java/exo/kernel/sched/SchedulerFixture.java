package exo.kernel.sched;

import exo.kernel.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;

/** A scheduler whose CPUs and time are moved by hand, in steps of a tenth of a millisecond. */
final class SchedulerFixture {
  static final long MS = 1_000_000;
  static final long STEP = MS / 10;

  /** Computes all the time, or for a while each time it is woken. */
  static final class Program extends SchedEntity {
    final String name;

    /** CPU time between waits, nanoseconds; MAX_VALUE never waits. */
    long burst;

    /** How long it waits. */
    long pause;

    private long left;
    private long wakesAt = Long.MAX_VALUE;
    final List<Long> latencies = new ArrayList<>();
    private long wokenAt = -1;

    Program(String name, long burst, long pause) {
      this.name = name;
      this.burst = burst;
      this.pause = pause;
      this.left = burst;
    }
  }

  final TimerQueue timers = new TimerQueue();
  final Scheduler scheduler;
  final List<VirtualCpu> cpus = new ArrayList<>();
  final List<Program> programs = new ArrayList<>();
  final List<String> trace = new ArrayList<>();
  long now;

  SchedulerFixture(int count) {
    scheduler = new Scheduler(count, timers);
    for (int i = 0; i < count; i++) {
      cpus.add(scheduler.addCpu(i, new Silent()));
    }
  }

  private static final class Silent implements VirtualCpu.Host {
    @Override
    public void interrupt() {}

    @Override
    public void callOut() {}

    @Override
    public void wake() {}
  }

  Program hog(String name) {
    return add(new Program(name, Long.MAX_VALUE, 0));
  }

  Program interactive(String name, long burst, long pause) {
    return add(new Program(name, burst, pause));
  }

  private Program add(Program p) {
    programs.add(p);
    scheduler.wake(p, now);
    return p;
  }

  /** Lets everything run for a time. */
  void run(long nanos) {
    long end = now + nanos;
    while (now < end) {
      timers.expire(now);
      wakeSleepers();
      for (VirtualCpu cpu : cpus) {
        settle(cpu);
      }
      now += STEP;
      for (VirtualCpu cpu : cpus) {
        step(cpu);
      }
    }
  }

  private void wakeSleepers() {
    for (Program p : programs) {
      if (p.wakesAt <= now) {
        p.wakesAt = Long.MAX_VALUE;
        p.left = p.burst;
        p.wokenAt = now;
        scheduler.wake(p, now);
      }
    }
  }

  private void settle(VirtualCpu cpu) {
    if (cpu.running() != null && scheduler.mustReschedule(cpu)) {
      scheduler.preempted(cpu, now);
    }
    if (cpu.running() == null) {
      Program next = (Program) scheduler.pick(cpu, now);
      if (next == null) {
        scheduler.beginIdle(cpu, now);
        return;
      }
      scheduler.endIdle(cpu, now);
      trace.add(next.name);
      if (next.wokenAt >= 0) {
        next.latencies.add(now - next.wokenAt);
        next.wokenAt = -1;
      }
    }
  }

  private void step(VirtualCpu cpu) {
    Program p = (Program) cpu.running();
    if (p == null) {
      return;
    }
    if (p.burst != Long.MAX_VALUE) {
      p.left -= STEP;
      if (p.left <= 0) {
        p.wakesAt = now + p.pause;
        scheduler.blocked(cpu, now);
        return;
      }
    }
    if (scheduler.tick(cpu, now)) {
      cpu.requestReschedule();
    }
  }

  double share(Program p) {
    return (double) p.cpuNanos(now) / now;
  }
}
