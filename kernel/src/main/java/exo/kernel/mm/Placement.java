package exo.kernel.mm;

/**
 * Where Linux puts the parts of a new program on x86-64: the stack at the top, areas below it
 * downwards, each moved by a random number of pages. Source: arch/x86/mm/mmap.c.
 */
public final class Placement {
  private static final long STACK_PAGES_RANDOM = 1L << 22;
  private static final long MMAP_PAGES_RANDOM = 1L << 28;
  private static final long BRK_BYTES_RANDOM = 1L << 25;
  private static final long SMALLEST_GAP = 128L << 20;

  private Placement() {}

  /**
   * First address above the stack.
   *
   * @param random any number; 0 for no randomisation
   */
  public static long stackTop(long userTop, long random) {
    return userTop - (Math.floorMod(random, STACK_PAGES_RANDOM) << AddressSpace.PAGE_SHIFT);
  }

  /**
   * Below which address areas are placed, so that the stack can grow to its limit.
   *
   * @param stackLimit RLIMIT_STACK in bytes
   * @param random any number; 0 for no randomisation
   */
  public static long mmapBase(long userTop, long stackLimit, long random) {
    long pad = (STACK_PAGES_RANDOM << AddressSpace.PAGE_SHIFT) + StackGrowth.GUARD_GAP;
    long largest = userTop / 6 * 5;
    long gap = Math.clamp(Math.clamp(stackLimit, 0, largest) + pad, SMALLEST_GAP, largest);
    long shift = Math.floorMod(random, MMAP_PAGES_RANDOM) << AddressSpace.PAGE_SHIFT;
    return (userTop - gap - Math.min(shift, userTop / 12)) & ~AddressSpace.PAGE_MASK;
  }

  /** Where the heap begins for a program that ends at {@code end}. */
  public static long brkStart(long end, long random) {
    return AddressSpace.pageUp(end + Math.floorMod(random, BRK_BYTES_RANDOM));
  }
}
