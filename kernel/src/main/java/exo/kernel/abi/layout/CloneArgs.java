package exo.kernel.abi.layout;

/** struct clone_args of clone3(2). */
public final class CloneArgs {
  public static final int FLAGS = 0; // u64
  public static final int PIDFD = 8; // u64
  public static final int CHILD_TID = 16; // u64
  public static final int PARENT_TID = 24; // u64
  public static final int EXIT_SIGNAL = 32; // u64
  public static final int STACK = 40; // u64
  public static final int STACK_SIZE = 48; // u64
  public static final int TLS = 56; // u64
  public static final int SET_TID = 64; // u64
  public static final int SET_TID_SIZE = 72; // u64
  public static final int CGROUP = 80; // u64
  public static final int SIZE = 88;

  private CloneArgs() {}
}
