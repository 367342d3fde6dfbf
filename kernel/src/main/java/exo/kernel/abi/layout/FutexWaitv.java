package exo.kernel.abi.layout;

/** struct futex_waitv of futex_waitv(2). */
public final class FutexWaitv {
  public static final int VAL = 0; // u64
  public static final int UADDR = 8; // u64
  public static final int FLAGS = 16; // u32
  public static final int RESERVED = 20; // u32
  public static final int SIZE = 24;

  private FutexWaitv() {}
}
