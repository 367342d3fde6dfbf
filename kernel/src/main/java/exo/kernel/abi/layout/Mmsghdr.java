package exo.kernel.abi.layout;

/** struct mmsghdr of sendmmsg(2). */
public final class Mmsghdr {
  public static final int MSG_HDR = 0; // 56 bytes
  public static final int MSG_LEN = 56; // u32
  public static final int SIZE = 64;

  private Mmsghdr() {}
}
