package exo.kernel.net;

/** The name of a socket, as its family writes it. Immutable. */
public interface SocketAddress {
  /** Longest form of any family: struct sockaddr_storage. */
  int MAX_SIZE = 128;

  /**
   * Writes the address as a struct sockaddr.
   *
   * @param to of {@link #MAX_SIZE} bytes
   * @return its length
   */
  int write(byte[] to);
}
