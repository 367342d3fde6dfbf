package exo.kernel.abi.layout;

/** struct termios of TCGETS. */
public final class TermiosLayout {
  public static final int C_IFLAG = 0; // u32
  public static final int C_OFLAG = 4; // u32
  public static final int C_CFLAG = 8; // u32
  public static final int C_LFLAG = 12; // u32
  public static final int C_LINE = 16; // u8
  public static final int C_CC = 17; // 19 bytes
  public static final int SIZE = 36;

  private TermiosLayout() {}
}
