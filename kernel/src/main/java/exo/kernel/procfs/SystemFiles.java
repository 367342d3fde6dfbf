package exo.kernel.procfs;

import exo.kernel.irq.InterruptController;
import exo.kernel.sched.VirtualCpu;
import exo.kernel.sysvipc.IpcText;
import exo.kernel.task.CpuTimes;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Processes;
import exo.kernel.task.Release;
import exo.kernel.vfs.FileSystemType;
import exo.mem.phys.FrameStatistics;
import java.util.Locale;

/** The files of {@code /proc} that tell of the machine. Source: proc(5). */
final class SystemFiles {
  private static final long SECOND = 1_000_000_000L;
  private static final int KIB_PER_PAGE = 4;
  private static final int CPU_PARTS = 4;

  private final KernelServices kernel;

  private SystemFiles(KernelServices kernel) {
    this.kernel = kernel;
  }

  static StaticDirectory root(ProcSuperblock proc) {
    SystemFiles f = new SystemFiles(proc.kernel);
    StaticDirectory root =
        new StaticDirectory(proc, 1)
            .link("self", who -> Integer.toString(who.processId()))
            .link("thread-self", who -> who.processId() + "/task/" + who.threadId())
            .link("mounts", who -> "self/mounts")
            .link("net", who -> "self/net")
            .file("meminfo", f::meminfo)
            .file("cpuinfo", f::cpuinfo)
            .file("stat", f::stat)
            .file("schedstat", out -> SchedText.machine(out, proc.kernel))
            .file("uptime", f::uptime)
            .file("loadavg", f::loadavg)
            .file("version", f::version)
            .file("filesystems", f::filesystems)
            .file("cmdline", out -> out.append(proc.kernel.commandLine()).append('\n'))
            .file("devices", SystemFiles::devices)
            .file("ipc", proc.kernel.channels()::describe)
            .line("swaps", "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority")
            .file("partitions", out -> out.append("major minor  #blocks  name\n\n"))
            .file("diskstats", out -> {})
            .file("modules", out -> {})
            .file("locks", out -> LocksText.locks(out, proc.kernel))
            .file("interrupts", f::interrupts)
            .file("vmstat", f::vmstat)
            .file("zoneinfo", out -> ZoneText.zoneinfo(out, proc.kernel.frames()))
            .file("buddyinfo", out -> ZoneText.buddyinfo(out, proc.kernel.frames()));
    root.directory("sysvipc")
        .file("shm", out -> IpcText.segments(out, proc.kernel.ipc()))
        .file("sem", out -> IpcText.sets(out, proc.kernel.ipc()))
        .file("msg", out -> IpcText.queues(out, proc.kernel.ipc()));
    SysctlFiles.fill(root.directory("sys"), proc.kernel);
    return root;
  }

  private static void field(StringBuilder out, String name, long kib) {
    out.append(String.format(Locale.ROOT, "%-16s%8d kB\n", name + ":", kib));
  }

  private void meminfo(StringBuilder out) {
    FrameStatistics s = kernel.frames().statistics();
    long total = s.total() * KIB_PER_PAGE;
    long free = s.free() * KIB_PER_PAGE;
    MemorySums sums = MemorySums.of(kernel);
    long cached = sums.cached * KIB_PER_PAGE;
    long anonymous = sums.anonymous * KIB_PER_PAGE;
    long locked = sums.locked * KIB_PER_PAGE;
    field(out, "MemTotal", total);
    field(out, "MemFree", free);
    field(out, "MemAvailable", free);
    field(out, "Buffers", 0);
    field(out, "Cached", cached);
    field(out, "SwapCached", 0);
    field(out, "Active", anonymous);
    field(out, "Inactive", cached);
    field(out, "Active(anon)", anonymous);
    field(out, "Inactive(anon)", 0);
    field(out, "Active(file)", 0);
    field(out, "Inactive(file)", cached);
    field(out, "Unevictable", locked);
    field(out, "Mlocked", locked);
    field(out, "SwapTotal", 0);
    field(out, "SwapFree", 0);
    field(out, "Dirty", 0);
    field(out, "Writeback", 0);
    field(out, "AnonPages", anonymous);
    field(out, "Mapped", sums.mapped * KIB_PER_PAGE);
    field(out, "Shmem", cached);
    field(out, "KReclaimable", 0);
    field(out, "Slab", 0);
    field(out, "SReclaimable", 0);
    field(out, "SUnreclaim", 0);
    field(out, "KernelStack", 0);
    field(out, "PageTables", sums.tables * KIB_PER_PAGE);
    field(out, "CommitLimit", total / 2);
    field(out, "Committed_AS", sums.committed * KIB_PER_PAGE);
    field(out, "VmallocTotal", 34_359_738_367L);
    field(out, "VmallocUsed", 0);
    field(out, "VmallocChunk", 0);
    out.append("HugePages_Total:       0\nHugePages_Free:        0\n");
    out.append("HugePages_Rsvd:        0\nHugePages_Surp:        0\n");
    field(out, "Hugepagesize", 2048);
  }

  private void cpuinfo(StringBuilder out) {
    int cpus = kernel.config().cpus();
    for (int i = 0; i < cpus; i++) {
      out.append("processor\t: ").append(i);
      out.append(
              "\nvendor_id\t: Exo\ncpu family\t: 6\nmodel\t\t: 6\nmodel name\t: Exo virtual CPU (")
          .append(kernel.config().engine())
          .append(")\nstepping\t: 3\ncpu MHz\t\t: 1000.000\ncache size\t: 512 KB\n")
          .append("physical id\t: 0\nsiblings\t: ")
          .append(cpus)
          .append("\ncore id\t\t: ")
          .append(i)
          .append("\ncpu cores\t: ")
          .append(cpus)
          .append("\napicid\t\t: ")
          .append(i)
          .append(
              "\nfpu\t\t: yes\nfpu_exception\t: yes\ncpuid level\t: 13\nwp\t\t: yes\nflags\t\t:");
      for (String flag : kernel.config().cpuFlags()) {
        out.append(' ').append(flag);
      }
      out.append("\nbogomips\t: 2000.00\nclflush size\t: 64\ncache_alignment\t: 64\n")
          .append("address sizes\t: 40 bits physical, 48 bits virtual\npower management:\n\n");
    }
  }

  private void stat(StringBuilder out) {
    long now = kernel.clock().monotonicNanos();
    long[] sums = new long[CPU_PARTS];
    StringBuilder each = new StringBuilder();
    for (VirtualCpu c : kernel.scheduler().cpus()) {
      long[] parts = cpuParts(c, now);
      for (int i = 0; i < CPU_PARTS; i++) {
        sums[i] += parts[i];
      }
      cpuLine(each, "cpu" + c.index(), parts);
    }
    cpuLine(out, "cpu ", sums);
    out.append(each);
    out.append("intr ").append(kernel.interrupts().total());
    for (int line = 0; line < InterruptController.LINES; line++) {
      out.append(' ').append(kernel.interrupts().count(line));
    }
    out.append("\nctxt ").append(kernel.counters().switches);
    long boot = (kernel.clock().realtimeNanos() - now) / SECOND;
    out.append("\nbtime ").append(boot);
    out.append("\nprocesses ").append(kernel.processes().started());
    out.append("\nprocs_running ").append(kernel.runnable() + 1);
    out.append("\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n");
  }

  /** User, nice, system and idle time of a CPU. */
  private long[] cpuParts(VirtualCpu c, long now) {
    long idle = c.idleNanos(now);
    CpuTimes busy = kernel.cpuTimes(c.index()).upTo(Math.max(0, now - idle));
    return new long[] {busy.userNanos(), busy.niceNanos(), busy.systemNanos(), idle};
  }

  /** Nothing is waited for with a disk, and interrupts are counted with what they interrupt. */
  private static void cpuLine(StringBuilder out, String name, long[] nanos) {
    out.append(name);
    for (long n : nanos) {
      out.append(' ').append(ticks(n));
    }
    out.append(" 0 0 0 0 0 0\n");
  }

  static long ticks(long nanos) {
    return nanos / (SECOND / 100);
  }

  private void uptime(StringBuilder out) {
    long now = kernel.clock().monotonicNanos();
    long idle = kernel.scheduler().cpus().stream().mapToLong(c -> c.idleNanos(now)).sum();
    out.append(hundredths(now)).append(' ').append(hundredths(idle)).append('\n');
  }

  private static String hundredths(long nanos) {
    return String.format(Locale.ROOT, "%d.%02d", nanos / SECOND, nanos % SECOND / 10_000_000);
  }

  private void loadavg(StringBuilder out) {
    Processes p = kernel.processes();
    long now = kernel.clock().monotonicNanos();
    for (int i = 0; i < 3; i++) {
      out.append(String.format(Locale.ROOT, "%.2f ", kernel.load().of(i, now)));
    }
    out.append(kernel.runnable() + 1).append('/');
    out.append(p.taskCount()).append(' ').append(p.lastPid()).append('\n');
  }

  private void version(StringBuilder out) {
    out.append("Linux version ").append(Release.RELEASE).append(" (exo@exo) (java ");
    out.append(Runtime.version().feature()).append(") ").append(Release.VERSION).append('\n');
  }

  private void filesystems(StringBuilder out) {
    for (FileSystemType t : kernel.mounts().vfs().fileSystems()) {
      out.append(t.isVirtual() ? "nodev\t" : "\t").append(t.name()).append('\n');
    }
  }

  private static void devices(StringBuilder out) {
    out.append("Character devices:\n  1 mem\n  4 tty\n  5 /dev/tty\n  5 /dev/console\n");
    out.append("  5 /dev/ptmx\n136 pts\n\nBlock devices:\n");
  }

  private void interrupts(StringBuilder out) {
    kernel.interrupts().describe(out, kernel.config().cpus());
  }

  private void vmstat(StringBuilder out) {
    FrameStatistics s = kernel.frames().statistics();
    out.append("nr_free_pages ").append(s.free());
    MemorySums sums = MemorySums.of(kernel);
    out.append("\nnr_mlock ").append(sums.locked);
    out.append("\nnr_anon_pages ").append(sums.anonymous);
    out.append("\nnr_mapped ").append(sums.mapped);
    out.append("\nnr_file_pages ").append(sums.cached);
    out.append("\nnr_shmem ").append(sums.cached);
    out.append("\nnr_page_table_pages ").append(sums.tables);
    out.append("\npgpgin 0\npgpgout 0\npswpin 0\npswpout 0");
    out.append("\npgfault ").append(kernel.counters().pageFaults);
    out.append("\npgmajfault 0\noom_kill ").append(kernel.counters().outOfMemory).append('\n');
  }
}
