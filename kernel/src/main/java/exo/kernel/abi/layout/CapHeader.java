package exo.kernel.abi.layout;

/** struct __user_cap_header_struct of capget(2). */
public final class CapHeader {
  public static final int VERSION = 0; // u32
  public static final int PID = 4; // s32
  public static final int SIZE = 8;

  private CapHeader() {}
}
