package exo.kernel.abi.layout;

/** The kernel's struct sigaction of rt_sigaction(2); glibc's own is another. */
public final class SigactionLayout {
  public static final int SA_HANDLER = 0; // u64
  public static final int SA_FLAGS = 8; // u64
  public static final int SA_RESTORER = 16; // u64
  public static final int SA_MASK = 24; // u64
  public static final int SIZE = 32;

  private SigactionLayout() {}
}
