package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Futex;
import exo.kernel.abi.Inet;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Ipc;
import exo.kernel.abi.Keys;
import exo.kernel.abi.Mman;
import exo.kernel.abi.Mount;
import exo.kernel.abi.Personality;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Prctl;
import exo.kernel.abi.Ptrace;
import exo.kernel.abi.Reboot;
import exo.kernel.abi.Resource;
import exo.kernel.abi.Sched;
import exo.kernel.abi.Seccomp;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Socket;
import exo.kernel.abi.Statfs;
import exo.kernel.abi.Termio;
import exo.kernel.abi.Time;
import java.util.List;

/**
 * Values of which an argument has one, by what they are given to. Each is a class of {@link
 * exo.kernel.abi} and patterns of names, see {@link NamedValue#of}. Where two names share a value,
 * the first is printed.
 */
public enum ValueSet {
  WHENCE("SEEK_", Fs.class),
  FCNTL("F_", Fcntl.class, "F_* !F_RDLCK !F_WRLCK !F_UNLCK !F_EXLCK !F_SHLCK !F_OWNER_* !F_SEAL_*"),
  LOCK_TYPE("F_", Fcntl.class, "F_RDLCK F_WRLCK F_UNLCK F_EXLCK F_SHLCK"),
  OWNER_TYPE("F_OWNER_", Fcntl.class),
  LIFE_TIME("RWH_WRITE_LIFE_", Fcntl.class),
  FILE_ADVICE("POSIX_FADV_", Fs.class),
  FILE_SYSTEM("", Statfs.class, "* !ST_*"),
  ENTRY_TYPE("DT_", Fs.class),
  MEMORY_ADVICE("MADV_", Mman.class),
  MEMORY_POLICY("MPOL_", Mman.class, "MPOL_* !MPOL_F_* !MPOL_MF_*"),
  MAPPING_TYPE("MAP_", Mman.class, "MAP_SHARED MAP_PRIVATE MAP_SHARED_VALIDATE"),
  CLOCK("CLOCK_", Time.class),
  ITIMER("ITIMER_", Time.class),
  CLOCK_STATE("TIME_", Time.class),
  LIMIT("RLIMIT_", Resource.class),
  USAGE("RUSAGE_", Resource.class),
  PRIORITY("PRIO_", Resource.class, "PRIO_* !PRIO_MIN !PRIO_MAX"),
  IO_PRIORITY("IOPRIO_WHO_", Resource.class),
  IO_CLASS("IOPRIO_CLASS_", Resource.class, "IOPRIO_CLASS_* !IOPRIO_CLASS_SHIFT"),
  SIGNAL_NUMBER(
      "SIG", Signals.class, "SIG* !SIG_* !SIGEV_* !SIGSTKSZ !SIGUNUSED !SIGIOT !SIGPOLL !SIGRTMAX"),
  SIGNAL_CODE("SI_", Signals.class),
  ILL_CODE("ILL_", Signals.class),
  FPE_CODE("FPE_", Signals.class),
  SEGV_CODE("SEGV_", Signals.class),
  BUS_CODE("BUS_", Signals.class),
  TRAP_CODE("TRAP_", Signals.class, "TRAP_* !TRAP_PERF_FLAG_ASYNC"),
  CHILD_CODE("CLD_", Signals.class),
  POLL_CODE("POLL_", Signals.class),
  SYS_CODE("SYS_", Signals.class),
  SIGNAL_MASK("SIG_", Signals.class, "SIG_BLOCK SIG_UNBLOCK SIG_SETMASK"),
  SIGNAL_EVENT("SIGEV_", Signals.class),
  PRCTL(
      "PR_",
      Prctl.class,
      "PR_SET_PDEATHSIG PR_GET_* PR_SET_* PR_CAPBSET_* PR_TASK_PERF_EVENTS_* PR_MCE_KILL "
          + "PR_MCE_KILL_GET PR_MPX_* PR_CAP_AMBIENT PR_SVE_SET_VL PR_SVE_GET_VL "
          + "PR_PAC_RESET_KEYS PR_SCHED_CORE PR_SME_SET_VL PR_SME_GET_VL !PR_SET_MM_* "
          + "!PR_SET_PTRACER_ANY"),
  PRCTL_MEMORY("PR_SET_MM_", Prctl.class),
  AMBIENT("PR_CAP_AMBIENT_", Prctl.class),
  CAPABILITY("CAP_", Capability.class),
  CAPABILITY_VERSION("_LINUX_CAPABILITY_VERSION_", Capability.class),
  ARCH_PRCTL("ARCH_", Prctl.class),
  FUTEX_COMMAND(
      "FUTEX_",
      Futex.class,
      "FUTEX_* !FUTEX_PRIVATE_FLAG !FUTEX_CLOCK_REALTIME !FUTEX_CMD_MASK !FUTEX_WAITERS "
          + "!FUTEX_OWNER_DIED !FUTEX_TID_MASK !FUTEX_BITSET_* !FUTEX_OP_* !FUTEX_32 "
          + "!FUTEX_WAITV_MAX"),
  BARRIER("MEMBARRIER_CMD_", Futex.class, "MEMBARRIER_CMD_* !MEMBARRIER_CMD_FLAG_CPU"),
  EPOLL_CONTROL("EPOLL_CTL_", Poll.class),
  WAIT_FOR("P_", Sched.class),
  POLICY("SCHED_", Sched.class, "SCHED_* !SCHED_FLAG_* !SCHED_RESET_ON_FORK"),
  DOMAIN("PER_", Personality.class, "PER_* !PER_MASK"),
  COMPARE("KCMP_", Sched.class),
  FAMILY("AF_", Socket.class, "AF_UNIX AF_*"),
  SOCKET_KIND("SOCK_", Socket.class, "SOCK_* !SOCK_NONBLOCK !SOCK_CLOEXEC"),
  IP_PROTOCOL("IPPROTO_", Inet.class),
  NETLINK("NETLINK_", Socket.class),
  LEVEL("SOL_", Socket.class),
  SO_OPTION("SO_", Socket.class),
  IP_OPTION("IP_", Inet.class, "IP_*"),
  IPV6_OPTION("IPV6_", Inet.class),
  TCP_OPTION(
      "TCP_",
      Inet.class,
      "TCP_* !TCP_ESTABLISHED !TCP_SYN_SENT !TCP_SYN_RECV !TCP_FIN_WAIT1 !TCP_FIN_WAIT2 "
          + "!TCP_TIME_WAIT !TCP_CLOSE !TCP_CLOSE_WAIT !TCP_LAST_ACK !TCP_LISTEN !TCP_CLOSING"),
  UDP_OPTION("UDP_", Inet.class),
  CONTROL_MESSAGE("SCM_", Socket.class),
  SHUTDOWN("SHUT_", Socket.class),
  IOCTL("", Ioctl.class, "*"),
  NEWLINE_DELAY("NL", Termio.class, "NL0 NL1"),
  RETURN_DELAY("CR", Termio.class, "CR0 CR1 CR2 CR3"),
  TAB_DELAY("TAB", Termio.class, "TAB0 TAB1 TAB2 TAB3"),
  BACKSPACE_DELAY("BS", Termio.class, "BS0 BS1"),
  VERTICAL_DELAY("VT", Termio.class, "VT0 VT1"),
  FORM_DELAY("FF", Termio.class, "FF0 FF1"),
  SPEED("B", Termio.class, "B0 B* !BRKINT !BSDLY !BS0 !BS1"),
  CHARACTER_SIZE("CS", Termio.class, "CS5 CS6 CS7 CS8"),
  FLUSH("TC", Termio.class, "TCIFLUSH TCOFLUSH TCIOFLUSH"),
  FLOW("TC", Termio.class, "TCOOFF TCOON TCIOFF TCION"),
  IPC_CONTROL("IPC_", Ipc.class, "IPC_RMID IPC_SET IPC_STAT IPC_INFO"),
  SHARED_MEMORY_CONTROL(
      "SHM_",
      Ipc.class,
      "IPC_RMID IPC_SET IPC_STAT IPC_INFO SHM_LOCK SHM_UNLOCK SHM_STAT SHM_INFO " + "SHM_STAT_ANY"),
  SEMAPHORE_CONTROL(
      "SEM_",
      Ipc.class,
      "IPC_RMID IPC_SET IPC_STAT IPC_INFO GETPID GETVAL GETALL GETNCNT GETZCNT SETVAL "
          + "SETALL SEM_STAT SEM_INFO SEM_STAT_ANY"),
  QUEUE_CONTROL(
      "MSG_", Ipc.class, "IPC_RMID IPC_SET IPC_STAT IPC_INFO MSG_STAT MSG_INFO MSG_STAT_ANY"),
  TRACE("PTRACE_", Ptrace.class, "PTRACE_* !PTRACE_O_* !PTRACE_EVENT_*"),
  FILTER("SECCOMP_", Seccomp.class, "SECCOMP_SET_* SECCOMP_GET_*"),
  FILTER_MODE("SECCOMP_MODE_", Seccomp.class),
  KEY_CONTROL("KEYCTL_", Keys.class),
  KEY_RING("KEY_SPEC_", Keys.class),
  CONFIGURE("FSCONFIG_", Mount.class),
  REBOOT_MAGIC("LINUX_REBOOT_MAGIC_", Reboot.class, "LINUX_REBOOT_MAGIC*"),
  REBOOT("LINUX_REBOOT_CMD_", Reboot.class);

  private final String prefix;
  private final Class<?> source;
  private final String patterns;

  /** All that begin so. */
  ValueSet(String prefix, Class<?> source) {
    this(prefix, source, prefix + "*");
  }

  ValueSet(String prefix, Class<?> source, String patterns) {
    this.prefix = prefix;
    this.source = source;
    this.patterns = patterns;
  }

  /** What the names begin with. */
  public String prefix() {
    return prefix;
  }

  /** The names and their values; found anew at each call. */
  public List<NamedValue> all() {
    return NamedValue.of(source, patterns);
  }
}
