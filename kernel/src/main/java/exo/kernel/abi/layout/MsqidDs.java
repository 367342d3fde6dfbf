package exo.kernel.abi.layout;

/** struct msqid64_ds of msgctl(2). */
public final class MsqidDs {
  public static final int MSG_PERM = 0; // 48 bytes
  public static final int MSG_STIME = 48; // s64
  public static final int MSG_RTIME = 56; // s64
  public static final int MSG_CTIME = 64; // s64
  public static final int MSG_CBYTES = 72; // u64
  public static final int MSG_QNUM = 80; // u64
  public static final int MSG_QBYTES = 88; // u64
  public static final int MSG_LSPID = 96; // s32
  public static final int MSG_LRPID = 100; // s32
  public static final int SIZE = 120;

  private MsqidDs() {}
}
