package exo.kernel.abi.layout;

/** struct sockaddr_nl. */
public final class SockaddrNl {
  public static final int NL_FAMILY = 0; // u16
  public static final int NL_PAD = 2; // u16
  public static final int NL_PID = 4; // u32
  public static final int NL_GROUPS = 8; // u32
  public static final int SIZE = 12;

  private SockaddrNl() {}
}
