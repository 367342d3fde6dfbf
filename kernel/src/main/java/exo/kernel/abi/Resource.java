package exo.kernel.abi;

/**
 * Limits, usage and priorities. Source: asm-generic/resource.h, linux/resource.h, linux/ioprio.h.
 */
public final class Resource {
  // Limits of prlimit64(2).
  public static final int RLIMIT_CPU = 0;
  public static final int RLIMIT_FSIZE = 1;
  public static final int RLIMIT_DATA = 2;
  public static final int RLIMIT_STACK = 3;
  public static final int RLIMIT_CORE = 4;
  public static final int RLIMIT_RSS = 5;
  public static final int RLIMIT_NPROC = 6;
  public static final int RLIMIT_NOFILE = 7;
  public static final int RLIMIT_MEMLOCK = 8;
  public static final int RLIMIT_AS = 9;
  public static final int RLIMIT_LOCKS = 10;
  public static final int RLIMIT_SIGPENDING = 11;
  public static final int RLIMIT_MSGQUEUE = 12;
  public static final int RLIMIT_NICE = 13;
  public static final int RLIMIT_RTPRIO = 14;
  public static final int RLIMIT_RTTIME = 15;
  public static final int RLIM_NLIMITS = 16;

  // No limit: all bits set.
  public static final long RLIM_INFINITY = -1L;
  public static final long RLIM64_INFINITY = -1L;

  // Whose usage getrusage(2) tells.
  public static final int RUSAGE_SELF = 0;
  public static final int RUSAGE_CHILDREN = -1;
  public static final int RUSAGE_BOTH = -2;
  public static final int RUSAGE_THREAD = 1;

  // Whose priority getpriority(2) tells.
  public static final int PRIO_MIN = -20;
  public static final int PRIO_MAX = 20;
  public static final int PRIO_PROCESS = 0;
  public static final int PRIO_PGRP = 1;
  public static final int PRIO_USER = 2;

  // Whose and what class of ioprio_get(2).
  public static final int IOPRIO_WHO_PROCESS = 1;
  public static final int IOPRIO_WHO_PGRP = 2;
  public static final int IOPRIO_WHO_USER = 3;
  public static final int IOPRIO_CLASS_NONE = 0;
  public static final int IOPRIO_CLASS_RT = 1;
  public static final int IOPRIO_CLASS_BE = 2;
  public static final int IOPRIO_CLASS_IDLE = 3;
  public static final int IOPRIO_CLASS_SHIFT = 13;

  private Resource() {}
}
