package exo.kernel.abi.layout;

/** struct msghdr of sendmsg(2). */
public final class Msghdr {
  public static final int MSG_NAME = 0; // u64
  public static final int MSG_NAMELEN = 8; // u32
  public static final int MSG_IOV = 16; // u64
  public static final int MSG_IOVLEN = 24; // u64
  public static final int MSG_CONTROL = 32; // u64
  public static final int MSG_CONTROLLEN = 40; // u64
  public static final int MSG_FLAGS = 48; // s32
  public static final int SIZE = 56;

  private Msghdr() {}
}
