package exo.kernel.abi.layout;

/** struct user_regs_struct of PTRACE_GETREGS. */
public final class UserRegs {
  public static final int R15 = 0; // u64
  public static final int R14 = 8; // u64
  public static final int R13 = 16; // u64
  public static final int R12 = 24; // u64
  public static final int RBP = 32; // u64
  public static final int RBX = 40; // u64
  public static final int R11 = 48; // u64
  public static final int R10 = 56; // u64
  public static final int R9 = 64; // u64
  public static final int R8 = 72; // u64
  public static final int RAX = 80; // u64
  public static final int RCX = 88; // u64
  public static final int RDX = 96; // u64
  public static final int RSI = 104; // u64
  public static final int RDI = 112; // u64
  public static final int ORIG_RAX = 120; // u64
  public static final int RIP = 128; // u64
  public static final int CS = 136; // u64
  public static final int EFLAGS = 144; // u64
  public static final int RSP = 152; // u64
  public static final int SS = 160; // u64
  public static final int FS_BASE = 168; // u64
  public static final int GS_BASE = 176; // u64
  public static final int DS = 184; // u64
  public static final int ES = 192; // u64
  public static final int FS = 200; // u64
  public static final int GS = 208; // u64
  public static final int SIZE = 216;

  private UserRegs() {}
}
