package exo.kernel.abi.layout;

/** siginfo_t: what is known of one signal. Which fields hold depends on si_signo and si_code. */
public final class Siginfo {
  public static final int SI_SIGNO = 0; // s32
  public static final int SI_ERRNO = 4; // s32
  public static final int SI_CODE = 8; // s32
  public static final int SIFIELDS = 16; // 32 bytes
  public static final int SI_PID = 16; // s32
  public static final int SI_UID = 20; // u32
  public static final int SI_STATUS = 24; // s32
  public static final int SI_UTIME = 32; // s64
  public static final int SI_STIME = 40; // s64
  public static final int SI_VALUE = 24; // u64
  public static final int SI_INT = 24; // s32
  public static final int SI_PTR = 24; // u64
  public static final int SI_TID = 16; // s32
  public static final int SI_OVERRUN = 20; // s32
  public static final int SI_SYS_PRIVATE = 32; // s32
  public static final int SI_ADDR = 16; // u64
  public static final int SI_ADDR_LSB = 24; // s16
  public static final int SI_LOWER = 32; // u64
  public static final int SI_UPPER = 40; // u64
  public static final int SI_PKEY = 32; // u32
  public static final int SI_BAND = 16; // s64
  public static final int SI_FD = 24; // s32
  public static final int SI_CALL_ADDR = 16; // u64
  public static final int SI_SYSCALL = 24; // s32
  public static final int SI_ARCH = 28; // u32
  public static final int SIZE = 128;

  private Siginfo() {}
}
