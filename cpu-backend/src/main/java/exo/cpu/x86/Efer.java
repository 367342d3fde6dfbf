package exo.cpu.x86;

/** Bits of the extended feature register (Intel SDM vol. 3, 2.2.1). */
public final class Efer {
  /** SYSCALL and SYSRET work. */
  public static final long SCE = 1;

  public static final long LME = 1 << 8;
  public static final long LMA = 1 << 10;

  /** The NX bit of page tables works. */
  public static final long NXE = 1 << 11;

  /** A 64-bit kernel with fast system calls and no-execute pages. */
  public static final long LONG_MODE = SCE | LME | LMA | NXE;

  private Efer() {}
}
