package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.assertErrno;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import org.junit.jupiter.api.Test;

/** munmap(2). */
class MunmapTest extends MemoryTest {
  private static final long TOP = 0x7fff_ffff_f000L;

  @Test
  void badRangesAreEINVAL() {
    long[][] ranges = {
      {BASE + 1, PAGE},
      {BASE, 0},
      {BASE, -1},
      {TOP, PAGE},
      {TOP - PAGE, 2 * PAGE},
      {-PAGE, PAGE},
      {1L << 47, 0},
      {PAGE, TOP - PAGE + 1}
    };
    for (long[] range : ranges) {
      assertErrno(Errno.EINVAL, () -> Munmap.unmap(space, range[0], range[1]));
    }
  }

  @Test
  void nothingThereIsNoError() throws Errno {
    Munmap.unmap(space, 0, PAGE);
    Munmap.unmap(space, TOP - PAGE, PAGE);
    assertEquals(0, space.areaCount());
  }

  @Test
  void theMiddleOfAnAreaLeavesTwo() throws Errno {
    map(space, BASE, 5, RW, PRIVATE);
    for (int i = 0; i < 5; i++) {
      store(i, i + 1);
    }
    Munmap.unmap(space, BASE + 2 * PAGE, 1);
    assertLoadFails(FaultOutcome.NOT_MAPPED, 2);
    assertEquals(2, load(1));
    assertEquals(4, load(3));
    assertMaps(
        """
        100000000000-100000002000 rw-p 100000000
        100000003000-100000005000 rw-p 100000003
        """);
    assertEquals(4, space.usage().mapped());
    assertEquals(4, space.usage().anonymous());
  }

  @Test
  void aRangeTakesManyAreasAndPartsOfThem() throws Errno {
    FakeFile file = file(8);
    map(space, BASE, 2, RW, PRIVATE);
    map(space, BASE + 3 * PAGE, 2, READ, Mman.MAP_SHARED, file, 3);
    map(space, BASE + 5 * PAGE, 3, RW, Mman.MAP_PRIVATE, file, 5);
    store(6, 1);
    Munmap.unmap(space, BASE + PAGE, 6 * PAGE);
    assertMaps(
        """
        100000000000-100000001000 rw-p 100000000
        100000007000-100000008000 rw-p 7 /file
        """);
    assertEquals(1, file.users());
    Munmap.unmap(space, BASE, 8 * PAGE);
    file.close();
  }

  @Test
  void framesAndTablesAreGivenBack() throws Errno {
    long used = memory.frames.statistics().used();
    map(space, BASE, 3000, RW, PRIVATE);
    for (int i = 0; i < 3000; i++) {
      store(i, 1);
    }
    Munmap.unmap(space, BASE, 3000 * PAGE);
    assertEquals(used, memory.frames.statistics().used());
    assertEquals(0, space.usage().resident());
    assertEquals(3000, space.usage().peakMapped());
    assertEquals(3000, space.usage().peakResident());
  }

  @Test
  void untouchedMemoryNeedsNoWordToTheCpus() throws Errno {
    map(space, BASE, 8, RW, PRIVATE);
    Munmap.unmap(space, BASE, 8 * PAGE);
    assertEquals(0, memory.cpu.invalidations);
  }

  @Test
  void aLargeRangeIsOneWordToTheCpus() throws Errno {
    map(space, BASE, 300, RW, PRIVATE | Mman.MAP_POPULATE);
    Munmap.unmap(space, BASE, 300 * PAGE);
    assertEquals(1, memory.cpu.invalidations);
  }

  @Test
  void aHoleThatMakesTooManyAreasIsENOMEM() throws Errno {
    map(space, BASE - 8 * PAGE, 4, RW, PRIVATE);
    for (int i = 1; i < Accounting.MAX_AREAS; i++) {
      map(space, BASE + i * PAGE, 1, i % 2 == 0 ? READ : 0, PRIVATE);
    }
    assertEquals(Accounting.MAX_AREAS, space.areaCount());
    assertErrno(Errno.ENOMEM, () -> Munmap.unmap(space, BASE - 7 * PAGE, PAGE));
    Munmap.unmap(space, BASE - 8 * PAGE, PAGE);
    Munmap.unmap(space, BASE + PAGE, PAGE);
    Munmap.unmap(space, BASE - 6 * PAGE, PAGE);
    assertEquals(Accounting.MAX_AREAS, space.areaCount());
  }
}
