package exo.kernel.abi.layout;

/** struct rseq of rseq(2), in the thread's memory, aligned to 32. */
public final class RseqLayout {
  public static final int CPU_ID_START = 0; // u32
  public static final int CPU_ID = 4; // u32
  public static final int RSEQ_CS = 8; // u64
  public static final int FLAGS = 16; // u32
  public static final int NODE_ID = 20; // u32
  public static final int MM_CID = 24; // u32
  public static final int SIZE = 32;

  private RseqLayout() {}
}
