package exo.kernel.task;

/** What the kernel calls itself in uname(2) and procfs. */
public final class Release {
  /** Recent enough for every current libc. */
  public static final String RELEASE = "6.1.0-exo";

  public static final String VERSION = "#1 SMP Exo 0.5.0";

  private Release() {}
}
