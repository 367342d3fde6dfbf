package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Sched;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.MemoryUsage;
import exo.kernel.mm.ProgramLayout;
import exo.kernel.sched.CpuSplit;
import exo.kernel.sched.EntityStatistics;
import exo.kernel.signal.Signal;
import exo.kernel.task.KernelServices;
import exo.kernel.task.ResourceUse;
import exo.kernel.task.SyscallFilter;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.tty.Terminal;
import exo.kernel.vfs.CapabilitySets;
import exo.kernel.vfs.Credentials;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code status}, {@code stat}, {@code statm} and the like: numbers about one process. */
final class StatusText {
  private static final long PAGE = 4096;
  private static final int DEADLINE_PRIORITY = -101;

  private StatusText() {}

  private static char state(@Nullable Task task, ThreadGroup group) {
    if (task == null || group.isZombie()) {
      return 'Z';
    }
    return switch (task.runState()) {
      case RUNNABLE -> 'R';
      case BLOCKED -> 'S';
      case STOPPED -> 'T';
      case DEAD -> 'X';
    };
  }

  private static String stateName(char state) {
    return switch (state) {
      case 'R' -> "R (running)";
      case 'S' -> "S (sleeping)";
      case 'T' -> "T (stopped)";
      case 'Z' -> "Z (zombie)";
      default -> "X (dead)";
    };
  }

  static void status(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    out.append("Name:\t").append(task == null ? group.name() : task.name()).append('\n');
    if (task != null) {
      out.append(String.format(Locale.ROOT, "Umask:\t%04o\n", task.fs().umask()));
    }
    out.append("State:\t").append(stateName(state(task, group)));
    out.append("\nTgid:\t").append(group.pid());
    out.append("\nNgid:\t0\nPid:\t").append(task == null ? group.pid() : task.tid());
    out.append("\nPPid:\t").append(group.parentPid());
    out.append("\nTracerPid:\t0\n");
    if (task == null) {
      out.append("Threads:\t1\n");
      return;
    }
    identity(out, task);
    memory(out, task.space());
    out.append("CoreDumping:\t0\nTHP_enabled:\t0\n");
    out.append("Threads:\t").append(group.tasks().size()).append('\n');
    signals(out, group, task);
    capabilities(out, task);
    out.append("NoNewPrivs:\t").append(task.extras().noNewPrivileges ? 1 : 0);
    SyscallFilter filter = task.extras().filter;
    int mode = filter == null ? 0 : filter.isStrict() ? 1 : 2;
    out.append("\nSeccomp:\t").append(mode).append("\nSeccomp_filters:\t");
    out.append(filter == null ? 0 : filter.count()).append('\n');
    out.append("Speculation_Store_Bypass:\tnot vulnerable\n");
    out.append("SpeculationIndirectBranch:\tunknown\n");
    int cpus = task.kernel().config().cpus();
    long mask = task.affinity() & (cpus == 64 ? -1 : (1L << cpus) - 1);
    out.append("Cpus_allowed:\t").append(Long.toHexString(mask));
    out.append("\nCpus_allowed_list:\t").append(cpus == 1 ? "0" : "0-" + (cpus - 1));
    out.append("\nMems_allowed:\t1\nMems_allowed_list:\t0\n");
    EntityStatistics switches = task.statistics();
    out.append("voluntary_ctxt_switches:\t").append(switches.voluntarySwitches);
    out.append("\nnonvoluntary_ctxt_switches:\t").append(switches.involuntarySwitches);
    out.append('\n');
  }

  private static void identity(StringBuilder out, Task task) {
    Credentials c = task.credentials();
    out.append("Uid:\t").append(c.uid()).append('\t').append(c.euid()).append('\t');
    out.append(c.suid()).append('\t').append(c.fsuid());
    out.append("\nGid:\t").append(c.gid()).append('\t').append(c.egid()).append('\t');
    out.append(c.sgid()).append('\t').append(c.fsgid());
    out.append("\nFDSize:\t").append(task.files().capacity()).append("\nGroups:\t");
    for (int g : c.groups()) {
      out.append(g).append(' ');
    }
    ThreadGroup group = task.group();
    out.append("\nNStgid:\t").append(group.pid()).append("\nNSpid:\t").append(task.tid());
    out.append("\nNSpgid:\t").append(group.processGroup());
    out.append("\nNSsid:\t").append(group.session()).append('\n');
  }

  /** Pages of the program's own code; not all of it need be mapped as such. */
  private static long textPages(ProgramLayout l) {
    return (pageUp(l.codeEnd) - (l.codeStart & -PAGE)) / PAGE;
  }

  private static long pageUp(long va) {
    return (va + PAGE - 1) & -PAGE;
  }

  private static void memory(StringBuilder out, AddressSpace space) {
    MemoryUsage u = space.usage();
    long text = textPages(space.layout());
    kib(out, "VmPeak", u.peakMapped());
    kib(out, "VmSize", u.mapped());
    kib(out, "VmLck", u.locked());
    kib(out, "VmPin", 0);
    kib(out, "VmHWM", u.peakResident());
    kib(out, "VmRSS", u.resident());
    kib(out, "RssAnon", u.anonymous());
    kib(out, "RssFile", u.file());
    kib(out, "RssShmem", u.shared());
    kib(out, "VmData", u.data());
    kib(out, "VmStk", u.stack());
    kib(out, "VmExe", Math.min(text, u.code()));
    kib(out, "VmLib", Math.max(0, u.code() - text));
    kib(out, "VmPTE", space.tableFrames());
    kib(out, "VmSwap", 0);
    kib(out, "HugetlbPages", 0);
  }

  private static void kib(StringBuilder out, String name, long pages) {
    out.append(String.format(Locale.ROOT, "%s:\t%8d kB\n", name, pages * 4));
  }

  private static void signals(StringBuilder out, ThreadGroup group, Task task) {
    int queued = task.signals().pending().queued() + group.pending().queued();
    out.append("SigQ:\t").append(queued).append("/32768\n");
    mask(out, "SigPnd", task.signals().pending().set());
    mask(out, "ShdPnd", group.pending().set());
    mask(out, "SigBlk", task.signals().mask());
    mask(out, "SigIgn", ignored(task));
    mask(out, "SigCgt", caught(task));
  }

  private static long caught(Task task) {
    long set = 0;
    for (int s = 1; s <= Signal.MAX; s++) {
      set |= task.actions().isCaught(s) ? Signal.mask(s) : 0;
    }
    return set;
  }

  private static long ignored(Task task) {
    long set = 0;
    for (int s = 1; s <= Signal.MAX; s++) {
      boolean ignored = !task.actions().isCaught(s) && task.actions().handler(s) != 0;
      set |= ignored ? Signal.mask(s) : 0;
    }
    return set;
  }

  private static void capabilities(StringBuilder out, Task task) {
    CapabilitySets c = task.credentials().capabilities();
    mask(out, "CapInh", c.inheritable());
    mask(out, "CapPrm", c.permitted());
    mask(out, "CapEff", c.effective());
    mask(out, "CapBnd", c.bounding());
    mask(out, "CapAmb", c.ambient());
  }

  private static void mask(StringBuilder out, String name, long set) {
    out.append(String.format(Locale.ROOT, "%s:\t%016x\n", name, set));
  }

  static void stat(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    stat(out, group, task, group.cpuTimes(kernel.clock().monotonicNanos()));
  }

  /** Of one thread alone, as {@code /proc/PID/task/TID/stat} has it. */
  static void threadStat(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    long now = kernel.clock().monotonicNanos();
    stat(out, group, task, task == null ? group.cpuTimes(now) : task.cpuTimes(now));
  }

  private static void stat(
      StringBuilder out, ThreadGroup group, @Nullable Task task, CpuSplit cpu) {
    int id = task == null ? group.pid() : task.tid();
    out.append(id).append(" (").append(task == null ? group.name() : task.name());
    out.append(") ").append(state(task, group)).append(' ').append(group.parentPid());
    out.append(' ').append(group.processGroup()).append(' ').append(group.session());
    Terminal terminal = group.terminal();
    if (terminal == null) {
      out.append(" 0 -1");
    } else {
      out.append(' ').append((int) terminal.device());
      out.append(' ').append(terminal.foreground() == 0 ? -1 : terminal.foreground());
    }
    // flags, faults
    out.append(" 4194304 ").append(group.use().minorFaults).append(' ');
    out.append(group.childrenUse().minorFaults).append(' ');
    out.append(group.use().majorFaults).append(' ').append(group.childrenUse().majorFaults);
    out.append(' ');
    out.append(SystemFiles.ticks(cpu.userNanos())).append(' ');
    out.append(SystemFiles.ticks(cpu.systemNanos())).append(' ');
    out.append(SystemFiles.ticks(group.childrenUserNanos())).append(' ');
    out.append(SystemFiles.ticks(group.childrenSystemNanos()));
    int nice = task == null ? 0 : task.nice();
    out.append(' ').append(priority(task, nice)).append(' ').append(nice);
    out.append(' ').append(Math.max(1, group.tasks().size())).append(" 0 ");
    out.append(SystemFiles.ticks(group.startNanos())).append(' ');
    if (task == null || !task.isAlive()) {
      out.append("0 0 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 ");
      out.append(group.waitStatus()).append('\n');
      return;
    }
    AddressSpace s = task.space();
    ProgramLayout l = s.layout();
    out.append(s.usage().mapped() * 4096).append(' ').append(s.usage().resident());
    out.append(" 18446744073709551615 ").append(l.codeStart).append(' ').append(l.codeEnd);
    out.append(' ').append(l.stackStart).append(" 0 0");
    oldMask(out, task.signals().pending().set());
    oldMask(out, task.signals().mask());
    oldMask(out, ignored(task));
    oldMask(out, caught(task));
    out.append(task.runState() == Task.State.RUNNABLE ? " 0" : " 1").append(" 0 0 17 0 ");
    out.append(task.realtimePriority()).append(' ').append(task.policy());
    out.append(" 0 0 0 ").append(l.dataStart).append(' ').append(l.dataEnd).append(' ');
    out.append(l.brkStart).append(' ').append(l.argStart).append(' ').append(l.argEnd);
    out.append(' ').append(l.envStart).append(' ').append(l.envEnd).append(' ');
    out.append(group.waitStatus()).append('\n');
  }

  /** As the kernel counts: 0 to 39 for nice values, below that for real time. */
  private static int priority(@Nullable Task task, int nice) {
    int policy = task == null ? Sched.SCHED_NORMAL : task.policy();
    return switch (policy) {
      case Sched.SCHED_FIFO, Sched.SCHED_RR -> -1 - (task == null ? 0 : task.realtimePriority());
      case Sched.SCHED_DEADLINE -> DEADLINE_PRIORITY;
      default -> 20 + nice;
    };
  }

  /** Of the first 31 signals alone. */
  private static void oldMask(StringBuilder out, long set) {
    out.append(' ').append(set & 0x7fff_ffff);
  }

  static void statm(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task == null || !task.isAlive()) {
      out.append("0 0 0 0 0 0 0\n");
      return;
    }
    MemoryUsage u = task.space().usage();
    out.append(u.mapped()).append(' ').append(u.resident()).append(' ');
    out.append(u.file() + u.shared()).append(' ');
    out.append(Math.min(textPages(task.space().layout()), u.code())).append(" 0 ");
    out.append(u.data() + u.stack()).append(" 0\n");
  }

  static void comm(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    out.append(task == null ? group.name() : task.name()).append('\n');
  }

  static void io(StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    ResourceUse use = new ResourceUse();
    use.add(group.use());
    use.add(group.childrenUse());
    out.append("rchar: ").append(use.readBytes).append("\nwchar: ").append(use.writtenBytes);
    out.append("\nsyscr: ").append(use.reads).append("\nsyscw: ").append(use.writes);
    // No block device is ever read or written.
    out.append("\nread_bytes: 0\nwrite_bytes: 0\ncancelled_write_bytes: 0\n");
  }

  static void schedstat(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    long now = kernel.clock().monotonicNanos();
    if (task == null) {
      out.append(group.cpuNanos(now)).append(" 0 0\n");
      return;
    }
    EntityStatistics s = task.statistics();
    out.append(task.cpuNanos(now)).append(' ').append(s.waitNanos).append(' ');
    out.append(s.turns).append('\n');
  }

  static void personality(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel)
      throws Errno {
    int p = ProcessFiles.living(task).extras().personality;
    out.append(String.format(Locale.ROOT, "%08x\n", p));
  }
}
