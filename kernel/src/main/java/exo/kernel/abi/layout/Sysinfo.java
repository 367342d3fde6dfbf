package exo.kernel.abi.layout;

/** struct sysinfo of sysinfo(2). */
public final class Sysinfo {
  public static final int UPTIME = 0; // s64
  public static final int LOADS = 8; // 24 bytes
  public static final int TOTALRAM = 32; // u64
  public static final int FREERAM = 40; // u64
  public static final int SHAREDRAM = 48; // u64
  public static final int BUFFERRAM = 56; // u64
  public static final int TOTALSWAP = 64; // u64
  public static final int FREESWAP = 72; // u64
  public static final int PROCS = 80; // u16
  public static final int TOTALHIGH = 88; // u64
  public static final int FREEHIGH = 96; // u64
  public static final int MEM_UNIT = 104; // u32
  public static final int SIZE = 112;

  private Sysinfo() {}
}
