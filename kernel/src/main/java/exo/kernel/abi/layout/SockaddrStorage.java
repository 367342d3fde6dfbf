package exo.kernel.abi.layout;

/** struct sockaddr_storage: room for an address of any family. */
public final class SockaddrStorage {
  public static final int SS_FAMILY = 0; // u16
  public static final int SIZE = 128;

  private SockaddrStorage() {}
}
