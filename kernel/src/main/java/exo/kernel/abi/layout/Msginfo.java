package exo.kernel.abi.layout;

/** struct msginfo of IPC_INFO and MSG_INFO. */
public final class Msginfo {
  public static final int MSGPOOL = 0; // s32
  public static final int MSGMAP = 4; // s32
  public static final int MSGMAX = 8; // s32
  public static final int MSGMNB = 12; // s32
  public static final int MSGMNI = 16; // s32
  public static final int MSGSSZ = 20; // s32
  public static final int MSGTQL = 24; // s32
  public static final int MSGSEG = 28; // u16
  public static final int SIZE = 32;

  private Msginfo() {}
}
