package exo.mem.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import exo.mem.phys.PhysicalMemory.Backing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTablesTest {
  private static final long KERNEL = 0xffff_8000_0000_0000L;
  private static final long END = 1L << 47;

  private final Tables machine = new Tables();
  private final PageTables tables = machine.tables;
  private final long root = machine.root;

  @AfterEach
  void close() {
    machine.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0x1000, 0x400000, 0x7fff_ffff_f000L})
  void aMappedPageIsFoundAndUnmapAnswersIt(long va) {
    assertTrue(tables.map(root, va, 77, Tables.USER_WRITE));
    assertEquals(Pte.of(77, Tables.USER_WRITE), tables.leaf(root, va));
    assertEquals((77 << 12) + 0x123, tables.translate(root, va + 0x123));
    assertEquals(Pte.of(77, Tables.USER_WRITE), tables.unmap(root, va));
    assertEquals(0, tables.leaf(root, va));
    assertEquals(0, tables.unmap(root, va));
    assertEquals(PageTables.NONE, tables.translate(root, va));
  }

  @Test
  void bothEndsOfTheKernelHalfCanBeMapped() {
    PageTables fresh = new PageTables(machine.ram, machine.frames);
    for (long va : new long[] {KERNEL, -4096}) {
      assertTrue(fresh.map(fresh.kernelRoot(), va, 77, Pte.P));
      assertEquals((77 << 12) + 0xfff, fresh.translate(fresh.kernelRoot(), va + 0xfff));
    }
    List<Long> seen = new ArrayList<>();
    fresh.forEach(fresh.kernelRoot(), KERNEL, 0, (va, at, entry) -> seen.add(va));
    assertEquals(List.of(KERNEL, -4096L), seen);
    fresh.protect(fresh.kernelRoot(), -4096, 0, Pte.NX, 0);
    assertEquals(Pte.of(77, Pte.P | Pte.NX), fresh.leaf(fresh.kernelRoot(), -1));
    assertEquals(Pte.of(77, Pte.P), fresh.leaf(fresh.kernelRoot(), KERNEL));
  }

  @Test
  void tablesHoldWhatTheProcessorReads() {
    long va = (3L << 39) | (5L << 30) | (7L << 21) | (9L << 12);
    tables.map(root, va, 0x1234, Pte.P | Pte.NX);
    long table = root;
    for (int index : new int[] {3, 5, 7}) {
      long entry = machine.ram.getLong(table + index * 8L);
      assertEquals(Pte.P | Pte.W | Pte.U, Pte.flags(entry));
      table = Pte.address(entry);
    }
    assertEquals(0x8000_0000_0123_4001L, machine.ram.getLong(table + 9 * 8));
    assertEquals(table + 9 * 8, tables.leafAddress(root, va));
  }

  @Test
  void anAddressThatIsNoneIsNotFoundAndNotMapped() {
    long va = 1L << 47;
    assertEquals(0, tables.leaf(root, va));
    assertEquals(0, tables.unmap(root, va));
    assertEquals(PageTables.NONE, tables.leafAddress(root, va));
    assertEquals(PageTables.NONE, tables.translate(root, va));
    assertEquals(PageTables.NONE, tables.translate(root, va, Access.READ));
    assertThrows(IllegalArgumentException.class, () -> tables.map(root, va, 1, Tables.USER));
    assertThrows(
        IllegalArgumentException.class, () -> tables.map(root, Long.MIN_VALUE, 1, Tables.USER));
  }

  @Test
  void mapReplacesALeafAndBuildsNothingForIt() {
    tables.map(root, 0x1000, 1, Tables.USER);
    long used = machine.used();
    assertTrue(tables.map(root, 0x1000, 2, Tables.USER_WRITE));
    assertEquals(Pte.of(2, Tables.USER_WRITE), tables.leaf(root, 0x1000));
    assertEquals(used, machine.used());
  }

  @Test
  void anEntryThatIsNotPresentIsKeptButNotTranslated() {
    tables.map(root, 0x1000, 77, Pte.SOFT0);
    assertEquals(Pte.of(77, Pte.SOFT0), tables.leaf(root, 0x1000));
    assertEquals(PageTables.NONE, tables.translate(root, 0x1000));
    assertEquals(PageTables.NONE, tables.translate(root, 0x1000, Access.READ));
    List<Long> seen = new ArrayList<>();
    tables.forEach(root, 0, END, (va, at, entry) -> seen.add(va));
    assertEquals(List.of(0x1000L), seen);
    tables.freeTables(root, 0, END);
    assertEquals(77, Pte.frame(tables.unmap(root, 0x1000)));
  }

  @Test
  void leafAddressIsTheEntryAndBuildLeafBuildsIt() {
    assertEquals(PageTables.NONE, tables.leafAddress(root, 0x5000));
    long at = tables.buildLeaf(root, 0x5000);
    assertEquals(at, tables.leafAddress(root, 0x5000));
    assertEquals(at + 8, tables.leafAddress(root, 0x6000));
    assertEquals(0, tables.leaf(root, 0x5000));
    machine.ram.putLongRelease(at, Pte.of(9, Tables.USER));
    assertEquals(9 << 12, tables.translate(root, 0x5000));
  }

  @Test
  void aLargePageCoversTwoMegabytes() {
    long va = 3 * Tables.LARGE;
    assertTrue(tables.mapLarge(root, va, 1024, Tables.USER_WRITE));
    assertEquals(3, tables.tableFrames(root));
    assertEquals((1024 << 12) + 0x1f_ffff, tables.translate(root, va + 0x1f_ffff));
    assertEquals(PageTables.NONE, tables.translate(root, va + Tables.LARGE));
    assertEquals(PageTables.NONE, tables.translate(root, va - 1));
    assertEquals(Pte.of(1024, Tables.USER_WRITE | Pte.PS), tables.leaf(root, va + 0x12345));
    assertEquals(PageTables.NONE, tables.leafAddress(root, va));
    assertEquals(Pte.of(1024, Tables.USER_WRITE | Pte.PS), tables.unmap(root, va + 0x12345));
    assertEquals(PageTables.NONE, tables.translate(root, va));
  }

  @Test
  void aLargePageLiesOnItsBoundary() {
    assertThrows(
        IllegalArgumentException.class, () -> tables.mapLarge(root, 0x1000, 512, Tables.USER));
    assertThrows(IllegalArgumentException.class, () -> tables.mapLarge(root, 0, 513, Tables.USER));
  }

  @Test
  void aLargePageTakesThePlaceOfAnEmptyTableAndGivesItsFrameBack() {
    tables.map(root, 0x1000, 5, Tables.USER);
    assertThrows(IllegalStateException.class, () -> tables.mapLarge(root, 0, 512, Tables.USER));
    tables.unmap(root, 0x1000);
    long used = machine.used();
    assertTrue(tables.mapLarge(root, 0, 512, Tables.USER));
    assertEquals(used - 1, machine.used());
  }

  @Test
  void aSmallPageInsideALargeOneIsABug() {
    tables.mapLarge(root, 0, 512, Tables.USER);
    assertThrows(IllegalStateException.class, () -> tables.map(root, 0x1000, 5, Tables.USER));
    assertThrows(IllegalStateException.class, () -> tables.buildLeaf(root, 0x1000));
  }

  @Test
  void aSplitLargePageIsTheSameInSmallOnes() {
    long flags = Tables.USER_WRITE | Pte.NX | Pte.A | Pte.D | Pte.SOFT1;
    tables.mapLarge(root, Tables.LARGE, 1024, flags);
    assertTrue(tables.splitLarge(root, Tables.LARGE + 0x7000));
    for (int i = 0; i < 512; i++) {
      assertEquals(Pte.of(1024 + i, flags), tables.leaf(root, Tables.LARGE + i * 4096L));
    }
    assertEquals(0, tables.leaf(root, 2 * Tables.LARGE));
    assertEquals(4, tables.tableFrames(root));
  }

  @Test
  void thereIsNothingToSplitInSmallPagesOrNone() {
    assertTrue(tables.splitLarge(root, 0x1000));
    tables.map(root, 0x1000, 5, Tables.USER);
    assertTrue(tables.splitLarge(root, 0x1000));
    assertEquals(Pte.of(5, Tables.USER), tables.leaf(root, 0x1000));
  }

  @Test
  void protectClearsThenSetsInTheRangeOnly() {
    for (long va = 0x1000; va <= 0x5000; va += 0x1000) {
      tables.map(root, va, va >> 12, Tables.USER_WRITE | Pte.D);
    }
    tables.protect(root, 0x2000, 0x4000, Pte.NX | Pte.SOFT0, Pte.W);
    long changed = Tables.USER | Pte.D | Pte.NX | Pte.SOFT0;
    assertEquals(Pte.of(1, Tables.USER_WRITE | Pte.D), tables.leaf(root, 0x1000));
    assertEquals(Pte.of(2, changed), tables.leaf(root, 0x2000));
    assertEquals(Pte.of(3, changed), tables.leaf(root, 0x3000));
    assertEquals(Pte.of(4, Tables.USER_WRITE | Pte.D), tables.leaf(root, 0x4000));
    tables.protect(root, 0, END, Pte.W, Pte.W);
    assertEquals(Pte.of(3, changed | Pte.W), tables.leaf(root, 0x3000));
    assertEquals(0, tables.leaf(root, 0x6000));
  }

  @Test
  void protectChangesWholeLargePagesAndRefusesToCutThem() {
    tables.mapLarge(root, Tables.LARGE, 512, Tables.USER_WRITE);
    tables.protect(root, 0, 2 * Tables.LARGE, 0, Pte.W);
    assertEquals(Pte.of(512, Tables.USER | Pte.PS), tables.leaf(root, Tables.LARGE));
    assertThrows(
        IllegalStateException.class,
        () -> tables.protect(root, Tables.LARGE, Tables.LARGE + 4096, Pte.W, 0));
    assertThrows(
        IllegalStateException.class,
        () -> tables.protect(root, 0, 2 * Tables.LARGE - 4096, Pte.W, 0));
  }

  @Test
  void forEachSeesLeavesInOrderAndStopsWhenTold() {
    long far = 0x7f00_0000_0000L;
    tables.map(root, far, 3, Tables.USER);
    tables.mapLarge(root, Tables.LARGE, 512, Tables.USER);
    tables.map(root, 0x1000, 1, Tables.USER);
    List<Long> seen = new ArrayList<>();
    assertTrue(
        tables.forEach(
            root,
            0,
            END,
            (va, at, entry) -> {
              assertEquals(entry, machine.ram.getLong(at));
              assertEquals(entry, tables.leaf(root, va));
              return seen.add(va);
            }));
    assertEquals(List.of(0x1000L, Tables.LARGE, far), seen);
    seen.clear();
    assertFalse(
        tables.forEach(
            root,
            0,
            END,
            (va, at, entry) -> {
              seen.add(va);
              return seen.size() < 2;
            }));
    assertEquals(List.of(0x1000L, Tables.LARGE), seen);
  }

  @Test
  void forEachShowsALargePageThatTheRangeCuts() {
    tables.mapLarge(root, Tables.LARGE, 512, Tables.USER);
    List<Long> seen = new ArrayList<>();
    tables.forEach(
        root, Tables.LARGE + 0x3000, Tables.LARGE + 0x4000, (va, at, entry) -> seen.add(va));
    assertEquals(List.of(Tables.LARGE), seen);
  }

  @Test
  void aRangeIsOfPagesInOneHalf() {
    LeafVisitor none = (va, at, entry) -> true;
    assertThrows(IllegalArgumentException.class, () -> tables.forEach(root, 1, 4096, none));
    assertThrows(IllegalArgumentException.class, () -> tables.forEach(root, 8192, 4096, none));
    assertThrows(IllegalArgumentException.class, () -> tables.forEach(root, 0, END + 4096, none));
    assertThrows(IllegalArgumentException.class, () -> tables.forEach(root, KERNEL, 4096, none));
    assertThrows(IllegalArgumentException.class, () -> tables.protect(root, -4096 * 2, 4096, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> tables.freeTables(root, KERNEL, KERNEL + 4096));
    assertTrue(tables.forEach(root, END, END, none));
    assertTrue(tables.forEach(root, KERNEL, 0, none));
  }

  @Test
  void freeTablesGivesBackWhatIsEmptyInTheRange() {
    long far = 0x7f00_0000_0000L;
    tables.map(root, 0x1000, 1, Tables.USER);
    tables.map(root, far, 2, Tables.USER);
    assertEquals(7, tables.tableFrames(root));
    tables.freeTables(root, 0, END);
    assertEquals(7, tables.tableFrames(root));
    tables.unmap(root, 0x1000);
    tables.freeTables(root, 0x40_0000, END);
    assertEquals(7, tables.tableFrames(root));
    tables.freeTables(root, 0x1000, 0x2000);
    assertEquals(4, tables.tableFrames(root));
    tables.unmap(root, far);
    tables.freeTables(root, 0, END);
    assertEquals(1, tables.tableFrames(root));
    assertEquals(2, machine.used());
  }

  @Test
  void destroyGivesBackEveryTableButNoPage() {
    long frame = machine.frames.alloc();
    long other = tables.newRoot();
    for (long va = 0; va < END; va += END / 16) {
      tables.map(other, va, frame, Tables.USER);
    }
    tables.mapLarge(other, 40 * Tables.LARGE, 512, Tables.USER);
    assertEquals(1 + 3 * 16, tables.tableFrames(other));
    tables.destroy(other);
    assertEquals(3, machine.used());
    assertEquals(1, machine.frames.references(frame));
  }

  @Test
  void destroyOfTheKernelRootIsABug() {
    assertThrows(IllegalStateException.class, () -> tables.destroy(tables.kernelRoot()));
  }

  @Test
  void theKernelHalfIsSharedByAllRoots() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(8L << 20, Backing.ANONYMOUS)) {
      FrameAllocator frames = new FrameAllocator(ram);
      PageTables t = new PageTables(ram, frames);
      t.map(t.kernelRoot(), KERNEL, 7, Pte.P | Pte.W);
      long one = t.newRoot();
      long two = t.newRoot();
      t.map(t.kernelRoot(), KERNEL + 0x1000, 8, Pte.P);
      t.map(one, KERNEL + 0x2000, 9, Pte.P);
      for (long r : new long[] {one, two, t.kernelRoot()}) {
        assertEquals(7 << 12, t.translate(r, KERNEL));
        assertEquals(8 << 12, t.translate(r, KERNEL + 0x1000));
        assertEquals(9 << 12, t.translate(r, KERNEL + 0x2000));
      }
      assertEquals(1, t.tableFrames(one));
      assertEquals(4, t.tableFrames(t.kernelRoot()));
      t.destroy(one);
      assertEquals(7 << 12, t.translate(two, KERNEL));
    }
  }

  @Test
  void aNewSlotOfTheKernelHalfAfterItsFirstCopyIsABug() {
    assertThrows(
        IllegalStateException.class, () -> tables.map(tables.kernelRoot(), KERNEL, 7, Pte.P));
    assertThrows(IllegalStateException.class, () -> tables.map(root, -4096, 7, Pte.P));
  }

  @Test
  void rootsLieBelowFourGigabytes() {
    try (Tables wide = new Tables(5L << 30)) {
      assertTrue(wide.root < 4L << 30);
      assertTrue(wide.tables.kernelRoot() < 4L << 30);
      wide.tables.map(wide.root, 0x1000, 1, Tables.USER);
      long pdpt = Pte.address(wide.ram.getLong(wide.root));
      assertTrue(pdpt >= 4L << 30, "other tables leave low memory alone");
      assertNotEquals(wide.root, wide.tables.kernelRoot());
    }
  }
}
