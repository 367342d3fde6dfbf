package exo.kernel.task;

import exo.kernel.abi.Errno;

/**
 * How much sooner or later than others a process is killed when memory ends. Source: proc(5),
 * {@code /proc/PID/oom_score_adj}. Owned by the kernel lock.
 */
public final class OomAdjustment {
  /** It is never killed. */
  public static final int NEVER = -1000;

  private static final int MOST = 1000;

  private int value;
  private int least;

  /** Thousandths of all memory, -1000 to 1000. */
  public int value() {
    return value;
  }

  /**
   * Sets it.
   *
   * @param privileged the caller has CAP_SYS_RESOURCE, and what it sets is the least that others
   *     may set
   * @throws Errno EINVAL, EACCES
   */
  public void set(int wanted, boolean privileged) throws Errno {
    if (wanted < NEVER || wanted > MOST) {
      throw Errno.EINVAL;
    }
    if (wanted < least && !privileged) {
      throw Errno.EACCES;
    }
    value = wanted;
    if (privileged) {
      least = wanted;
    }
  }

  /**
   * Sets it by oom_adj, which was there first and knows no least.
   *
   * @param wanted -1000 to 1000
   * @param privileged may lower it
   * @throws Errno EACCES
   */
  public void setOldWay(int wanted, boolean privileged) throws Errno {
    if (wanted < value && !privileged) {
      throw Errno.EACCES;
    }
    value = wanted;
  }

  /** As fork(2) leaves it to the child. */
  void inherit(OomAdjustment parent) {
    value = parent.value;
    least = parent.least;
  }

  /**
   * The pages a process counts for.
   *
   * @param resident its pages
   * @param all the machine's
   * @return negative ones too; {@link Long#MIN_VALUE} for one that is never killed
   */
  public long badness(long resident, long all) {
    return value == NEVER ? Long.MIN_VALUE : resident + value * all / MOST;
  }
}
