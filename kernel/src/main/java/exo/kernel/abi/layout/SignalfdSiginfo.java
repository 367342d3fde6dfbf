package exo.kernel.abi.layout;

/** struct signalfd_siginfo, read from a signalfd(2). */
public final class SignalfdSiginfo {
  public static final int SSI_SIGNO = 0; // u32
  public static final int SSI_ERRNO = 4; // s32
  public static final int SSI_CODE = 8; // s32
  public static final int SSI_PID = 12; // u32
  public static final int SSI_UID = 16; // u32
  public static final int SSI_FD = 20; // s32
  public static final int SSI_TID = 24; // u32
  public static final int SSI_BAND = 28; // u32
  public static final int SSI_OVERRUN = 32; // u32
  public static final int SSI_TRAPNO = 36; // u32
  public static final int SSI_STATUS = 40; // s32
  public static final int SSI_INT = 44; // s32
  public static final int SSI_PTR = 48; // u64
  public static final int SSI_UTIME = 56; // u64
  public static final int SSI_STIME = 64; // u64
  public static final int SSI_ADDR = 72; // u64
  public static final int SSI_ADDR_LSB = 80; // u16
  public static final int SSI_SYSCALL = 84; // s32
  public static final int SSI_CALL_ADDR = 88; // u64
  public static final int SSI_ARCH = 96; // u32
  public static final int SIZE = 128;

  private SignalfdSiginfo() {}
}
