package exo.kernel.mm;

import static exo.kernel.abi.Mman.MAP_GROWSDOWN;
import static exo.kernel.abi.Mman.MAP_POPULATE;
import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.PROT_EXEC;
import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.SHARED;
import static exo.kernel.mm.MemoryFixture.assertErrno;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import exo.kernel.abi.Errno;
import org.junit.jupiter.api.Test;

/** What procfs shows: areas, their names, what they use; and where programs are put. */
class MapsTest extends MemoryTest {
  @Test
  void areasAreInOrderAndNamed() throws Errno {
    FakeFile file = file(4);
    space.layout().brkStart = BASE + 16 * PAGE;
    space.layout().brk = BASE + 16 * PAGE;
    space.layout().stackStart = BASE + 1025 * PAGE + 8;
    map(space, BASE + 1024 * PAGE, 2, RW, PRIVATE | MAP_GROWSDOWN);
    map(space, BASE, 2, READ | PROT_EXEC, MAP_PRIVATE, file, 1);
    map(space, BASE + 8 * PAGE, 1, 0, PRIVATE);
    Brk.set(space, BASE + 17 * PAGE);
    assertMaps(
        """
        100000000000-100000002000 r-xp 1 /file
        100000008000-100000009000 ---p 100000008
        100000010000-100000011000 rw-p 100000010 [heap]
        100000400000-100000402000 rw-p 100000400 [stack]
        """);
    assertSame(space.area(1), space.find(BASE + 8 * PAGE));
    assertNull(space.find(BASE + 9 * PAGE));
    assertEquals(2, space.areaAbove(BASE + 9 * PAGE));
    assertEquals(2, space.usage().code());
    assertEquals(2, space.usage().stack());
    assertEquals(1, space.usage().data());
    Munmap.unmap(space, BASE, 2 * PAGE);
    file.close();
  }

  @Test
  void residencyTellsCleanFromDirtyAndSharedFromPrivate() throws Errno {
    FakeFile file = file(4);
    map(space, BASE, 4, RW, MAP_PRIVATE, file, 0);
    load(0);
    store(1, 1);
    Residency alone = Residency.of(space.area(0));
    assertEquals(4 * PAGE, alone.resident());
    assertEquals(3 * PAGE, alone.privateClean());
    assertEquals(PAGE, alone.privateDirty());
    assertEquals(PAGE, alone.anonymous());
    AddressSpace child = Fork.copy(space, limits);
    Residency shared = Residency.of(space.area(0));
    assertEquals(3 * PAGE, shared.sharedClean());
    assertEquals(PAGE, shared.sharedDirty());
    assertEquals(2 * PAGE, shared.proportional());
    child.release();
    Munmap.unmap(space, BASE, 4 * PAGE);
    file.close();
  }

  @Test
  void untouchedAndZeroPagesAreNotResident() throws Errno {
    map(space, BASE, 16, RW, PRIVATE);
    load(0);
    assertEquals(0, Residency.of(space.area(0)).resident());
  }

  @Test
  void peaksStay() throws Errno {
    map(space, BASE, 10, RW, PRIVATE | MAP_POPULATE);
    Munmap.unmap(space, BASE, 8 * PAGE);
    map(space, BASE, 1, RW, SHARED);
    store(0, 1);
    assertEquals(10, space.usage().peakMapped());
    assertEquals(3, space.usage().mapped());
    assertEquals(10, space.usage().peakResident());
    assertEquals(3, space.usage().resident());
    assertEquals(1, space.usage().shared());
  }

  @Test
  void programsArePlacedAsLinuxPlacesThem() {
    long top = memory.context.userTop();
    assertEquals(top, Placement.stackTop(top, 0));
    for (long random : new long[] {1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x1234_5678_9abcL}) {
      long stack = Placement.stackTop(top, random);
      assertEquals(0, stack % PAGE);
      assertEquals(true, stack <= top && stack > top - (17L << 30));
      long base = Placement.mmapBase(top, 8 << 20, random);
      assertEquals(0, base % PAGE);
      assertEquals(true, base <= stack - (8 << 20) && base > top - (2L << 40));
      long brk = Placement.brkStart(0x40_0123, random);
      assertEquals(true, brk >= 0x40_1000 && brk < 0x40_2000 + (32 << 20));
    }
    long unlimited = Placement.mmapBase(top, Long.MAX_VALUE, 0);
    assertEquals(true, unlimited > 0 && unlimited <= top / 6 + PAGE);
  }

  @Test
  void otherPagesOfAnObjectAreMappedInItsPlace() throws Errno {
    map(space, BASE, 4, RW, SHARED);
    for (int i = 0; i < 4; i++) {
      store(i, i);
    }
    RemapFilePages.remap(space, BASE + 5, 2 * PAGE + 7, 0, 2, 0);
    assertEquals(2, load(0));
    assertEquals(3, load(1));
    assertEquals(2, load(2));
    map(space, BASE + 8 * PAGE, 1, RW, PRIVATE);
    long[][] bad = {
      {BASE, PAGE, 1, 0},
      {BASE, 0, 0, 0},
      {BASE, -1, 0, 0},
      {BASE, PAGE, 0, -1},
      {BASE + 8 * PAGE, PAGE, 0, 0},
      {BASE + 9 * PAGE, PAGE, 0, 0},
      {BASE, 5 * PAGE, 0, 0},
      {BASE, 4 * PAGE + PAGE / 2, 1, 0}
    };
    for (long[] c : bad) {
      assertErrno(Errno.EINVAL, () -> RemapFilePages.remap(space, c[0], c[1], c[2], c[3], 0));
    }
  }
}
