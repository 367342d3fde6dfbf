package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for room finds what a search from the top without memory finds. */
class AreaSearchTest extends MemoryTest {
  private static final long ROOM = 400 * PAGE;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itFindsTheHighestHoleThatFits(long seed) throws Errno {
    Random random = new Random(seed);
    long base = AddressSpace.LOWEST + ROOM;
    space.mmapBase(base);
    for (int step = 0; step < 5_000; step++) {
      long len = (1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 4)) * PAGE;
      long va = AddressSpace.LOWEST + random.nextInt(400) * PAGE;
      switch (random.nextInt(8)) {
        case 0 -> Munmap.unmap(space, va, len);
        case 1 -> Munmap.unmap(space, va, PAGE);
        case 2 -> {
          int flags = PRIVATE | (random.nextInt(8) == 0 ? Mman.MAP_GROWSDOWN : 0);
          map(space, va, Math.min(len, base - va) / PAGE, READ, flags);
        }
        case 3 -> {
          limits.addressSpace = 0;
          MemoryFixture.assertErrno(
              Errno.ENOMEM, () -> Mmap.map(space, 0, len, RW, PRIVATE, null, 0));
          limits.addressSpace = Long.MAX_VALUE;
        }
        case 4 -> {
          if (random.nextInt(50) == 0) {
            Munmap.unmap(space, AddressSpace.LOWEST, ROOM);
          }
        }
        default -> {
          long expected = highest(len, base);
          int flags = PRIVATE | (expected < 0 ? Mman.MAP_NORESERVE : 0);
          long found = Mmap.map(space, 0, len, step % 2 == 0 ? RW : READ, flags, null, 0);
          if (expected >= 0) {
            assertEquals(expected, found, "step " + step);
          } else {
            Munmap.unmap(space, found, len);
          }
        }
      }
    }
  }

  /** Page by page from the top. */
  private long highest(long len, long base) {
    for (long va = base - len; va >= AddressSpace.LOWEST; va -= PAGE) {
      if (isFree(va, va + len)) {
        return va;
      }
    }
    return -1;
  }

  /** A stack's gap counts for the hole right below it, not for those further down. */
  private boolean isFree(long from, long to) {
    for (int i = 0; i < space.areaCount(); i++) {
      Vma area = space.area(i);
      if (area.end() > from) {
        return area.startWithGap() >= to;
      }
    }
    return true;
  }
}
