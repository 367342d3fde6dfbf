package exo.kernel.abi;

/**
 * Operations and actions of seccomp(2), domains of personality(2). Source: linux/seccomp.h,
 * linux/personality.h.
 */
public final class Seccomp {
  // Modes, operations, flags.
  public static final int SECCOMP_MODE_DISABLED = 0;
  public static final int SECCOMP_MODE_STRICT = 0x1;
  public static final int SECCOMP_MODE_FILTER = 0x2;
  public static final int SECCOMP_SET_MODE_STRICT = 0;
  public static final int SECCOMP_SET_MODE_FILTER = 0x1;
  public static final int SECCOMP_GET_ACTION_AVAIL = 0x2;
  public static final int SECCOMP_GET_NOTIF_SIZES = 0x3;
  public static final int SECCOMP_FILTER_FLAG_TSYNC = 0x1;
  public static final int SECCOMP_FILTER_FLAG_LOG = 0x2;
  public static final int SECCOMP_FILTER_FLAG_SPEC_ALLOW = 0x4;
  public static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 0x8;
  public static final int SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 0x10;
  public static final int SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 0x20;

  // Actions.
  public static final int SECCOMP_RET_KILL_PROCESS = 0x80000000;
  public static final int SECCOMP_RET_KILL_THREAD = 0;
  public static final int SECCOMP_RET_KILL = 0;
  public static final int SECCOMP_RET_TRAP = 0x30000;
  public static final int SECCOMP_RET_ERRNO = 0x50000;
  public static final int SECCOMP_RET_USER_NOTIF = 0x7fc00000;
  public static final int SECCOMP_RET_TRACE = 0x7ff00000;
  public static final int SECCOMP_RET_LOG = 0x7ffc0000;
  public static final int SECCOMP_RET_ALLOW = 0x7fff0000;
  public static final int SECCOMP_RET_ACTION_FULL = 0xffff0000;
  public static final int SECCOMP_RET_ACTION = 0x7fff0000;
  public static final int SECCOMP_RET_DATA = 0xffff;

  private Seccomp() {}
}
