package exo.kernel.vfs;

/**
 * What stat(2) and statx(2) tell of a file; reused from call to call. Times are nanoseconds since
 * 1970, blocks of 512 bytes.
 */
public final class FileStatus {
  /** {@link #btime} of a file system that does not keep it. */
  public static final long NO_TIME = Long.MIN_VALUE;

  public long device;
  public long inode;
  public int mode;
  public long links;
  public int uid;
  public int gid;
  public long rdev;
  public long size;
  public int blockSize;
  public long blocks;
  public long atime;
  public long mtime;
  public long ctime;

  /** Time of birth, or {@link #NO_TIME}. */
  public long btime;

  /** STATX_ATTR_* bits that hold, and those that are supported. */
  public long attributes;

  public long attributesMask;

  /** The mount it was asked through; 0 if none. */
  public long mountId;

  /** Takes what every inode has. */
  public void of(Inode inode) {
    device = inode.superblock().device();
    this.inode = inode.number();
    mode = inode.mode();
    links = inode.links();
    uid = inode.uid();
    gid = inode.gid();
    rdev = inode.rdev();
    size = inode.size();
    blockSize = inode.superblock().blockSize();
    blocks = inode.blocks();
    atime = inode.atime();
    mtime = inode.mtime();
    ctime = inode.ctime();
    btime = inode.btime();
    attributes = 0;
    attributesMask = 0;
    mountId = 0;
  }
}
