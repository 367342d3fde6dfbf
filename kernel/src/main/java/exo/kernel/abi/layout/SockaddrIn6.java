package exo.kernel.abi.layout;

/** struct sockaddr_in6; port, flow and address in network order. */
public final class SockaddrIn6 {
  public static final int SIN6_FAMILY = 0; // u16
  public static final int SIN6_PORT = 2; // u16
  public static final int SIN6_FLOWINFO = 4; // u32
  public static final int SIN6_ADDR = 8; // 16 bytes
  public static final int SIN6_SCOPE_ID = 24; // u32
  public static final int SIZE = 28;

  private SockaddrIn6() {}
}
