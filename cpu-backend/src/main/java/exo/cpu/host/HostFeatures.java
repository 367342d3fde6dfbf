package exo.cpu.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The host's processor, which is the guest's: what Linux says of it.
 *
 * @param hwcap as in the host's auxiliary vector
 * @param hwcap2 as there
 * @param instructionSets the flags of {@code /proc/cpuinfo}
 * @param mappings how many mappings a process may have
 */
record HostFeatures(long hwcap, long hwcap2, Set<String> instructionSets, int mappings) {
  private static final int AT_HWCAP = 16;
  private static final int AT_HWCAP2 = 26;
  private static final int DEFAULT_MAPPINGS = 65_530;

  HostFeatures {
    instructionSets = Set.copyOf(instructionSets);
  }

  static HostFeatures read() throws IOException {
    ByteBuffer auxv =
        ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
            .order(ByteOrder.LITTLE_ENDIAN);
    long hwcap = 0;
    long hwcap2 = 0;
    while (auxv.remaining() >= 2 * Long.BYTES) {
      long key = auxv.getLong();
      long value = auxv.getLong();
      hwcap = key == AT_HWCAP ? value : hwcap;
      hwcap2 = key == AT_HWCAP2 ? value : hwcap2;
    }
    return new HostFeatures(hwcap, hwcap2, flags(), readMappings());
  }

  private static Set<String> flags() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      String flags = lines.filter(l -> l.startsWith("flags")).findFirst().orElse("flags :");
      return Set.of(flags.substring(flags.indexOf(':') + 1).strip().split("\\s+"));
    }
  }

  private static int readMappings() throws IOException {
    Path file = Path.of("/proc/sys/vm/max_map_count");
    if (!Files.isReadable(file)) {
      return DEFAULT_MAPPINGS;
    }
    // The host answers only the first read of such a file: one with a large buffer.
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return Integer.parseInt(String.valueOf(reader.readLine()).strip());
    }
  }
}
