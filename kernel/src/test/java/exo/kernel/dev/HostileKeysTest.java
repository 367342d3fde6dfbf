package exo.kernel.dev;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scan codes in any order: each gives bytes, never too many, and nothing sticks for ever. */
class HostileKeysTest {
  private static final int MOST_BYTES = 8;
  private static final int SPACE = 0x39;
  private static final int[] ODD = {
    ScanCodes.EXTENDED, 0x2a, 0xaa, 0x36, 0xb6, 0x1d, 0x9d, 0x38, 0xb8, 0x3a, 0x45, 0xe1, 0, 0xff
  };

  private static void rounds(long seed, int count) {
    Random random = new Random(seed);
    int[] bytes = new int[1];
    KeyDecoder decoder =
        new KeyDecoder(
            c -> {
              assertTrue(c >= 0 && c < 256, () -> "byte " + c);
              bytes[0]++;
            });
    for (int i = 0; i < count; i++) {
      int before = bytes[0];
      int code = random.nextBoolean() ? random.nextInt(256) : ODD[random.nextInt(ODD.length)];
      decoder.scan(code);
      assertTrue(bytes[0] - before <= MOST_BYTES, () -> "code " + code);
    }
    decoder.scan(0x02);
    decoder.scan(0x82);
    int before = bytes[0];
    decoder.scan(SPACE);
    assertTrue(bytes[0] > before, "the space bar types nothing any more, seed " + seed);
  }

  @Test
  void alwaysGiveBytes() {
    for (long seed = 1; seed <= 200; seed++) {
      rounds(seed, 2_000);
    }
  }

  @Tag("long")
  @Test
  void alwaysGiveBytesForAMinute() {
    long end = System.nanoTime() + 60_000_000_000L;
    for (long seed = 1000; System.nanoTime() < end; seed++) {
      rounds(seed, 2_000);
    }
  }
}
