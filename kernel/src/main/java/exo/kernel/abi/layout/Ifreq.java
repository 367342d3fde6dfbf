package exo.kernel.abi.layout;

/** struct ifreq of the SIOC* ioctls. */
public final class Ifreq {
  public static final int IFR_NAME = 0; // 16 bytes
  public static final int IFR_IFRU = 16; // 24 bytes
  public static final int SIZE = 40;

  private Ifreq() {}
}
