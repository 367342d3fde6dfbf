package exo.kernel.abi.layout;

/** struct rseq_cs: one restartable sequence. */
public final class RseqCs {
  public static final int VERSION = 0; // u32
  public static final int FLAGS = 4; // u32
  public static final int START_IP = 8; // u64
  public static final int POST_COMMIT_OFFSET = 16; // u64
  public static final int ABORT_IP = 24; // u64
  public static final int SIZE = 32;

  private RseqCs() {}
}
