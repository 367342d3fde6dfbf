package exo.kernel.abi.layout;

/** struct utsname of uname(2): six fields of 65 bytes. */
public final class Utsname {
  public static final int SYSNAME = 0; // 65 bytes
  public static final int NODENAME = 65; // 65 bytes
  public static final int RELEASE = 130; // 65 bytes
  public static final int VERSION = 195; // 65 bytes
  public static final int MACHINE = 260; // 65 bytes
  public static final int DOMAINNAME = 325; // 65 bytes
  public static final int SIZE = 390;

  private Utsname() {}
}
