package exo.kernel.abi.layout;

/** struct rusage of getrusage(2) and wait4(2). */
public final class Rusage {
  public static final int RU_UTIME = 0; // 16 bytes
  public static final int RU_STIME = 16; // 16 bytes
  public static final int RU_MAXRSS = 32; // s64
  public static final int RU_IXRSS = 40; // s64
  public static final int RU_IDRSS = 48; // s64
  public static final int RU_ISRSS = 56; // s64
  public static final int RU_MINFLT = 64; // s64
  public static final int RU_MAJFLT = 72; // s64
  public static final int RU_NSWAP = 80; // s64
  public static final int RU_INBLOCK = 88; // s64
  public static final int RU_OUBLOCK = 96; // s64
  public static final int RU_MSGSND = 104; // s64
  public static final int RU_MSGRCV = 112; // s64
  public static final int RU_NSIGNALS = 120; // s64
  public static final int RU_NVCSW = 128; // s64
  public static final int RU_NIVCSW = 136; // s64
  public static final int SIZE = 144;

  private Rusage() {}
}
