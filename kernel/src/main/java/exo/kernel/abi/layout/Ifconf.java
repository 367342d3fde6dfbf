package exo.kernel.abi.layout;

/** struct ifconf of SIOCGIFCONF. */
public final class Ifconf {
  public static final int IFC_LEN = 0; // s32
  public static final int IFC_IFCU = 8; // u64
  public static final int SIZE = 16;

  private Ifconf() {}
}
