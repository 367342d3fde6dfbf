package exo.kernel.tty;

/** struct winsize: characters and pixels, each 0 to 65535. */
public record WindowSize(int rows, int columns, int width, int height) {
  /** Nobody knows. */
  public static final WindowSize UNKNOWN = new WindowSize(0, 0, 0, 0);
}
