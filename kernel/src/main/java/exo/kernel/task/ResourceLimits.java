package exo.kernel.task;

import exo.kernel.mm.MemoryLimits;

/** The sixteen soft and hard limits of getrlimit(2). */
public final class ResourceLimits implements MemoryLimits {
  public static final int CPU = 0;
  public static final int FSIZE = 1;
  public static final int DATA = 2;
  public static final int STACK = 3;
  public static final int CORE = 4;
  public static final int RSS = 5;
  public static final int NPROC = 6;
  public static final int NOFILE = 7;
  public static final int MEMLOCK = 8;
  public static final int AS = 9;
  public static final int LOCKS = 10;
  public static final int SIGPENDING = 11;
  public static final int MSGQUEUE = 12;
  public static final int NICE = 13;
  public static final int RTPRIO = 14;
  public static final int RTTIME = 15;
  public static final int COUNT = 16;

  /** RLIM_INFINITY, to be compared as unsigned. */
  public static final long INFINITY = -1;

  private final long[] soft = new long[COUNT];
  private final long[] hard = new long[COUNT];
  private boolean lockAny;
  private boolean mapLow;

  /** Linux's defaults for a first process. */
  public ResourceLimits() {
    java.util.Arrays.fill(soft, INFINITY);
    java.util.Arrays.fill(hard, INFINITY);
    set(STACK, 8L << 20, INFINITY);
    set(CORE, 0, INFINITY);
    set(NOFILE, 1024, 1 << 20);
    set(MEMLOCK, 8L << 20, 8L << 20);
    set(NPROC, 32768, 32768);
    set(SIGPENDING, 32768, 32768);
    set(MSGQUEUE, 819_200, 819_200);
    set(NICE, 0, 0);
    set(RTPRIO, 0, 0);
  }

  /** A copy for a child process. */
  public ResourceLimits copy() {
    ResourceLimits c = new ResourceLimits();
    c.lockAny = lockAny;
    c.mapLow = mapLow;
    System.arraycopy(soft, 0, c.soft, 0, COUNT);
    System.arraycopy(hard, 0, c.hard, 0, COUNT);
    return c;
  }

  public long soft(int resource) {
    return soft[resource];
  }

  public long hard(int resource) {
    return hard[resource];
  }

  public void set(int resource, long newSoft, long newHard) {
    soft[resource] = newSoft;
    hard[resource] = newHard;
  }

  /** The soft limit as a signed number, infinity as {@link Long#MAX_VALUE}. */
  public long bound(int resource) {
    return soft[resource] < 0 ? Long.MAX_VALUE : soft[resource];
  }

  @Override
  public long addressSpace() {
    return bound(AS);
  }

  @Override
  public long data() {
    return bound(DATA);
  }

  @Override
  public long stack() {
    return bound(STACK);
  }

  @Override
  public long locked() {
    return bound(MEMLOCK);
  }

  @Override
  public boolean mayLockAny() {
    return lockAny;
  }

  @Override
  public boolean mayMapLow() {
    return mapLow;
  }

  /** Whether the process has CAP_SYS_RAWIO: it may map below the lowest address. */
  public void mapLow(boolean may) {
    mapLow = may;
  }

  /** Whether the process has CAP_IPC_LOCK: RLIMIT_MEMLOCK does not hold then. */
  public void lockAny(boolean may) {
    lockAny = may;
  }
}
