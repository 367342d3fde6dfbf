package exo.kernel.abi.layout;

/** struct sigcontext: the registers in a signal frame. Source: asm/sigcontext.h. */
public final class SigcontextLayout {
  public static final int R8 = 0; // u64
  public static final int R9 = 8; // u64
  public static final int R10 = 16; // u64
  public static final int R11 = 24; // u64
  public static final int R12 = 32; // u64
  public static final int R13 = 40; // u64
  public static final int R14 = 48; // u64
  public static final int R15 = 56; // u64
  public static final int RDI = 64; // u64
  public static final int RSI = 72; // u64
  public static final int RBP = 80; // u64
  public static final int RBX = 88; // u64
  public static final int RDX = 96; // u64
  public static final int RAX = 104; // u64
  public static final int RCX = 112; // u64
  public static final int RSP = 120; // u64
  public static final int RIP = 128; // u64
  public static final int EFLAGS = 136; // u64
  public static final int CS = 144; // u16
  public static final int GS = 146; // u16
  public static final int FS = 148; // u16
  public static final int SS = 150; // u16
  public static final int ERR = 152; // u64
  public static final int TRAPNO = 160; // u64
  public static final int OLDMASK = 168; // u64
  public static final int CR2 = 176; // u64
  public static final int FPSTATE = 184; // u64
  public static final int RESERVED1 = 192; // 64 bytes
  public static final int SIZE = 256;

  private SigcontextLayout() {}
}
