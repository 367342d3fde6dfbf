package exo.kernel.abi.layout;

/** struct termios2 of TCGETS2: termios and the speeds as numbers. */
public final class Termios2Layout {
  public static final int C_IFLAG = 0; // u32
  public static final int C_OFLAG = 4; // u32
  public static final int C_CFLAG = 8; // u32
  public static final int C_LFLAG = 12; // u32
  public static final int C_LINE = 16; // u8
  public static final int C_CC = 17; // 19 bytes
  public static final int C_ISPEED = 36; // u32
  public static final int C_OSPEED = 40; // u32
  public static final int SIZE = 44;

  private Termios2Layout() {}
}
