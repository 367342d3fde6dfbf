package exo.kernel.abi.layout;

/** struct rlimit of getrlimit(2), the same as rlimit64. */
public final class Rlimit {
  public static final int RLIM_CUR = 0; // u64
  public static final int RLIM_MAX = 8; // u64
  public static final int SIZE = 16;

  private Rlimit() {}
}
