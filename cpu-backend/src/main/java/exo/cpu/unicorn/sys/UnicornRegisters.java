package exo.cpu.unicorn.sys;

/**
 * Register numbers of {@code unicorn/x86.h}, and the numbers of the instructions that can be
 * hooked.
 */
public final class UnicornRegisters {
  public static final int UC_X86_REG_CS = 11;
  public static final int UC_X86_REG_EFLAGS = 25;
  public static final int UC_X86_REG_FPSW = 31;
  public static final int UC_X86_REG_RIP = 41;
  public static final int UC_X86_REG_RSP = 44;
  public static final int UC_X86_REG_CR0 = 50;
  public static final int UC_X86_REG_CR2 = 52;
  public static final int UC_X86_REG_CR3 = 53;
  public static final int UC_X86_REG_CR4 = 54;
  public static final int UC_X86_REG_ST0 = 114;
  public static final int UC_X86_REG_XMM0 = 122;
  public static final int UC_X86_REG_GDTR = 243;
  public static final int UC_X86_REG_TR = 245;
  public static final int UC_X86_REG_FPCW = 246;
  public static final int UC_X86_REG_FPTAG = 247;
  public static final int UC_X86_REG_MSR = 248;
  public static final int UC_X86_REG_MXCSR = 249;
  public static final int UC_X86_REG_FS_BASE = 250;
  public static final int UC_X86_REG_GS_BASE = 251;
  public static final int UC_X86_REG_FIP = 254;
  public static final int UC_X86_REG_FDP = 256;
  public static final int UC_X86_REG_FOP = 258;

  public static final int UC_X86_INS_IN = 218;
  public static final int UC_X86_INS_OUT = 500;
  public static final int UC_X86_INS_SYSCALL = 699;
  public static final int UC_X86_INS_SYSENTER = 700;

  // The header sorts by name; a processor numbers RAX RCX RDX RBX RSP RBP RSI RDI R8..R15.
  private static final int[] GPR = {
    35, 38, 40, 37, 44, 36, 43, 39, 106, 107, 108, 109, 110, 111, 112, 113
  };

  private UnicornRegisters() {}

  /**
   * The library's number of a general register.
   *
   * @param number of a general register in hardware order, 0 to 15
   */
  public static int gpr(int number) {
    return GPR[number];
  }
}
