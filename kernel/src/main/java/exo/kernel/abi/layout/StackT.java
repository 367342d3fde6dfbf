package exo.kernel.abi.layout;

/** stack_t of sigaltstack(2). */
public final class StackT {
  public static final int SS_SP = 0; // u64
  public static final int SS_FLAGS = 8; // s32
  public static final int SS_SIZE = 16; // u64
  public static final int SIZE = 24;

  private StackT() {}
}
