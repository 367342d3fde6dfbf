package exo.cli.control;

import exo.kernel.MachineSnapshot;
import exo.kernel.MachineSnapshot.CpuView;
import exo.kernel.MachineSnapshot.QueueView;
import exo.kernel.MachineSnapshot.State;
import exo.kernel.MachineSnapshot.TaskView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Look} as text on its way between processes: lines of fields with tabs between them, the
 * first field naming the kind of line. Names come from guests, who may put anything into them:
 * characters that end fields or command terminals become question marks.
 */
final class LookText {
  private static final String FORMAT = "exo-look-1";
  private static final String CPU = "cpu";
  private static final String QUEUE = "queue";
  private static final String TASK = "task";
  private static final String END = "end";

  private LookText() {}

  static String write(Look look) {
    StringBuilder out = new StringBuilder();
    MachineSnapshot s = look.snapshot();
    line(
        out,
        FORMAT,
        look.program(),
        s.uptimeNanos(),
        s.framesUsed(),
        s.framesTotal(),
        s.interrupts());
    for (CpuView c : s.cpus()) {
      line(out, CPU, c.index(), c.idleNanos(), c.turns(), c.preemptions());
    }
    for (QueueView q : s.queues()) {
      line(out, QUEUE, q.name(), q.waiting(), q.picks(), q.waitNanos(), q.longestWaitNanos());
    }
    for (TaskView t : s.tasks()) {
      line(
          out,
          TASK,
          t.pid(),
          t.tid(),
          t.name(),
          t.state(),
          t.cpu(),
          t.policy(),
          t.nice(),
          t.queue(),
          t.burstNanos(),
          t.burstConfidence(),
          t.cpuNanos(),
          t.waitNanos(),
          t.voluntarySwitches(),
          t.involuntarySwitches());
    }
    line(out, END);
    return out.toString();
  }

  private static void line(StringBuilder out, Object... fields) {
    for (int i = 0; i < fields.length; i++) {
      if (i > 0) {
        out.append('\t');
      }
      String text = String.valueOf(fields[i]);
      for (int at = 0; at < text.length(); at++) {
        char c = text.charAt(at);
        out.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    out.append('\n');
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @return null when it breaks off
   * @throws IOException when it is something else
   */
  static @Nullable Look read(String text) throws IOException {
    if (!text.endsWith("\n" + END + "\n")) {
      return null;
    }
    List<CpuView> cpus = new ArrayList<>();
    List<QueueView> queues = new ArrayList<>();
    List<TaskView> tasks = new ArrayList<>();
    try {
      List<String> lines = text.lines().toList();
      for (String line : lines) {
        Fields f = new Fields(line);
        switch (f.text()) {
          case CPU -> cpus.add(new CpuView(f.count(), f.number(), f.number(), f.number()));
          case QUEUE ->
              queues.add(new QueueView(f.text(), f.count(), f.number(), f.number(), f.number()));
          case TASK -> tasks.add(task(f));
          default -> {
            // The first and the last.
          }
        }
      }
      Fields f = new Fields(lines.getFirst());
      if (!f.text().equals(FORMAT)) {
        throw new IOException("another Exo runs that machine");
      }
      String program = f.text();
      return new Look(
          program,
          new MachineSnapshot(f.number(), f.number(), f.number(), f.number(), cpus, queues, tasks));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("another Exo runs that machine", e);
    }
  }

  private static TaskView task(Fields f) {
    return new TaskView(
        f.count(),
        f.count(),
        f.text(),
        State.valueOf(f.text()),
        f.count(),
        f.count(),
        f.count(),
        f.text(),
        f.number(),
        f.count(),
        f.number(),
        f.number(),
        f.number(),
        f.number());
  }

  /** The fields of one line, from left to right. */
  private static final class Fields {
    private final String[] fields;
    private int next;

    Fields(String line) {
      fields = line.split("\t", -1);
    }

    String text() {
      return fields[next++];
    }

    long number() {
      return Long.parseLong(text());
    }

    int count() {
      return Integer.parseInt(text());
    }
  }
}
