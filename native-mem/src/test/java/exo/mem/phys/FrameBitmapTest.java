package exo.mem.phys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBitmapTest {
  @Test
  void ofNothingFindsNothing() {
    assertEquals(-1, new FrameBitmap(1 << 20).next(0));
  }

  @Test
  void findsTheOnlyMemberAcrossAllLevels() {
    FrameBitmap bitmap = new FrameBitmap(1L << 24);
    bitmap.set((1L << 24) - 1);
    assertEquals((1L << 24) - 1, bitmap.next(0));
    bitmap.clear((1L << 24) - 1);
    assertEquals(-1, bitmap.next(0));
  }

  @Test
  void searchBeyondTheLastBitFindsNothing() {
    FrameBitmap bitmap = new FrameBitmap(70);
    bitmap.setRange(0, 70);
    assertEquals(69, bitmap.next(69));
    assertEquals(-1, bitmap.next(70));
    assertEquals(-1, bitmap.next(1000));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 63, 64, 65, 127, 4096, 4097, 70_000, 300_001})
  void doesAsABitSetDoes(long size) {
    SplittableRandom random = new SplittableRandom(size);
    FrameBitmap bitmap = new FrameBitmap(size);
    BitSet model = new BitSet();
    for (int step = 0; step < 3000; step++) {
      long bit = random.nextLong(size);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          bitmap.set(bit);
          model.set((int) bit);
        }
        case 3, 4, 5 -> {
          long member = model.nextSetBit((int) bit);
          long cleared = member < 0 ? bit : member;
          bitmap.clear(cleared);
          model.clear((int) cleared);
        }
        case 6 -> {
          long end = Math.min(size, bit + random.nextLong(1, 300));
          bitmap.setRange(bit, end);
          model.set((int) bit, (int) end);
        }
        default -> {
          long end = Math.min(size, bit + random.nextLong(1, 300));
          for (long b = bit; b < end; b++) {
            bitmap.clear(b);
          }
          model.clear((int) bit, (int) end);
        }
      }
      long from = random.nextLong(size);
      long to = from + random.nextLong(size - from + 1);
      assertEquals(model.nextSetBit((int) from), bitmap.next(from), "step " + step);
      assertEquals(model.get((int) from), bitmap.get(from), "step " + step);
      assertEquals(
          Math.min(to, model.nextClearBit((int) from)),
          bitmap.nextAbsent(from, to),
          "step " + step);
    }
  }
}
