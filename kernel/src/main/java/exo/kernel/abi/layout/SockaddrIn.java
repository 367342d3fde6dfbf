package exo.kernel.abi.layout;

/** struct sockaddr_in; port and address in network order. */
public final class SockaddrIn {
  public static final int SIN_FAMILY = 0; // u16
  public static final int SIN_PORT = 2; // u16
  public static final int SIN_ADDR = 4; // 4 bytes
  public static final int SIZE = 16;

  private SockaddrIn() {}
}
