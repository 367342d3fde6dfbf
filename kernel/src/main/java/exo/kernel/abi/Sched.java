package exo.kernel.abi;

/** Making threads and choosing among them. Source: linux/sched.h, sys/wait.h. */
public final class Sched {
  // Flags of clone(2), clone3(2), unshare(2) and setns(2).
  public static final int CLONE_NEWTIME = 0x80;
  public static final int CSIGNAL = 0xff;
  public static final int CLONE_VM = 0x100;
  public static final int CLONE_FS = 0x200;
  public static final int CLONE_FILES = 0x400;
  public static final int CLONE_SIGHAND = 0x800;
  public static final int CLONE_PIDFD = 0x1000;
  public static final int CLONE_PTRACE = 0x2000;
  public static final int CLONE_VFORK = 0x4000;
  public static final int CLONE_PARENT = 0x8000;
  public static final int CLONE_THREAD = 0x10000;
  public static final int CLONE_NEWNS = 0x20000;
  public static final int CLONE_SYSVSEM = 0x40000;
  public static final int CLONE_SETTLS = 0x80000;
  public static final int CLONE_PARENT_SETTID = 0x100000;
  public static final int CLONE_CHILD_CLEARTID = 0x200000;
  public static final int CLONE_DETACHED = 0x400000;
  public static final int CLONE_UNTRACED = 0x800000;
  public static final int CLONE_CHILD_SETTID = 0x1000000;
  public static final int CLONE_NEWCGROUP = 0x2000000;
  public static final int CLONE_NEWUTS = 0x4000000;
  public static final int CLONE_NEWIPC = 0x8000000;
  public static final int CLONE_NEWUSER = 0x10000000;
  public static final int CLONE_NEWPID = 0x20000000;
  public static final int CLONE_NEWNET = 0x40000000;
  public static final int CLONE_IO = 0x80000000;
  public static final long CLONE_CLEAR_SIGHAND = 0x100000000L;
  public static final long CLONE_INTO_CGROUP = 0x200000000L;

  // Sizes of struct clone_args that were released.
  public static final int CLONE_ARGS_SIZE_VER0 = 64;
  public static final int CLONE_ARGS_SIZE_VER1 = 80;
  public static final int CLONE_ARGS_SIZE_VER2 = 88;

  // Policies and flags of the sched_* calls.
  public static final int SCHED_OTHER = 0;
  public static final int SCHED_NORMAL = 0;
  public static final int SCHED_FIFO = 1;
  public static final int SCHED_RR = 2;
  public static final int SCHED_BATCH = 3;
  public static final int SCHED_IDLE = 5;
  public static final int SCHED_DEADLINE = 6;
  public static final int SCHED_EXT = 7;

  // Flag of sched_setscheduler(2).
  public static final int SCHED_RESET_ON_FORK = 0x40000000;

  // Flags in struct sched_attr.
  public static final int SCHED_FLAG_RESET_ON_FORK = 0x1;
  public static final int SCHED_FLAG_RECLAIM = 0x2;
  public static final int SCHED_FLAG_DL_OVERRUN = 0x4;
  public static final int SCHED_FLAG_KEEP_POLICY = 0x8;
  public static final int SCHED_FLAG_KEEP_PARAMS = 0x10;
  public static final int SCHED_FLAG_UTIL_CLAMP_MIN = 0x20;
  public static final int SCHED_FLAG_UTIL_CLAMP_MAX = 0x40;
  public static final int SCHED_FLAG_KEEP_ALL = 0x18;
  public static final int SCHED_FLAG_UTIL_CLAMP = 0x60;
  public static final int SCHED_FLAG_ALL = 0x7f;

  // Options of wait4(2) and waitid(2).
  public static final int WNOHANG = 0x1;
  public static final int WUNTRACED = 0x2;
  public static final int WSTOPPED = 0x2;
  public static final int WEXITED = 0x4;
  public static final int WCONTINUED = 0x8;
  public static final int WNOWAIT = 0x1000000;
  public static final int __WNOTHREAD = 0x20000000;
  public static final int __WALL = 0x40000000;
  public static final int __WCLONE = 0x80000000;

  // What waitid(2) waits for.
  public static final int P_ALL = 0;
  public static final int P_PID = 1;
  public static final int P_PGID = 2;
  public static final int P_PIDFD = 3;

  // Flags of pidfd_open(2) and pidfd_send_signal(2).
  public static final int PIDFD_NONBLOCK = 0x800;
  public static final int PIDFD_THREAD = 0x80;
  public static final int PIDFD_SIGNAL_THREAD = 0x1;
  public static final int PIDFD_SIGNAL_THREAD_GROUP = 0x2;
  public static final int PIDFD_SIGNAL_PROCESS_GROUP = 0x4;

  // Kinds of kcmp(2).
  public static final int KCMP_FILE = 0;
  public static final int KCMP_VM = 1;
  public static final int KCMP_FILES = 2;
  public static final int KCMP_FS = 3;
  public static final int KCMP_SIGHAND = 4;
  public static final int KCMP_IO = 5;
  public static final int KCMP_SYSVSEM = 6;
  public static final int KCMP_EPOLL_TFD = 7;

  private Sched() {}
}
