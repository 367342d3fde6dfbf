package exo.cpu.x86;

/** Bits of control register 4 (Intel SDM vol. 3, 2.5). */
public final class Cr4 {
  public static final long PAE = 1 << 5;
  public static final long PGE = 1 << 7;
  public static final long OSFXSR = 1 << 9;
  public static final long OSXMMEXCPT = 1 << 10;
  public static final long FSGSBASE = 1 << 16;
  public static final long OSXSAVE = 1 << 18;

  /**
   * What a 64-bit user program of today expects. No global pages: a CR3 write flushes everything.
   */
  public static final long LONG_MODE = PAE | OSFXSR | OSXMMEXCPT | FSGSBASE | OSXSAVE;

  private Cr4() {}
}
