package exo.kernel.abi;

/** Execution domains of personality(2). Source: linux/personality.h. */
public final class Personality {
  // Flags.
  public static final int UNAME26 = 0x20000;
  public static final int ADDR_NO_RANDOMIZE = 0x40000;
  public static final int FDPIC_FUNCPTRS = 0x80000;
  public static final int MMAP_PAGE_ZERO = 0x100000;
  public static final int ADDR_COMPAT_LAYOUT = 0x200000;
  public static final int READ_IMPLIES_EXEC = 0x400000;
  public static final int ADDR_LIMIT_32BIT = 0x800000;
  public static final int SHORT_INODE = 0x1000000;
  public static final int WHOLE_SECONDS = 0x2000000;
  public static final int STICKY_TIMEOUTS = 0x4000000;
  public static final int ADDR_LIMIT_3GB = 0x8000000;

  // Domains.
  public static final int PER_LINUX = 0;
  public static final int PER_LINUX_32BIT = 0x800000;
  public static final int PER_LINUX32 = 0x8;
  public static final int PER_MASK = 0xff;

  private Personality() {}
}
