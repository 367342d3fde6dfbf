package exo.kernel.abi.layout;

/** struct cmsghdr: a control message; its data follows, on multiples of eight. */
public final class Cmsghdr {
  public static final int CMSG_LEN = 0; // u64
  public static final int CMSG_LEVEL = 8; // s32
  public static final int CMSG_TYPE = 12; // s32
  public static final int SIZE = 16;

  private Cmsghdr() {}
}
