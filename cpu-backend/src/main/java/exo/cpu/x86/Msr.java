package exo.cpu.x86;

/** Numbers of model-specific registers (Intel SDM vol. 4). */
public final class Msr {
  public static final int EFER = 0xc000_0080;
  public static final int STAR = 0xc000_0081;
  public static final int LSTAR = 0xc000_0082;
  public static final int SFMASK = 0xc000_0084;
  public static final int FS_BASE = 0xc000_0100;
  public static final int GS_BASE = 0xc000_0101;
  public static final int KERNEL_GS_BASE = 0xc000_0102;

  private Msr() {}
}
