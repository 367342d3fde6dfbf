package exo.kernel.abi.layout;

/** struct ipc64_perm, at the start of each of the System V structures. */
public final class IpcPerm {
  public static final int KEY = 0; // s32
  public static final int UID = 4; // u32
  public static final int GID = 8; // u32
  public static final int CUID = 12; // u32
  public static final int CGID = 16; // u32
  public static final int MODE = 20; // u32
  public static final int SEQ = 24; // u16
  public static final int SIZE = 48;

  private IpcPerm() {}
}
