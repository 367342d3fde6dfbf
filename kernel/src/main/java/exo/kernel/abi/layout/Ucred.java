package exo.kernel.abi.layout;

/** struct ucred of SO_PEERCRED and SCM_CREDENTIALS. */
public final class Ucred {
  public static final int PID = 0; // s32
  public static final int UID = 4; // u32
  public static final int GID = 8; // u32
  public static final int SIZE = 12;

  private Ucred() {}
}
