package exo.kernel.abi.layout;

/** struct pollfd of poll(2). */
public final class Pollfd {
  public static final int FD = 0; // s32
  public static final int EVENTS = 4; // s16
  public static final int REVENTS = 6; // s16
  public static final int SIZE = 8;

  private Pollfd() {}
}
