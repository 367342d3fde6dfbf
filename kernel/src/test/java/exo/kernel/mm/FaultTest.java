package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.SHARED;
import static exo.kernel.mm.MemoryFixture.WRITE;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import org.junit.jupiter.api.Test;

/** Demand paging. */
class FaultTest extends MemoryTest {

  @Test
  void untouchedMemoryIsZero() throws Errno {
    map(space, BASE, 3, RW, PRIVATE);
    assertEquals(0, load(1));
    store(1, 7);
    assertEquals(7, load(1));
    assertEquals(0, load(2));
  }

  @Test
  void aReusedFrameIsZeroAgain() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 7);
    Munmap.unmap(space, BASE, PAGE);
    map(space, BASE, 1, RW, PRIVATE);
    assertEquals(0, load(0));
  }

  @Test
  void readingTakesNoMemory() throws Errno {
    map(space, BASE, 64, RW, PRIVATE);
    long used = memory.frames.statistics().used();
    long tables = memory.tables.tableFrames(space.root());
    for (int i = 0; i < 64; i++) {
      assertEquals(0, load(i));
    }
    long moreTables = memory.tables.tableFrames(space.root()) - tables;
    assertEquals(used + moreTables, memory.frames.statistics().used());
    assertEquals(0, space.usage().resident());
  }

  @Test
  void aWriteAfterAReadGetsAPageOfItsOwn() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    assertEquals(0, load(0));
    store(0, 5);
    assertEquals(5, load(0));
    assertEquals(0, load(1));
    assertEquals(2, space.usage().anonymous());
  }

  @Test
  void writesAfterReadsFaultOnceForAllPagesAround() throws Errno {
    map(space, BASE, 16, RW, PRIVATE);
    load(3);
    for (int i = 0; i < 16; i++) {
      store(i, i);
    }
    assertEquals(2, memory.cpu.faults);
    assertEquals(1, memory.cpu.invalidations);
  }

  @Test
  void nothingMappedIsMapError() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    assertLoadFails(FaultOutcome.NOT_MAPPED, 1);
    assertLoadFails(FaultOutcome.NOT_MAPPED, -1);
    assertEquals(FaultOutcome.NOT_MAPPED, space.fault(-1, 0));
    assertEquals(FaultOutcome.NOT_MAPPED, space.fault(memory.context.userTop(), 0));
    assertEquals(FaultOutcome.NOT_MAPPED, space.fault(0, 0));
  }

  @Test
  void missingRightsAreAccessErrors() throws Errno {
    map(space, BASE, 1, READ, PRIVATE);
    map(space, BASE + PAGE, 1, 0, PRIVATE);
    assertStoreFails(FaultOutcome.NO_RIGHT, 0);
    assertFalse(memory.cpu.fetch(space, at(0)));
    assertEquals(FaultOutcome.NO_RIGHT, memory.cpu.outcome);
    assertLoadFails(FaultOutcome.NO_RIGHT, 1);
  }

  @Test
  void writableOrExecutableAloneIsReadable() throws Errno {
    map(space, BASE, 1, WRITE, PRIVATE);
    map(space, BASE + PAGE, 1, Mman.PROT_EXEC, PRIVATE);
    store(0, 3);
    assertEquals(3, load(0));
    assertEquals(0, load(1));
    assertTrue(memory.cpu.fetch(space, at(1)));
  }

  @Test
  void oneFaultFillsTheEmptyPagesAround() throws Errno {
    map(space, BASE, 40, RW, PRIVATE);
    for (int i = 0; i < 40; i++) {
      store(i, i);
    }
    assertEquals(3, memory.cpu.faults);
    for (int i = 0; i < 40; i++) {
      assertEquals(i, load(i));
    }
  }

  @Test
  void neighboursAreNotTakenFromAScarceMemory() throws Errno {
    while (memory.frames.free() > memory.ram.frames() / 8) {
      map(space, BASE + memory.frames.free() * PAGE, 1, RW, PRIVATE);
      store(memory.frames.free(), 1);
    }
    long resident = space.usage().resident();
    map(space, BASE - 64 * PAGE, 16, RW, PRIVATE);
    store(-60, 1);
    assertEquals(resident + 1, space.usage().resident());
  }

  @Test
  void aroundNeverLeavesTheArea() throws Errno {
    map(space, BASE + 3 * PAGE, 2, RW, PRIVATE);
    store(3, 1);
    assertEquals(2, space.usage().resident());
    assertLoadFails(FaultOutcome.NOT_MAPPED, 2);
    assertLoadFails(FaultOutcome.NOT_MAPPED, 5);
  }

  @Test
  void sharedAnonymousPagesAreOneObject() throws Errno {
    map(space, BASE, 2, RW, SHARED);
    store(1, 9);
    Mremap.remap(
        space, BASE, 0, 2 * PAGE, Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED, BASE + 8 * PAGE);
    assertEquals(9, load(9));
    store(8, 4);
    assertEquals(4, load(0));
    assertEquals(0, space.usage().anonymous());
    assertTrue(space.usage().shared() > 0);
  }

  @Test
  void aPrivateFilePageIsTheFilesUntilWritten() throws Errno {
    FakeFile file = file(4);
    map(space, BASE, 4, RW, Mman.MAP_PRIVATE, file, 0);
    assertEquals(102, load(2));
    file.put(2, 50);
    assertEquals(50, load(2));
    store(2, 51);
    file.put(2, 52);
    assertEquals(51, load(2));
    assertEquals(52, file.get(2));
    assertEquals(1, space.usage().anonymous());
    done(file);
  }

  @Test
  void aSharedFilePageIsTheFilesForGood() throws Errno {
    FakeFile file = file(4);
    map(space, BASE, 3, RW, Mman.MAP_SHARED, file, 1);
    store(0, 60);
    assertEquals(60, file.get(1));
    file.put(3, 61);
    assertEquals(61, load(2));
    done(file);
  }

  @Test
  void theFileIsToldBeforeASharedPageIsWritten() throws Errno {
    FakeFile file = file(2);
    for (int i = 0; i < 2; i++) {
      file.clean(i);
    }
    map(space, BASE, 2, RW, Mman.MAP_SHARED, file, 0);
    assertEquals(100, load(0));
    assertFalse(file.isDirty(0));
    store(0, 1);
    assertTrue(file.isDirty(0));
    assertFalse(file.isDirty(1));
    file.clean(0);
    store(0, 2);
    assertTrue(file.isDirty(0));
    done(file);
  }

  @Test
  void memoryObjectsAreWrittenWithoutASecondFault() throws Errno {
    FakeFile file = new FakeFile(memory.context, 16, 16, false);
    for (int i = 0; i < 16; i++) {
      file.put(i, i);
    }
    map(space, BASE, 16, RW, Mman.MAP_SHARED, file, 0);
    assertEquals(0, load(0));
    for (int i = 0; i < 16; i++) {
      store(i, 40 + i);
      assertEquals(40 + i, file.get(i));
    }
    assertEquals(1, memory.cpu.faults);
    done(file);
  }

  @Test
  void beyondTheEndOfAFileIsABusError() throws Errno {
    FakeFile file = file(2);
    map(space, BASE, 4, RW, Mman.MAP_PRIVATE, file, 0);
    assertEquals(101, load(1));
    assertLoadFails(FaultOutcome.NO_PAGE, 2);
    assertStoreFails(FaultOutcome.NO_PAGE, 3);
    file.truncate(3);
    assertEquals(0, load(2));
    done(file);
  }

  @Test
  void truncatingTakesPagesAndPrivateCopies() throws Errno {
    FakeFile file = file(3);
    map(space, BASE, 3, RW, Mman.MAP_PRIVATE, file, 0);
    map(space, BASE + 8 * PAGE, 3, RW, Mman.MAP_SHARED, file, 0);
    store(2, 7);
    assertEquals(102, load(10));
    file.truncate(2);
    assertLoadFails(FaultOutcome.NO_PAGE, 2);
    assertLoadFails(FaultOutcome.NO_PAGE, 10);
    assertEquals(101, load(1));
    done(file);
  }

  @Test
  void aPageThatCannotBeReadIsABusError() throws Errno {
    FakeFile file = file(2);
    map(space, BASE, 2, RW, Mman.MAP_SHARED, file, 0);
    file.drop(0);
    file.broken = true;
    assertLoadFails(FaultOutcome.NO_PAGE, 0);
    file.broken = false;
    assertEquals(100, load(0));
    done(file);
  }

  @Test
  void cachedNeighboursAreMappedAtOnce() throws Errno {
    FakeFile file = file(20);
    map(space, BASE, 20, READ, Mman.MAP_PRIVATE, file, 0);
    for (int i = 0; i < 20; i++) {
      assertEquals(100 + i, load(i));
    }
    assertEquals(2, memory.cpu.faults);
    assertEquals(20, space.usage().file());
    done(file);
  }

  @Test
  void withoutFramesTheOutcomeSaysSo() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    memory.frames.failNext(1);
    assertStoreFails(FaultOutcome.OUT_OF_MEMORY, 0);
    store(0, 1);
    assertFalse(space.takeOutOfMemory());
  }

  @Test
  void theKernelsOwnAccessRemembersThatMemoryRanOut() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    memory.frames.failNext(1);
    MemoryFixture.assertErrno(Errno.EFAULT, () -> space.memory().putByte(BASE, (byte) 1));
    assertTrue(space.takeOutOfMemory());
    assertFalse(space.takeOutOfMemory());
    space.memory().putByte(BASE, (byte) 1);
  }

  @Test
  void accessByTheKernelTakesTheSameWay() throws Errno {
    FakeFile file = file(1);
    map(space, BASE, 1, RW, Mman.MAP_PRIVATE, file, 0);
    assertEquals(100, space.memory().getByte(at(0)));
    space.memory().putByte(at(0), (byte) 3);
    assertEquals(3, load(0));
    assertEquals(100, file.get(0));
    MemoryFixture.assertErrno(Errno.EFAULT, () -> space.memory().getByte(at(1)));
    done(file);
  }

  private void done(FakeFile file) throws Errno {
    Munmap.unmap(space, BASE, 64 * PAGE);
    assertEquals(0, file.users());
    assertTrue(file.mappings().isEmpty());
    file.close();
  }
}
