package exo.mem.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * What the host says about a file system, in the meaning of statfs(2).
 *
 * @param type its magic number
 * @param blockSize in bytes; the counts of blocks are in this unit
 * @param available to users without privilege
 */
public record HostFileSystem(
    long type,
    long blockSize,
    long blocks,
    long free,
    long available,
    long files,
    long freeFiles,
    long longestName) {

  // struct statfs, x86-64
  private static final int TYPE = 0;
  private static final int BSIZE = 8;
  private static final int BLOCKS = 16;
  private static final int BFREE = 24;
  private static final int BAVAIL = 32;
  private static final int FILES = 40;
  private static final int FFREE = 48;
  private static final int NAMELEN = 64;

  static HostFileSystem of(int fd, String name) throws HostException {
    MemorySegment s = Scratch.mine().out;
    HostException.check(DescriptorCalls.fstatfs(fd, s.address()), "fstatfs", name);
    return new HostFileSystem(
        s.get(JAVA_LONG, TYPE),
        s.get(JAVA_LONG, BSIZE),
        s.get(JAVA_LONG, BLOCKS),
        s.get(JAVA_LONG, BFREE),
        s.get(JAVA_LONG, BAVAIL),
        s.get(JAVA_LONG, FILES),
        s.get(JAVA_LONG, FFREE),
        s.get(JAVA_LONG, NAMELEN));
  }
}
