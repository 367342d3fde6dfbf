package exo.cli.top;

import exo.kernel.MachineSnapshot;
import exo.kernel.MachineSnapshot.CpuView;
import exo.kernel.MachineSnapshot.QueueView;
import exo.kernel.MachineSnapshot.State;
import exo.kernel.MachineSnapshot.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An interval as lines for people. */
final class TopTable {
  private static final double MILLION = 1e6;
  private static final long SECOND = 1_000_000_000;
  private static final double FRAMES_PER_MIB = 256;

  private static final String QUEUES = "QUEUE     WAITING     PICKED  MEAN WAIT us  LONGEST us";
  private static final String TASKS =
      "  PID   TID S CPU  %CPU     TIME  NI CLASS QUEUE       EMA ms SURE NAME";

  private static final List<String> POLICIES =
      List.of("OTHER", "FIFO", "RR", "BATCH", "ISO", "IDLE", "DLINE");

  private final Interval interval;
  private final long pid;
  private final List<String> lines = new ArrayList<>();
  private final List<Integer> titles = new ArrayList<>();

  private TopTable(Interval interval, long pid) {
    this.interval = interval;
    this.pid = pid;
  }

  /**
   * @param pid the process of the host that runs the machine
   */
  static TopTable of(Interval interval, long pid) {
    TopTable table = new TopTable(interval, pid);
    table.head();
    table.queues();
    table.tasks();
    return table;
  }

  List<String> lines() {
    return lines;
  }

  /** Whether a line names the columns of those below. */
  boolean isTitle(int line) {
    return titles.contains(line);
  }

  private void head() {
    MachineSnapshot s = interval.end();
    long seconds = s.uptimeNanos() / SECOND;
    add(
        "exo top: process %d, up %d:%02d:%02d, %s",
        pid, seconds / 3600, seconds / 60 % 60, seconds % 60, interval.program());
    add(
        "RAM %.1f of %.1f MiB, %d interrupts; %d tasks: %d running, %d runnable, %d sleeping,"
            + " %d stopped, %d zombies",
        s.framesUsed() / FRAMES_PER_MIB,
        s.framesTotal() / FRAMES_PER_MIB,
        s.interrupts(),
        s.tasks().size(),
        count(State.RUNNING),
        count(State.RUNNABLE),
        count(State.SLEEPING),
        count(State.STOPPED),
        count(State.ZOMBIE));
    add("CPUs busy: %s", s.cpus().stream().map(this::busy).collect(Collectors.joining(" ")));
  }

  private long count(State state) {
    return interval.end().tasks().stream().filter(t -> t.state() == state).count();
  }

  private String busy(CpuView cpu) {
    return Math.round(interval.busyPercent(cpu)) + "%";
  }

  private void queues() {
    title(QUEUES);
    for (QueueView q : interval.end().queues()) {
      long mean = q.picks() == 0 ? 0 : q.waitNanos() / q.picks() / 1000;
      add(
          "%-8s %8d %10d %13d %11d",
          q.name(), q.waiting(), q.picks(), mean, q.longestWaitNanos() / 1000);
    }
  }

  private void tasks() {
    title(TASKS);
    for (TaskView t : interval.tasksByUse()) {
      long hundredths = t.cpuNanos() / (SECOND / 100);
      add(
          "%5d %5d %c %3s %5.1f %5d.%02d %3d %-5s %-8s %9.3f %3d%% %s",
          t.pid(),
          t.tid(),
          letter(t.state()),
          t.cpu() < 0 ? "-" : Integer.toString(t.cpu()),
          interval.cpuPercent(t),
          hundredths / 100,
          hundredths % 100,
          t.nice(),
          policy(t.policy()),
          t.queue(),
          t.burstNanos() / MILLION,
          t.burstConfidence(),
          t.name());
    }
  }

  /** As top(1) and ps(1) have them, where who waits for a CPU counts as running. */
  private static char letter(State state) {
    return switch (state) {
      case RUNNING -> 'R';
      case RUNNABLE -> 'r';
      case SLEEPING -> 'S';
      case STOPPED -> 'T';
      case ZOMBIE -> 'Z';
    };
  }

  /** By its SCHED_ number. */
  static String policy(int number) {
    return number < POLICIES.size() ? POLICIES.get(number) : Integer.toString(number);
  }

  private void title(String text) {
    lines.add("");
    titles.add(lines.size());
    lines.add(text);
  }

  private void add(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
