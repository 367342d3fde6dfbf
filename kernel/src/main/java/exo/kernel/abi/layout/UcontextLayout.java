package exo.kernel.abi.layout;

/** struct ucontext: what a signal frame saves and rt_sigreturn(2) restores. */
public final class UcontextLayout {
  public static final int UC_FLAGS = 0; // u64
  public static final int UC_LINK = 8; // u64
  public static final int UC_STACK = 16; // 24 bytes
  public static final int UC_MCONTEXT = 40; // 256 bytes
  public static final int UC_SIGMASK = 296; // u64
  public static final int SIZE = 304;

  private UcontextLayout() {}
}
