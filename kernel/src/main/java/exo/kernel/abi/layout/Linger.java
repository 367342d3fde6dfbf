package exo.kernel.abi.layout;

/** struct linger of SO_LINGER. */
public final class Linger {
  public static final int L_ONOFF = 0; // s32
  public static final int L_LINGER = 4; // s32
  public static final int SIZE = 8;

  private Linger() {}
}
