package exo.kernel.syscall;

/** Which way the bytes behind a pointer go. */
public enum Direction {
  /** The kernel reads them. */
  IN,
  /** The kernel writes them. */
  OUT,
  /** The kernel reads them, then writes them. */
  INOUT;

  public boolean isIn() {
    return this != OUT;
  }

  public boolean isOut() {
    return this != IN;
  }
}
