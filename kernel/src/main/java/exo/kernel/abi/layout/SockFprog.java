package exo.kernel.abi.layout;

/** struct sock_fprog of SECCOMP_SET_MODE_FILTER and SO_ATTACH_FILTER. */
public final class SockFprog {
  public static final int LEN = 0; // u16
  public static final int FILTER = 8; // u64
  public static final int SIZE = 16;

  private SockFprog() {}
}
