package exo.kernel.abi.layout;

/** struct sockaddr_un. */
public final class SockaddrUn {
  public static final int SUN_FAMILY = 0; // u16
  public static final int SUN_PATH = 2; // 108 bytes
  public static final int SIZE = 110;

  private SockaddrUn() {}
}
