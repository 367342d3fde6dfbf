package exo.kernel.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.layout.Siginfo;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.SyscallTable;
import exo.kernel.syscall.Variants;
import exo.mem.layout.LittleEndian;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a guest hands in, a call is one line of text. */
class HostileCallTest {
  private static final int ROUNDS = 60;

  private static final long[] ODD = {
    0,
    1,
    2,
    8,
    16,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    -1,
    -100,
    Long.MIN_VALUE,
    Long.MAX_VALUE
  };

  private final Random random = new Random(42);
  private final Arena arena = new Arena();
  private final StraceFormatter formatter = new StraceFormatter();
  private final StringBuilder out = new StringBuilder();
  private final StraceLog log = new StraceLog(out::append, StraceLog.Prefix.WHEN_SEVERAL);

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void everyCallWithAnyArgumentsIsALine() {
    for (SyscallEntry entry : SyscallTable.entries()) {
      for (int i = 0; i < ROUNDS; i++) {
        long[] raw = {any(), any(), any(), any(), any(), any()};
        check(entry, raw);
      }
    }
  }

  @Test
  void everyCommandWithAnyArgumentsIsALine() {
    for (SyscallEntry entry : SyscallTable.entries()) {
      Variants variants = entry.variants();
      if (variants == null) {
        continue;
      }
      for (Variants.Variant variant : variants.all()) {
        for (int i = 0; i < ROUNDS; i++) {
          long[] raw = {any(), any(), any(), any(), any(), any()};
          raw[variants.selector()] = variant.command();
          check(entry, raw);
        }
      }
    }
  }

  @Test
  void everySignalWithAnyBytesIsALine() {
    for (int i = 0; i < 10_000; i++) {
      byte[] info = bytes(Siginfo.SIZE);
      LittleEndian.putInt(info, Siginfo.SI_SIGNO, random.nextInt(-1, 70));
      LittleEndian.putInt(info, Siginfo.SI_CODE, random.nextInt(-10, 140));
      String line = formatter.signal(arena.memory(), info);
      assertTrue(line.startsWith("--- ") && line.endsWith("} ---"), line);
    }
  }

  private void check(SyscallEntry entry, long[] raw) {
    arena.fill(bytes(Arena.SIZE), 0);
    out.setLength(0);
    log.begin(1, formatter.call(arena.memory(), entry.number(), raw, any()));
    if (random.nextBoolean()) {
      arena.fill(bytes(Arena.SIZE), 0);
    }
    log.end(1, random.nextInt(4) == 0 ? -random.nextInt(1, 600) : any());
    String line = out.toString();
    assertTrue(line.startsWith(entry.name() + "("), line);
    assertEquals(line.length() - 1, line.indexOf('\n'), line);
    assertTrue(line.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), line);
  }

  /** Addresses in the page and at its ends, small numbers, odd numbers, anything. */
  private long any() {
    return switch (random.nextInt(5)) {
      case 0 -> Arena.VA + random.nextInt(Arena.SIZE / 16) * 16L;
      case 1 -> Arena.VA + Arena.SIZE - random.nextInt(64);
      case 2 -> ODD[random.nextInt(ODD.length)];
      case 3 -> random.nextInt(64);
      default -> random.nextLong();
    };
  }

  /** Bytes among which there are pointers into the page, small numbers and zeros. */
  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    for (int at = 0; at + 8 <= size; at += 8) {
      if (random.nextInt(3) == 0) {
        LittleEndian.putLong(bytes, at, any());
      }
    }
    return bytes;
  }
}
