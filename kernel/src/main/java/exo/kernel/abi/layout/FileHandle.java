package exo.kernel.abi.layout;

/** struct file_handle of name_to_handle_at(2); the bytes follow. */
public final class FileHandle {
  public static final int HANDLE_BYTES = 0; // u32
  public static final int HANDLE_TYPE = 4; // s32
  public static final int F_HANDLE = 8; // 0 bytes
  public static final int SIZE = 8;

  private FileHandle() {}
}
