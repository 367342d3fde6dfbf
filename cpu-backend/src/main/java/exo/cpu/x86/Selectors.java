package exo.cpu.x86;

/**
 * Segment selectors, laid out as Linux does: guests may look at CS and SS and expect these values.
 */
public final class Selectors {
  public static final int KERNEL_CODE = 0x10;
  public static final int KERNEL_DATA = 0x18;

  /** Not a segment we have: what SYSRET adds 8 and 16 to. */
  public static final int USER_BASE = 0x20 | 3;

  public static final int USER_DATA = 0x28 | 3;
  public static final int USER_CODE = 0x30 | 3;
  public static final int TASK_STATE = 0x40;

  /**
   * SYSCALL loads CS and SS from bits 32 to 47 (and 8 more), SYSRET from bits 48 to 63 (and 16, 8
   * more).
   */
  public static final long STAR = ((long) USER_BASE << 48) | ((long) KERNEL_CODE << 32);

  private Selectors() {}
}
