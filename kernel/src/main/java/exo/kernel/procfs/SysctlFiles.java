package exo.kernel.procfs;

import exo.kernel.task.KernelServices;
import exo.kernel.task.Processes;
import exo.kernel.task.Release;
import exo.kernel.tty.Devpts;
import java.util.Locale;
import java.util.UUID;

/** {@code /proc/sys}: the settings that programs read. Source: sysctl(8), proc(5). */
final class SysctlFiles {
  private SysctlFiles() {}

  static void fill(StaticDirectory sys, KernelServices k) {
    String boot = uuid(k);
    StaticDirectory kernel =
        sys.directory("kernel")
            .line("ostype", "Linux")
            .line("osrelease", Release.RELEASE)
            .line("version", Release.VERSION)
            .line("pid_max", Integer.toString(Processes.PID_MAX))
            .line("threads-max", Integer.toString(k.config().maxTasks()))
            .line("cap_last_cap", "40")
            .line("ngroups_max", "65536")
            .line("overflowuid", "65534")
            .line("overflowgid", "65534")
            .line("randomize_va_space", "2")
            .line("core_pattern", "core")
            .line("core_uses_pid", "0")
            .line("sched_child_runs_first", "0")
            .line("perf_event_paranoid", "3")
            .line("unprivileged_bpf_disabled", "2")
            .line("yama_ptrace_scope", "0")
            .line("shmmax", "18446744073692774399")
            .line("shmall", "18446744073692774399")
            .line("shmmni", "4096")
            .line("msgmax", "8192")
            .line("msgmnb", "16384")
            .line("msgmni", "32000")
            .line("sem", "32000\t1024000000\t500\t32000")
            .line("printk", "4\t4\t1\t7")
            .line("shm_rmid_forced", "0")
            .line("auto_msgmni", "0")
            .line("ctrl-alt-del", "0")
            .line("dmesg_restrict", "0")
            .line("kptr_restrict", "0")
            .line("panic", "0")
            .line("sched_rt_period_us", "1000000")
            .line("sched_rt_runtime_us", "950000")
            .line("sysrq", "0")
            .line("tainted", "0")
            .setting(
                "hostname",
                out -> out.append(k.hostname().node()).append('\n'),
                text -> k.hostname().node(text.strip()))
            .setting(
                "domainname",
                out -> out.append(k.hostname().domain()).append('\n'),
                text -> k.hostname().domain(text.strip()));
    kernel
        .directory("pty")
        .line("max", Integer.toString(Devpts.MAX_TERMINALS))
        .line("reserve", "0");
    kernel
        .directory("random")
        .line("boot_id", boot)
        .file("uuid", out -> out.append(uuid(k)).append('\n'))
        .line("entropy_avail", "256")
        .line("poolsize", "256");
    sys.directory("vm")
        .line("overcommit_memory", "0")
        .line("overcommit_ratio", "50")
        .line("max_map_count", "65530")
        .line("mmap_min_addr", "65536")
        .line("swappiness", "60")
        .line("nr_hugepages", "0")
        .line("nr_overcommit_hugepages", "0")
        .line("overcommit_kbytes", "0")
        .line("panic_on_oom", "0")
        .line("oom_kill_allocating_task", "0")
        .line("oom_dump_tasks", "1")
        .line("page-cluster", "3")
        .line("dirty_ratio", "20")
        .line("dirty_background_ratio", "10")
        .line("vfs_cache_pressure", "100")
        .line("legacy_va_layout", "0");
    StaticDirectory fs =
        sys.directory("fs")
            .line("file-max", "9223372036854775807")
            .file("file-nr", out -> out.append("0\t0\t9223372036854775807\n"))
            .line("nr_open", "1048576")
            .line("pipe-max-size", "1048576")
            .line("pipe-user-pages-soft", "16384")
            .line("lease-break-time", "45")
            .line("protected_hardlinks", "1")
            .line("protected_symlinks", "0")
            .line("protected_fifos", "0")
            .line("protected_regular", "0")
            .line("overflowuid", "65534")
            .line("overflowgid", "65534")
            .line("mount-max", "100000")
            .line("leases-enable", "0")
            .line("aio-max-nr", "65536")
            .line("suid_dumpable", "0");
    fs.directory("inotify")
        .line("max_user_instances", "128")
        .line("max_user_watches", "65536")
        .line("max_queued_events", "16384");
    fs.directory("epoll").line("max_user_watches", "1000000");
    fs.directory("mqueue")
        .line("msg_max", "10")
        .line("msgsize_max", "8192")
        .line("queues_max", "256");
    NetworkFiles.settings(sys.directory("net"));
  }

  /** A random UUID from the machine's source of chance. */
  private static String uuid(KernelServices k) {
    long high = (k.random().nextLong() & ~0xf000L) | 0x4000L;
    long low = (k.random().nextLong() & ~(3L << 62)) | 1L << 63;
    return new UUID(high, low).toString().toLowerCase(Locale.ROOT);
  }
}
