package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of {@code /proc/PID}, one line each. Source: proc(5). */
final class ProcessFiles {
  /** Makes the text for one process; the thread is null when it is a zombie. */
  interface Text {
    void write(StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel)
        throws Errno;
  }

  private record Line(int mode, Text text) {}

  private static final Map<String, Line> FILES = files();

  private ProcessFiles() {}

  private static Map<String, Line> files() {
    Map<String, Line> f = new LinkedHashMap<>();
    f.put("status", new Line(0444, StatusText::status));
    f.put("stat", new Line(0444, StatusText::stat));
    f.put("statm", new Line(0444, StatusText::statm));
    f.put("cmdline", new Line(0444, MemoryText::commandLine));
    f.put("environ", new Line(0400, MemoryText::environment));
    f.put("auxv", new Line(0400, MemoryText::auxv));
    f.put("comm", new Line(0644, StatusText::comm));
    f.put("maps", new Line(0444, MapsText::maps));
    f.put("smaps", new Line(0444, MapsText::smaps));
    f.put("smaps_rollup", new Line(0444, MapsText::rollup));
    f.put("syscall", new Line(0400, CallText::syscall));
    f.put("stack", new Line(0400, (out, g, t, r) -> living(t)));
    f.put("timerslack_ns", new Line(0666, CallText::timerSlack));
    f.put("coredump_filter", new Line(0644, (out, g, t, r) -> out.append("00000033\n")));
    f.put("mountstats", new Line(0400, MountsText::mountstats));
    f.put("limits", new Line(0444, LimitsText::write));
    f.put("mounts", new Line(0444, MountsText::mounts));
    f.put("mountinfo", new Line(0444, MountsText::mountinfo));
    f.put("io", new Line(0400, StatusText::io));
    f.put("sched", new Line(0444, SchedText::entity));
    f.put("schedstat", new Line(0444, StatusText::schedstat));
    f.put("cgroup", new Line(0444, (out, g, t, r) -> out.append("0::/\n")));
    f.put("oom_score", new Line(0444, OomText::score));
    f.put("oom_score_adj", new Line(0644, OomText::adjustment));
    f.put("oom_adj", new Line(0644, OomText::oldAdjustment));
    f.put("loginuid", new Line(0644, (out, g, t, r) -> out.append("4294967295")));
    f.put("sessionid", new Line(0444, (out, g, t, r) -> out.append("4294967295")));
    f.put("wchan", new Line(0444, (out, g, t, r) -> out.append('0')));
    f.put("personality", new Line(0400, StatusText::personality));
    f.put("uid_map", new Line(0644, (out, g, t, r) -> out.append(WHOLE_RANGE)));
    f.put("gid_map", new Line(0644, (out, g, t, r) -> out.append(WHOLE_RANGE)));
    f.put("setgroups", new Line(0644, (out, g, t, r) -> out.append("allow\n")));
    return f;
  }

  private static final String WHOLE_RANGE = "         0          0 4294967295\n";

  static Set<String> names() {
    return FILES.keySet();
  }

  static @Nullable ProcFile make(
      ProcessDirectory process, ThreadGroup group, @Nullable Task task, String name) {
    Line line = FILES.get(name);
    if (line == null) {
      return null;
    }
    boolean ofThread = process.isThread() && name.equals("stat");
    Text text = ofThread ? StatusText::threadStat : line.text;
    KernelServices kernel = process.proc.kernel;
    ProcFile.Setter setter =
        switch (name) {
          case "comm" -> given -> rename(task, given);
          case "oom_score_adj" -> given -> OomText.adjust(kernel, group, given);
          case "oom_adj" -> given -> OomText.adjustOldWay(kernel, group, given);
          default -> (line.mode & 0200) != 0 ? given -> {} : null;
        };
    return new ProcFile(
        process.proc,
        process.number() + 64 + Math.floorMod(name.hashCode(), 3000),
        line.mode,
        process.uid(),
        process.gid(),
        out -> text.write(out, group, task, kernel),
        setter);
  }

  private static void rename(@Nullable Task task, String text) throws Errno {
    if (task == null || !task.isAlive()) {
      throw Errno.ESRCH;
    }
    task.name(text.stripTrailing());
  }

  /** The thread shown, which must live. */
  static Task living(@Nullable Task task) throws Errno {
    if (task == null || !task.isAlive()) {
      throw Errno.ESRCH;
    }
    return task;
  }
}
