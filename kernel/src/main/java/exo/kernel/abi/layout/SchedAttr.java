package exo.kernel.abi.layout;

/** struct sched_attr of sched_setattr(2). */
public final class SchedAttr {
  public static final int ATTR_SIZE = 0; // u32
  public static final int SCHED_POLICY = 4; // u32
  public static final int SCHED_FLAGS = 8; // u64
  public static final int SCHED_NICE = 16; // s32
  public static final int SCHED_PRIORITY = 20; // u32
  public static final int SCHED_RUNTIME = 24; // u64
  public static final int SCHED_DEADLINE = 32; // u64
  public static final int SCHED_PERIOD = 40; // u64
  public static final int SCHED_UTIL_MIN = 48; // u32
  public static final int SCHED_UTIL_MAX = 52; // u32
  public static final int SIZE = 56;

  private SchedAttr() {}
}
