package exo.cpu.x86;

/** Bits of control register 0 (Intel SDM vol. 3, 2.5). */
public final class Cr0 {
  public static final long PE = 1;
  public static final long MP = 1 << 1;
  public static final long ET = 1 << 4;
  public static final long NE = 1 << 5;

  /** The supervisor too may not write read-only pages. */
  public static final long WP = 1 << 16;

  public static final long PG = 1L << 31;

  /** Protected mode, paging, x87 errors as exceptions. */
  public static final long LONG_MODE = PG | WP | NE | ET | MP | PE;

  private Cr0() {}
}
