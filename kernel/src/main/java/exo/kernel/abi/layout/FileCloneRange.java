package exo.kernel.abi.layout;

/** struct file_clone_range of FICLONERANGE. */
public final class FileCloneRange {
  public static final int SRC_FD = 0; // s64
  public static final int SRC_OFFSET = 8; // u64
  public static final int SRC_LENGTH = 16; // u64
  public static final int DEST_OFFSET = 24; // u64
  public static final int SIZE = 32;

  private FileCloneRange() {}
}
