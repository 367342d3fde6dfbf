package exo.kernel.abi.layout;

/** struct robust_list_head of set_robust_list(2). */
public final class RobustListHead {
  public static final int LIST = 0; // u64
  public static final int FUTEX_OFFSET = 8; // s64
  public static final int LIST_OP_PENDING = 16; // u64
  public static final int SIZE = 24;

  private RobustListHead() {}
}
