package exo.kernel.sched;

/**
 * How urgent a runnable entity is, as one number: the smaller goes first. Deadlines come before
 * real-time priorities 99 to 1, these before one that has waited too long, and then the fair
 * queues.
 */
public final class Rank {
  /** SCHED_DEADLINE; among these the earlier deadline goes first. */
  public static final int DEADLINE = 0;

  /** One that waited beyond {@link FairQueues#AGE_NANOS}, for one quantum. */
  public static final int AGED = 100;

  /** Expected to block again within a millisecond; also what is new. */
  public static final int HOT = 101;

  /** Expected to run for 1 to 10 ms. */
  public static final int NORMAL = 102;

  /** Expected to use its quantum up. */
  public static final int COLD = 103;

  /** SCHED_IDLE. */
  public static final int IDLE = 104;

  /** Nobody. */
  public static final int NONE = 105;

  private Rank() {}

  /**
   * That of a SCHED_FIFO or SCHED_RR priority.
   *
   * @param priority 1 to 99
   */
  public static int ofRealtime(int priority) {
    return AGED - priority;
  }

  static boolean isRealtime(int rank) {
    return rank > DEADLINE && rank < AGED;
  }

  static boolean isFair(int rank) {
    return rank >= AGED;
  }

  /** As people read it. */
  public static String name(int rank) {
    return switch (rank) {
      case DEADLINE -> "DEADLINE";
      case AGED -> "AGED";
      case HOT -> "HOT";
      case NORMAL -> "NORMAL";
      case COLD -> "COLD";
      case IDLE -> "IDLE";
      case NONE -> "NONE";
      default -> "REALTIME";
    };
  }
}
