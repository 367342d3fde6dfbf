package exo.kernel.abi.layout;

/** struct sched_param of sched_setscheduler(2). */
public final class SchedParam {
  public static final int SCHED_PRIORITY = 0; // s32
  public static final int SIZE = 4;

  private SchedParam() {}
}
