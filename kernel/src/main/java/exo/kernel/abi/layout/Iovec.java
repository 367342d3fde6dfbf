package exo.kernel.abi.layout;

/** struct iovec of readv(2). */
public final class Iovec {
  public static final int IOV_BASE = 0; // u64
  public static final int IOV_LEN = 8; // u64
  public static final int SIZE = 16;

  private Iovec() {}
}
