package exo.kernel.procfs;

import exo.kernel.task.KernelServices;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code limits}: the table of resource limits. */
final class LimitsText {
  private static final String[][] ROWS = {
    {"Max cpu time", "seconds"},
    {"Max file size", "bytes"},
    {"Max data size", "bytes"},
    {"Max stack size", "bytes"},
    {"Max core file size", "bytes"},
    {"Max resident set", "bytes"},
    {"Max processes", "processes"},
    {"Max open files", "files"},
    {"Max locked memory", "bytes"},
    {"Max address space", "bytes"},
    {"Max file locks", "locks"},
    {"Max pending signals", "signals"},
    {"Max msgqueue size", "bytes"},
    {"Max nice priority", ""},
    {"Max realtime priority", ""},
    {"Max realtime timeout", "us"}
  };

  private LimitsText() {}

  static void write(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    out.append(row("Limit", "Soft Limit", "Hard Limit", "Units"));
    ResourceLimits l = group.limits();
    for (int i = 0; i < ROWS.length; i++) {
      out.append(row(ROWS[i][0], value(l.soft(i)), value(l.hard(i)), ROWS[i][1]));
    }
  }

  private static String row(String name, String soft, String hard, String unit) {
    return String.format(Locale.ROOT, "%-25s %-20s %-20s %-10s\n", name, soft, hard, unit);
  }

  private static String value(long limit) {
    return limit == ResourceLimits.INFINITY ? "unlimited" : Long.toUnsignedString(limit);
  }
}
