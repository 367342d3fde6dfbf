package exo.kernel.mm;

import exo.kernel.abi.Mman;

/** What an area allows and remembers, a bit set. The rights have the values of PROT_*. */
public final class VmaFlags {
  public static final int READ = Mman.PROT_READ;
  public static final int WRITE = Mman.PROT_WRITE;
  public static final int EXEC = Mman.PROT_EXEC;

  /** Any of the rights: on x86-64 each of them lets the page be read. */
  public static final int ACCESS = READ | WRITE | EXEC;

  /** Writes go to the object and are seen by all who map it. */
  public static final int SHARED = 0x8;

  /** What mprotect(2) may turn on: each right four bits up. */
  public static final int MAY_READ = 0x10;

  public static final int MAY_WRITE = 0x20;
  public static final int MAY_EXEC = 0x40;

  /** A stack: grows down on a fault below it. */
  public static final int GROWS_DOWN = 0x100;

  public static final int LOCKED = 0x2000;
  public static final int LOCKED_ON_FAULT = 0x4000;
  public static final int SEQUENTIAL = 0x8000;
  public static final int RANDOM = 0x1_0000;
  public static final int DONT_FORK = 0x2_0000;
  public static final int DONT_EXPAND = 0x4_0000;

  /** Counted against overcommit: was private and writable once. */
  public static final int ACCOUNTED = 0x10_0000;

  public static final int NO_RESERVE = 0x20_0000;
  public static final int WIPE_ON_FORK = 0x200_0000;
  public static final int DONT_DUMP = 0x400_0000;
  public static final int HUGE = 0x800_0000;
  public static final int NO_HUGE = 0x1000_0000;
  public static final int MERGEABLE = 0x2000_0000;

  private VmaFlags() {}

  /** Rights that are asked for but that the area may not have. */
  static boolean exceed(int flags) {
    return (flags & ~(flags >> 4) & ACCESS) != 0;
  }
}
