package exo.mem.paging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import exo.mem.phys.PhysicalMemory.Backing;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfFramesTest {
  private final Tables machine = new Tables();
  private final PageTables tables = machine.tables;
  private final long root = machine.root;

  @AfterEach
  void close() {
    machine.close();
  }

  private byte[] rootBytes() {
    return machine.ram.segment().asSlice(root, 4096).toArray(ValueLayout.JAVA_BYTE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void atEachTableMapChangesNothing(int nth) {
    long used = machine.used();
    byte[] before = rootBytes();
    machine.frames.failNext(nth);
    assertFalse(tables.map(root, 0x1000, 5, Tables.USER));
    assertEquals(used, machine.used());
    assertArrayEquals(before, rootBytes());
    assertTrue(tables.map(root, 0x1000, 5, Tables.USER));
    assertEquals(used + 3, machine.used());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void belowATableThatIsThereMapChangesNothing(int nth) {
    tables.map(root, 0x1000, 5, Tables.USER);
    long used = machine.used();
    machine.frames.failNext(nth);
    assertFalse(tables.map(root, 1L << 30, 5, Tables.USER));
    assertEquals(used, machine.used());
    assertEquals(PageTables.NONE, tables.leafAddress(root, 1L << 30));
    assertEquals(Pte.of(5, Tables.USER), tables.leaf(root, 0x1000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void mapLargeChangesNothing(int nth) {
    long used = machine.used();
    machine.frames.failNext(nth);
    assertFalse(tables.mapLarge(root, 0, 512, Tables.USER));
    assertEquals(used, machine.used());
    assertEquals(0, tables.leaf(root, 0));
  }

  @Test
  void splitLargeChangesNothing() {
    tables.mapLarge(root, 0, 512, Tables.USER);
    machine.frames.failNext(1);
    assertFalse(tables.splitLarge(root, 0x1000));
    assertEquals(Pte.of(512, Tables.USER | Pte.PS), tables.leaf(root, 0x1000));
  }

  @Test
  void newRootAnswersNone() {
    machine.frames.failNext(1);
    assertEquals(PageTables.NONE, tables.newRoot());
  }

  @Test
  void aMachineWithoutAFrameForTheKernelRootCannotBe() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4L << 20, Backing.ANONYMOUS)) {
      FrameAllocator frames = new FrameAllocator(ram);
      frames.failNext(1);
      assertThrows(IllegalStateException.class, () -> new PageTables(ram, frames));
    }
  }

  @Test
  void mapUntilMemoryIsEmptyThenFreeingGivesAllBack() {
    long used = machine.used();
    long va = 0;
    while (tables.map(root, va, 5, Tables.USER)) {
      va += 1L << 30;
    }
    assertTrue(machine.frames.statistics().free() < 3);
    assertEquals(PageTables.NONE, tables.leafAddress(root, va));
    tables.forEach(root, 0, 1L << 47, (page, at, entry) -> tables.unmap(root, page) == entry);
    tables.freeTables(root, 0, 1L << 47);
    assertEquals(used, machine.used());
  }
}
