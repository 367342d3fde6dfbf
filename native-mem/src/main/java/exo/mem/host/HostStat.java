package exo.mem.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * What the host says about a file, in the meaning of statx(2).
 *
 * @param mode type and permissions
 * @param size in bytes
 * @param blocks of 512 bytes
 * @param blockSize preferred for I/O, in bytes
 * @param device number as stat(2) gives it
 * @param specialDevice number of a device node, else 0
 * @param accessedNanos since 1970, like the other times
 * @param createdNanos 0 where the host does not know
 */
public record HostStat(
    int mode,
    int uid,
    int gid,
    long links,
    long size,
    long inode,
    long device,
    long specialDevice,
    long blocks,
    int blockSize,
    long accessedNanos,
    long modifiedNanos,
    long changedNanos,
    long createdNanos) {

  // struct statx, linux/stat.h
  private static final int BLKSIZE = 4;
  private static final int NLINK = 16;
  private static final int UID = 20;
  private static final int GID = 24;
  private static final int MODE = 28;
  private static final int INO = 32;
  private static final int SIZE = 40;
  private static final int BLOCKS = 48;
  private static final int ATIME = 64;
  private static final int BTIME = 80;
  private static final int CTIME = 96;
  private static final int MTIME = 112;
  private static final int RDEV = 128;
  private static final int DEV = 136;

  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_BTIME = 0x800;

  public boolean isRegular() {
    return is(FileCalls.S_IFREG);
  }

  public boolean isDirectory() {
    return is(FileCalls.S_IFDIR);
  }

  public boolean isSymbolicLink() {
    return is(FileCalls.S_IFLNK);
  }

  private boolean is(int type) {
    return (mode & FileCalls.S_IFMT) == type;
  }

  /** Of what a descriptor stands for. */
  static HostStat of(int fd) throws HostException {
    return of(fd, "");
  }

  /** Of a name in a directory, not following a link. */
  static HostStat of(int directory, String name) throws HostException {
    MemorySegment struct = Scratch.mine().out;
    int flags = FileCalls.AT_SYMLINK_NOFOLLOW | FileCalls.AT_EMPTY_PATH;
    long result =
        FileCalls.statx(directory, name, flags, STATX_BASIC_STATS | STATX_BTIME, struct.address());
    HostException.check(result, "statx", name);
    return read(struct);
  }

  private static HostStat read(MemorySegment s) {
    return new HostStat(
        Short.toUnsignedInt(s.get(JAVA_SHORT, MODE)),
        s.get(JAVA_INT, UID),
        s.get(JAVA_INT, GID),
        Integer.toUnsignedLong(s.get(JAVA_INT, NLINK)),
        s.get(JAVA_LONG, SIZE),
        s.get(JAVA_LONG, INO),
        device(s, DEV),
        device(s, RDEV),
        s.get(JAVA_LONG, BLOCKS),
        s.get(JAVA_INT, BLKSIZE),
        nanos(s, ATIME),
        nanos(s, MTIME),
        nanos(s, CTIME),
        nanos(s, BTIME));
  }

  private static long device(MemorySegment s, int at) {
    long major = Integer.toUnsignedLong(s.get(JAVA_INT, at));
    long minor = Integer.toUnsignedLong(s.get(JAVA_INT, at + 4));
    return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffL) << 12);
  }

  private static long nanos(MemorySegment s, int at) {
    return s.get(JAVA_LONG, at) * 1_000_000_000L + s.get(JAVA_INT, at + 8);
  }
}
