package exo.kernel.vfs;

/**
 * A change of attributes that was found permitted. Only what {@link #mask} names is valid; ctime is
 * always set.
 *
 * @param mask of the constants here
 * @param mode new permission bits, 07777, the kind left out
 * @param atime nanoseconds since 1970
 * @param ctime the time of the change
 */
public record AttributeChange(
    int mask, int mode, int uid, int gid, long atime, long mtime, long ctime) {
  public static final int MODE = 1;
  public static final int UID = 2;
  public static final int GID = 4;
  public static final int ATIME = 8;
  public static final int MTIME = 16;

  public static AttributeChange mode(int mode, long ctime) {
    return new AttributeChange(MODE, mode, 0, 0, 0, 0, ctime);
  }

  public boolean has(int bits) {
    return (mask & bits) != 0;
  }
}
