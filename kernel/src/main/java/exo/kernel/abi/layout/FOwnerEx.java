package exo.kernel.abi.layout;

/** struct f_owner_ex of F_SETOWN_EX. */
public final class FOwnerEx {
  public static final int TYPE = 0; // s32
  public static final int PID = 4; // s32
  public static final int SIZE = 8;

  private FOwnerEx() {}
}
