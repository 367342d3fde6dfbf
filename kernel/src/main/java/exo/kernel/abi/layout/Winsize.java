package exo.kernel.abi.layout;

/** struct winsize of TIOCGWINSZ. */
public final class Winsize {
  public static final int WS_ROW = 0; // u16
  public static final int WS_COL = 2; // u16
  public static final int WS_XPIXEL = 4; // u16
  public static final int WS_YPIXEL = 6; // u16
  public static final int SIZE = 8;

  private Winsize() {}
}
