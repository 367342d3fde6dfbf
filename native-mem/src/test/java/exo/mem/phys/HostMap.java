package exo.mem.phys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the host says of our mapping, from {@code /proc/self/smaps}. */
final class HostMap {
  private HostMap() {}

  /** Bytes of host memory behind the mappings in the range. */
  static long resident(long address, long size) throws IOException {
    long bytes = 0;
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      String first = line.substring(0, line.indexOf(' '));
      if (!first.endsWith(":")) {
        long start = Long.parseUnsignedLong(first.substring(0, first.indexOf('-')), 16);
        inside = start >= address && start < address + size;
      } else if (inside && first.equals("Rss:")) {
        bytes += Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    return bytes;
  }

  static boolean isMapped(long address) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      int dash = line.indexOf('-');
      long start = Long.parseUnsignedLong(line.substring(0, dash), 16);
      long end = Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
      if (start <= address && address < end) {
        return true;
      }
    }
    return false;
  }
}
