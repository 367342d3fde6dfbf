package exo.kernel.exec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** ELF files that are damaged, or made to do harm: an image that can be mapped, or an errno. */
class HostileElfTest {
  private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final long[] ODD = {
    0, 1, 4095, 4096, 0x7fff_ffff_f000L, 0x7fff_ffff_ffffL, -1, -4096, Long.MIN_VALUE, 1L << 32
  };

  /** Two segments and a stack, as a linker writes them. */
  private static byte[] sound() {
    byte[] file = new byte[0x3000];
    MemorySegment s = MemorySegment.ofArray(file);
    s.set(U32, 0, 0x464c_457f);
    s.set(U32, 4, 0x0001_0102);
    s.set(U16, 16, (short) 2);
    s.set(U16, 18, (short) 62);
    s.set(U64, 24, 0x40_1000);
    s.set(U64, 32, ElfImage.EHDR_SIZE);
    s.set(U16, 54, (short) ElfImage.PHDR_SIZE);
    s.set(U16, 56, (short) 3);
    header(s, 0, 1, 5, 0x1000, 0x40_1000, 0x800, 0x800);
    header(s, 1, 1, 6, 0x2000, 0x40_2000, 0x100, 0x4000);
    header(s, 2, 0x6474_e551, 6, 0, 0, 0, 0);
    return file;
  }

  private static void header(
      MemorySegment s, int index, int type, int flags, long off, long va, long size, long memory) {
    long at = ElfImage.EHDR_SIZE + (long) index * ElfImage.PHDR_SIZE;
    s.set(U32, at, type);
    s.set(U32, at + 4, flags);
    s.set(U64, at + 8, off);
    s.set(U64, at + 16, va);
    s.set(U64, at + 32, size);
    s.set(U64, at + 40, memory);
    s.set(U64, at + 48, 4096);
  }

  private static byte[] mutate(byte[] sound, Random random) {
    byte[] file = sound.clone();
    int headers = ElfImage.EHDR_SIZE + 3 * ElfImage.PHDR_SIZE;
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(headers);
      switch (random.nextInt(4)) {
        case 0 -> file[at] = (byte) random.nextInt(256);
        case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> MemorySegment.ofArray(file).set(U64, at & ~7, ODD[random.nextInt(ODD.length)]);
        default -> file[56] = (byte) random.nextInt(256);
      }
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(file, random.nextInt(headers)) : file;
  }

  private static void rounds(long seed, int count) {
    Random random = new Random(seed);
    byte[] sound = sound();
    int[] ends = new int[2];
    for (int round = 0; round < count; round++) {
      byte[] file = mutate(sound, random);
      try {
        ElfImage image =
            ElfImage.parse(
                (off, len) -> {
                  assertTrue(off >= 0 && len >= 0, "reads outside of the file");
                  int from = (int) Math.min(off, file.length);
                  return Arrays.copyOfRange(file, from, Math.min(file.length, from + len));
                });
        for (ElfImage.Segment s : image.segments()) {
          assertTrue(s.memorySize() >= s.fileSize() && s.end() >= s.address(), s::toString);
        }
        ends[0]++;
      } catch (Errno refused) {
        ends[1]++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertTrue(ends[0] > count / 20 && ends[1] > count / 20, () -> Arrays.toString(ends));
  }

  @Test
  void areAnImageOrAnErrno() {
    rounds(1, 200_000);
  }

  @Tag("long")
  @Test
  void areAnImageOrAnErrnoForAMinute() {
    long end = System.nanoTime() + 60_000_000_000L;
    for (long seed = 2; System.nanoTime() < end; seed++) {
      rounds(seed, 200_000);
    }
  }
}
