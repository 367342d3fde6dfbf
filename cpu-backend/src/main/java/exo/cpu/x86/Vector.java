package exo.cpu.x86;

/** Exception vectors (Intel SDM vol. 3, 6.3.1), and the one software interrupt that Linux knows. */
public final class Vector {
  public static final int DIVIDE_ERROR = 0;
  public static final int DEBUG = 1;
  public static final int NMI = 2;
  public static final int BREAKPOINT = 3;
  public static final int OVERFLOW = 4;
  public static final int BOUND = 5;
  public static final int INVALID_OPCODE = 6;
  public static final int DEVICE_NOT_AVAILABLE = 7;
  public static final int DOUBLE_FAULT = 8;
  public static final int INVALID_TSS = 10;
  public static final int SEGMENT_NOT_PRESENT = 11;
  public static final int STACK_SEGMENT = 12;
  public static final int GENERAL_PROTECTION = 13;
  public static final int PAGE_FAULT = 14;
  public static final int FLOATING_POINT = 16;
  public static final int ALIGNMENT_CHECK = 17;
  public static final int MACHINE_CHECK = 18;
  public static final int SIMD_FLOATING_POINT = 19;
  public static final int CONTROL_PROTECTION = 21;

  /** {@code int 0x80}, the 32-bit system call. */
  public static final int SYSTEM_CALL_32 = 0x80;

  private static final int WITH_ERROR_CODE =
      1 << DOUBLE_FAULT
          | 1 << INVALID_TSS
          | 1 << SEGMENT_NOT_PRESENT
          | 1 << STACK_SEGMENT
          | 1 << GENERAL_PROTECTION
          | 1 << PAGE_FAULT
          | 1 << ALIGNMENT_CHECK
          | 1 << CONTROL_PROTECTION;

  private Vector() {}

  /** Whether the processor pushes an error code for this vector. */
  public static boolean hasErrorCode(int vector) {
    return vector >= 0 && vector < 32 && ((WITH_ERROR_CODE >>> vector) & 1) != 0;
  }

  /** The error code of a general protection fault that names a gate of the IDT. */
  public static int gateError(int vector) {
    return (vector << 3) | 2;
  }

  /** Whether ring 3 may raise this vector by {@code int n}: the gates that Linux opens. */
  public static boolean openToUser(int vector) {
    return vector == BREAKPOINT || vector == OVERFLOW || vector == SYSTEM_CALL_32;
  }
}
