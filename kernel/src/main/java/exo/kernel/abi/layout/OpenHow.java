package exo.kernel.abi.layout;

/** struct open_how of openat2(2). */
public final class OpenHow {
  public static final int FLAGS = 0; // u64
  public static final int MODE = 8; // u64
  public static final int RESOLVE = 16; // u64
  public static final int SIZE = 24;

  private OpenHow() {}
}
