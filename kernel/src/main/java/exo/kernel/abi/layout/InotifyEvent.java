package exo.kernel.abi.layout;

/** struct inotify_event; the name follows, padded with NULs. */
public final class InotifyEvent {
  public static final int WD = 0; // s32
  public static final int MASK = 4; // u32
  public static final int COOKIE = 8; // u32
  public static final int LEN = 12; // u32
  public static final int NAME = 16;
  public static final int SIZE = 16;

  private InotifyEvent() {}
}
