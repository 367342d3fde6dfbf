package exo.kernel.mm;

import static exo.kernel.abi.Mman.MAP_LOCKED;
import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.MAP_SHARED;
import static exo.kernel.abi.Mman.MREMAP_DONTUNMAP;
import static exo.kernel.abi.Mman.MREMAP_FIXED;
import static exo.kernel.abi.Mman.MREMAP_MAYMOVE;
import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.SHARED;
import static exo.kernel.mm.MemoryFixture.assertErrno;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import org.junit.jupiter.api.Test;

/** mremap(2). */
class MremapTest extends MemoryTest {
  private static final long TOP = 0x7fff_ffff_f000L;
  private static final int TO = MREMAP_MAYMOVE | MREMAP_FIXED;

  private long remap(long page, long oldPages, long newPages, int flags, long target) throws Errno {
    return Mremap.remap(
        space, BASE + page * PAGE, oldPages * PAGE, newPages * PAGE, flags, BASE + target * PAGE);
  }

  @Test
  void itGrowsInPlaceWhereThereIsRoom() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    store(1, 5);
    assertEquals(BASE, remap(0, 2, 4, 0, 0));
    assertEquals(5, load(1));
    assertEquals(0, load(3));
    assertMaps("100000000000-100000004000 rw-p 100000000\n");
  }

  @Test
  void itMovesWhereThereIsNone() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    map(space, BASE + 2 * PAGE, 1, READ, PRIVATE);
    store(0, 5);
    store(1, 6);
    assertErrno(Errno.ENOMEM, () -> remap(0, 2, 3, 0, 0));
    long frame = memory.tables.translate(space.root(), BASE);
    long used = memory.frames.statistics().used();
    long va = remap(0, 2, 3, MREMAP_MAYMOVE, 0);
    assertEquals(space.mmapBase() - 3 * PAGE, va);
    assertEquals(6, memory.cpu.load(space, va + PAGE + FakeFile.AT));
    assertLoadFails(FaultOutcome.NOT_MAPPED, 0);
    assertEquals(frame, memory.tables.translate(space.root(), va), "moved, not copied");
    long tables = memory.frames.statistics().used() - used;
    assertEquals(0, Math.clamp(tables, 0, 3) - tables, "no more than tables");
  }

  @Test
  void itShrinks() throws Errno {
    map(space, BASE, 4, RW, PRIVATE);
    store(3, 1);
    assertEquals(BASE, remap(0, 4, 1, 0, 0));
    assertLoadFails(FaultOutcome.NOT_MAPPED, 1);
    assertEquals(1, space.usage().mapped());
  }

  @Test
  void shrinkingMayReachOverSeveralAreas() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    map(space, BASE + 3 * PAGE, 2, READ, PRIVATE);
    assertEquals(BASE, remap(0, 5, 1, 0, 0));
    assertEquals(1, space.areaCount());
  }

  @Test
  void fixedMovesAndReplaces() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    map(space, BASE + 8 * PAGE, 4, READ, PRIVATE);
    store(0, 5);
    assertEquals(BASE + 9 * PAGE, remap(0, 2, 2, TO, 9));
    assertEquals(5, load(9));
    assertEquals(4, space.usage().mapped());
    assertLoadFails(FaultOutcome.NOT_MAPPED, 0);
  }

  @Test
  void aSharedMappingOfNoLengthIsMadeASecondTime() throws Errno {
    map(space, BASE, 2, RW, SHARED);
    store(1, 5);
    long va = remap(0, 0, 2, MREMAP_MAYMOVE, 0);
    assertEquals(5, memory.cpu.load(space, va + PAGE + FakeFile.AT));
    assertEquals(5, load(1));
    assertErrno(Errno.ENOMEM, () -> remap(0, 0, 2, 0, 0));
    map(space, BASE, 2, RW, PRIVATE);
    assertErrno(Errno.EINVAL, () -> remap(0, 0, 2, MREMAP_MAYMOVE, 0));
  }

  @Test
  void dontUnmapLeavesAnEmptyArea() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    store(0, 5);
    long va = Mremap.remap(space, BASE, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0);
    assertEquals(5, memory.cpu.load(space, va + FakeFile.AT));
    assertEquals(0, load(0));
    assertEquals(4, space.usage().mapped());
    assertEquals(BASE + 8 * PAGE, remap(0, 1, 1, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 8));
  }

  @Test
  void severalAreasMoveTogetherWhenTheirLengthStays() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    map(space, BASE + 2 * PAGE, 2, READ, PRIVATE);
    store(0, 5);
    assertEquals(BASE + 8 * PAGE, remap(0, 4, 4, TO, 8));
    assertEquals(5, load(8));
    assertLoadFails(FaultOutcome.NOT_MAPPED, 9);
    assertEquals(0, load(11));
    assertEquals(2, space.areaCount());
  }

  @Test
  void fileAreasKeepTheirPlaceInTheFile() throws Errno {
    FakeFile file = file(8);
    map(space, BASE, 4, READ, MAP_SHARED, file, 2);
    assertEquals(BASE + 8 * PAGE, remap(1, 2, 3, TO, 8));
    assertEquals(103, load(8));
    assertEquals(105, load(10));
    assertEquals(102, load(0));
    assertLoadFails(FaultOutcome.NOT_MAPPED, 1);
    Munmap.unmap(space, BASE, 16 * PAGE);
    file.close();
  }

  @Test
  void badArgumentsAreEINVAL() throws Errno {
    map(space, BASE, 4, RW, PRIVATE);
    int keep = MREMAP_MAYMOVE | MREMAP_DONTUNMAP;
    long[][] calls = {
      {BASE + 1, PAGE, PAGE, 0, 0},
      {BASE, PAGE, 0, 0, 0},
      {BASE, PAGE, PAGE, 8, 0},
      {BASE, PAGE, -1, MREMAP_MAYMOVE, 0},
      {BASE, PAGE, 1L << 47, MREMAP_MAYMOVE, 0},
      {BASE, PAGE, PAGE, MREMAP_FIXED, BASE + 8 * PAGE},
      {BASE, PAGE, PAGE, MREMAP_DONTUNMAP, 0},
      {BASE, PAGE, 2 * PAGE, keep, 0},
      {BASE, PAGE, PAGE, keep, BASE + 1},
      {BASE, PAGE, PAGE, TO, BASE + 8 * PAGE + 1},
      {BASE, PAGE, PAGE, TO, BASE},
      {BASE, 2 * PAGE, 2 * PAGE, TO, BASE + PAGE},
      {BASE + PAGE, 2 * PAGE, 2 * PAGE, TO, BASE},
      {BASE, PAGE, PAGE, TO, TOP},
      {BASE, PAGE, PAGE, TO, -PAGE},
    };
    for (long[] c : calls) {
      assertErrno(Errno.EINVAL, () -> Mremap.remap(space, c[0], c[1], c[2], (int) c[3], c[4]));
    }
  }

  @Test
  void nothingMappedThereIsEFAULT() throws Errno {
    map(space, BASE, 4, RW, PRIVATE);
    assertErrno(Errno.EFAULT, () -> remap(8, 1, 2, 0, 0));
    assertErrno(Errno.EFAULT, () -> remap(8, 1, 1, 0, 0));
    assertErrno(Errno.EFAULT, () -> remap(8, 1, 1, TO, 16));
    assertErrno(Errno.EFAULT, () -> Mremap.remap(space, -PAGE, PAGE, PAGE, 0, 0));
  }

  @Test
  void growingOverTheEndOfAnAreaIsEFAULTAndLeavesTheTarget() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    map(space, BASE + 2 * PAGE, 2, READ, PRIVATE);
    map(space, BASE + 8 * PAGE, 1, RW, PRIVATE);
    assertErrno(Errno.EFAULT, () -> remap(0, 4, 5, MREMAP_MAYMOVE, 0));
    assertErrno(Errno.EFAULT, () -> remap(0, 4, 5, TO, 8));
    assertEquals(5, space.usage().mapped());
    assertEquals(BASE, remap(0, 4, 4, 0, 0));
  }

  @Test
  void limitsHold() throws Errno {
    map(space, BASE, 2, RW, PRIVATE | MAP_LOCKED);
    limits.locked = 3 * PAGE;
    assertErrno(Errno.EAGAIN, () -> remap(0, 2, 4, 0, 0));
    limits.locked = Long.MAX_VALUE;
    limits.addressSpace = 3 * PAGE;
    assertErrno(Errno.ENOMEM, () -> remap(0, 2, 4, 0, 0));
    assertErrno(
        Errno.ENOMEM,
        () -> Mremap.remap(space, BASE, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0));
    limits.addressSpace = Long.MAX_VALUE;
    long more = memory.ram.size() + 3 * PAGE;
    assertErrno(Errno.ENOMEM, () -> Mremap.remap(space, BASE, 2 * PAGE, more, 0, 0));
    assertErrno(Errno.EPERM, () -> Mremap.remap(space, BASE, 2 * PAGE, 2 * PAGE, TO, PAGE));
  }

  @Test
  void lockedPagesThatAreAddedAreTouched() throws Errno {
    map(space, BASE, 2, RW, PRIVATE | MAP_LOCKED);
    remap(0, 2, 4, 0, 0);
    assertEquals(4, space.usage().anonymous());
    assertEquals(4, space.usage().locked());
  }

  @Test
  void lockedPagesThatAreAddedElsewhereAreTouchedToo() throws Errno {
    map(space, BASE, 2, RW, PRIVATE | MAP_LOCKED);
    remap(0, 2, 4, TO, 8);
    assertEquals(4, space.usage().anonymous());
    assertEquals(4, space.usage().locked());
  }

  @Test
  void withoutFramesForTablesNothingMoves() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    store(1, 5);
    memory.frames.failNext(1);
    long far = BASE + (1L << 30);
    assertErrno(Errno.ENOMEM, () -> Mremap.remap(space, BASE, 2 * PAGE, 2 * PAGE, TO, far));
    assertEquals(5, load(1));
    assertEquals(1, space.areaCount());
  }

  @Test
  void untouchedMemoryIsBornAgainAtItsNewPlace() throws Errno {
    map(space, BASE + 8 * PAGE, 1, RW, PRIVATE);
    map(space, BASE, 1, RW, PRIVATE);
    remap(0, 1, 1, TO, 9);
    assertMaps("100000008000-10000000a000 rw-p 100000008\n");
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 1);
    remap(0, 1, 1, TO, 10);
    assertEquals(2, space.areaCount());
  }

  @Test
  void privatePagesOfAFileMoveWithTheirArea() throws Errno {
    FakeFile file = file(3);
    map(space, BASE, 3, RW, MAP_PRIVATE, file, 0);
    store(1, 5);
    remap(0, 3, 3, TO, 8);
    assertEquals(5, load(9));
    assertEquals(102, load(10));
    AddressSpace child = Fork.copy(space, limits);
    assertEquals(5, memory.cpu.load(child, at(9)));
    child.release();
    Munmap.unmap(space, BASE, 16 * PAGE);
    file.close();
  }
}
