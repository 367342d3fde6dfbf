package exo.mem.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Reads the names in a folder. */
final class Listing {
  private static final int BUFFER = 32 << 10;

  // struct linux_dirent64, getdents64(2)
  private static final int INO = 0;
  private static final int OFF = 8;
  private static final int RECLEN = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;

  private Listing() {}

  static void read(int directory, String name, long from, HostEntryVisitor visitor)
      throws HostException {
    // The descriptor we hold only names the folder; reading takes one that may read.
    int flags = FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC;
    int fd = (int) HostException.check(FileCalls.openat(directory, ".", flags, 0), "open", name);
    try (Arena arena = Arena.ofConfined()) {
      if (from != 0) {
        HostException.check(
            DescriptorCalls.lseek(fd, from, DescriptorCalls.SEEK_SET), "lseek", name);
      }
      MemorySegment buffer = arena.allocate(BUFFER, Long.BYTES);
      long filled;
      boolean goOn = true;
      while (goOn && (filled = next(fd, buffer, name)) > 0) {
        goOn = visit(buffer, filled, visitor);
      }
    } finally {
      DescriptorCalls.close(fd);
    }
  }

  private static long next(int fd, MemorySegment buffer, String name) throws HostException {
    return HostException.check(DescriptorCalls.getdents64(fd, buffer, BUFFER), "getdents64", name);
  }

  private static boolean visit(MemorySegment buffer, long filled, HostEntryVisitor visitor) {
    long length;
    for (long at = 0; at < filled; at += length) {
      length = Short.toUnsignedLong(buffer.get(JAVA_SHORT, at + RECLEN));
      String name = buffer.getString(at + NAME, StandardCharsets.ISO_8859_1);
      boolean self = name.equals(".") || name.equals("..");
      int type = Byte.toUnsignedInt(buffer.get(JAVA_BYTE, at + TYPE));
      long next = buffer.get(JAVA_LONG, at + OFF);
      if (!self && !visitor.visit(name, buffer.get(JAVA_LONG, at + INO), type, next)) {
        return false;
      }
    }
    return true;
  }
}
