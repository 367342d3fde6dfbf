package exo.mem.paging;

/**
 * A kind of access, in the bits of a page fault's error code (Intel SDM volume 3, 4.7), so that an
 * engine's error code without {@link #PRESENT} is an access.
 */
public final class Access {
  /** A read by the supervisor: no bit at all. */
  public static final int READ = 0;

  /** In an error code only: the page was there, the right was not. */
  public static final int PRESENT = 1;

  public static final int WRITE = 2;
  public static final int USER = 4;
  public static final int EXECUTE = 16;

  private Access() {}
}
