package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import exo.kernel.abi.layout.StatLayout;
import exo.kernel.abi.layout.StatfsLayout;
import exo.kernel.abi.layout.StatxLayout;
import exo.kernel.abi.layout.StatxTimestamp;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;
import exo.kernel.vfs.DeviceNumber;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.FileSystemStatus;

/** The structures of stat(2) and its kin in user memory; each is EFAULT or written whole. */
final class StatWriter {
  private static final int USTAT_SIZE = 32;
  private static final int USTAT_FREE_INODES = 8;

  private StatWriter() {}

  static void stat(UserMemory m, long va, FileStatus s) throws Errno {
    zero(m, va, StatLayout.SIZE);
    m.putLong(va + StatLayout.ST_DEV, s.device);
    m.putLong(va + StatLayout.ST_INO, s.inode);
    m.putLong(va + StatLayout.ST_NLINK, s.links);
    m.putInt(va + StatLayout.ST_MODE, s.mode);
    m.putInt(va + StatLayout.ST_UID, s.uid);
    m.putInt(va + StatLayout.ST_GID, s.gid);
    m.putLong(va + StatLayout.ST_RDEV, s.rdev);
    m.putLong(va + StatLayout.ST_SIZE, s.size);
    m.putLong(va + StatLayout.ST_BLKSIZE, s.blockSize);
    m.putLong(va + StatLayout.ST_BLOCKS, s.blocks);
    UserTime.putTimespec(m, va + StatLayout.ST_ATIME, s.atime);
    UserTime.putTimespec(m, va + StatLayout.ST_MTIME, s.mtime);
    UserTime.putTimespec(m, va + StatLayout.ST_CTIME, s.ctime);
  }

  /**
   * @param mask what was asked for: the birth time and the mount are only given then
   */
  static void statx(UserMemory m, long va, FileStatus s, int mask) throws Errno {
    zero(m, va, StatxLayout.SIZE);
    int given = Stat.STATX_BASIC_STATS;
    if (s.btime != FileStatus.NO_TIME && (mask & Stat.STATX_BTIME) != 0) {
      given |= Stat.STATX_BTIME;
      timestamp(m, va + StatxLayout.STX_BTIME, s.btime);
    }
    boolean unique = (mask & Stat.STATX_MNT_ID_UNIQUE) != 0;
    given |= unique ? Stat.STATX_MNT_ID_UNIQUE : Stat.STATX_MNT_ID;
    m.putLong(va + StatxLayout.STX_MNT_ID, s.mountId);
    m.putInt(va + StatxLayout.STX_MASK, given);
    m.putInt(va + StatxLayout.STX_BLKSIZE, s.blockSize);
    m.putLong(va + StatxLayout.STX_ATTRIBUTES, s.attributes);
    m.putInt(va + StatxLayout.STX_NLINK, (int) s.links);
    m.putInt(va + StatxLayout.STX_UID, s.uid);
    m.putInt(va + StatxLayout.STX_GID, s.gid);
    m.putShort(va + StatxLayout.STX_MODE, (short) s.mode);
    m.putLong(va + StatxLayout.STX_INO, s.inode);
    m.putLong(va + StatxLayout.STX_SIZE, s.size);
    m.putLong(va + StatxLayout.STX_BLOCKS, s.blocks);
    m.putLong(va + StatxLayout.STX_ATTRIBUTES_MASK, s.attributesMask);
    timestamp(m, va + StatxLayout.STX_ATIME, s.atime);
    timestamp(m, va + StatxLayout.STX_CTIME, s.ctime);
    timestamp(m, va + StatxLayout.STX_MTIME, s.mtime);
    m.putInt(va + StatxLayout.STX_RDEV_MAJOR, DeviceNumber.major(s.rdev));
    m.putInt(va + StatxLayout.STX_RDEV_MINOR, DeviceNumber.minor(s.rdev));
    m.putInt(va + StatxLayout.STX_DEV_MAJOR, DeviceNumber.major(s.device));
    m.putInt(va + StatxLayout.STX_DEV_MINOR, DeviceNumber.minor(s.device));
  }

  private static void timestamp(UserMemory m, long va, long nanos) throws Errno {
    m.putLong(va + StatxTimestamp.TV_SEC, Math.floorDiv(nanos, Times.SECOND));
    m.putInt(va + StatxTimestamp.TV_NSEC, (int) Math.floorMod(nanos, Times.SECOND));
  }

  static void statfs(UserMemory m, long va, FileSystemStatus s) throws Errno {
    zero(m, va, StatfsLayout.SIZE);
    m.putLong(va + StatfsLayout.F_TYPE, s.magic);
    m.putLong(va + StatfsLayout.F_BSIZE, s.blockSize);
    m.putLong(va + StatfsLayout.F_BLOCKS, s.blocks);
    m.putLong(va + StatfsLayout.F_BFREE, s.freeBlocks);
    m.putLong(va + StatfsLayout.F_BAVAIL, s.availableBlocks);
    m.putLong(va + StatfsLayout.F_FILES, s.files);
    m.putLong(va + StatfsLayout.F_FFREE, s.freeFiles);
    m.putLong(va + StatfsLayout.F_FSID, s.id);
    m.putLong(va + StatfsLayout.F_NAMELEN, s.nameLength);
    m.putLong(va + StatfsLayout.F_FRSIZE, s.fragmentSize);
    m.putLong(va + StatfsLayout.F_FLAGS, s.flags);
  }

  /** struct ustat: free blocks and inodes, then two names nobody gives. */
  static void ustat(UserMemory m, long va, FileSystemStatus s) throws Errno {
    zero(m, va, USTAT_SIZE);
    m.putInt(va, (int) s.freeBlocks);
    m.putLong(va + USTAT_FREE_INODES, s.freeFiles);
  }

  private static void zero(UserMemory m, long va, int size) throws Errno {
    if (m.zero(va, size) != size) {
      throw Errno.EFAULT;
    }
  }
}
