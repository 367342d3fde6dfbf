package exo.cpu.x86;

/** Bits of the error code of vector 14 (Intel SDM vol. 3, 4.7). */
public final class PageFaultCode {
  /** The page was present: the access broke its rights. Clear: no translation. */
  public static final int PRESENT = 1;

  /** A write. Clear: a read or a fetch. */
  public static final int WRITE = 2;

  /** The access came from ring 3. */
  public static final int USER = 4;

  /** A reserved bit was set in a page table entry. */
  public static final int RESERVED = 8;

  /** An instruction fetch. */
  public static final int FETCH = 16;

  private PageFaultCode() {}
}
