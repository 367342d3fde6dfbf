package exo.kernel.mm;

import static exo.kernel.abi.Mman.MADV_DONTFORK;
import static exo.kernel.abi.Mman.MADV_WIPEONFORK;
import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.MAP_SHARED;
import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.SHARED;
import static exo.kernel.mm.MemoryFixture.assertErrno;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import org.junit.jupiter.api.Test;

/** fork(2) as far as memory goes. */
class ForkTest extends MemoryTest {
  private AddressSpace fork() throws Errno {
    return Fork.copy(space, limits);
  }

  private int load(AddressSpace in, long page) {
    return memory.cpu.load(in, at(page));
  }

  @Test
  void parentAndChildGoTheirOwnWays() throws Errno {
    map(space, BASE, 3, RW, PRIVATE);
    store(0, 1);
    store(1, 2);
    AddressSpace child = fork();
    store(0, 3);
    assertTrue(memory.cpu.store(child, at(1), 4));
    assertEquals(1, load(child, 0));
    assertEquals(4, load(child, 1));
    assertEquals(3, load(0));
    assertEquals(2, load(1));
    child.release();
  }

  @Test
  void theLastUserOfAPageWritesInPlace() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 1);
    AddressSpace child = fork();
    child.release();
    long frame = memory.tables.translate(space.root(), BASE);
    store(0, 2);
    assertEquals(frame, memory.tables.translate(space.root(), BASE));
  }

  @Test
  void manyGenerationsShareAndCopy() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 0);
    AddressSpace[] line = new AddressSpace[10];
    AddressSpace last = space;
    for (int i = 0; i < line.length; i++) {
      line[i] = Fork.copy(last, limits);
      last = line[i];
      assertTrue(memory.cpu.store(last, at(0), i + 1));
    }
    for (int i = 0; i < line.length; i++) {
      assertEquals(i + 1, load(line[i], 0));
    }
    assertEquals(0, load(0));
    for (AddressSpace one : line) {
      one.release();
    }
  }

  @Test
  void sharedMemoryStaysShared() throws Errno {
    FakeFile file = file(1);
    map(space, BASE, 1, RW, SHARED);
    map(space, BASE + PAGE, 1, RW, MAP_SHARED, file, 0);
    AddressSpace child = fork();
    assertTrue(memory.cpu.store(child, at(0), 5));
    assertTrue(memory.cpu.store(child, at(1), 6));
    assertEquals(5, load(0));
    assertEquals(6, load(1));
    assertEquals(2, file.users());
    child.release();
    Munmap.unmap(space, BASE, 2 * PAGE);
    file.close();
  }

  @Test
  void aPrivateFileAreaKeepsItsCopies() throws Errno {
    FakeFile file = file(3);
    map(space, BASE, 3, RW, MAP_PRIVATE, file, 0);
    store(1, 5);
    AddressSpace child = fork();
    store(1, 6);
    assertEquals(5, load(child, 1));
    assertEquals(102, load(child, 2));
    child.release();
    Munmap.unmap(space, BASE, 3 * PAGE);
    file.close();
  }

  @Test
  void adviceDecidesWhatTheChildSees() throws Errno {
    map(space, BASE, 3, RW, PRIVATE);
    for (int i = 0; i < 3; i++) {
      store(i, i + 1);
    }
    Madvise.advise(space, BASE, PAGE, MADV_WIPEONFORK);
    Madvise.advise(space, BASE + 2 * PAGE, PAGE, MADV_DONTFORK);
    AddressSpace child = fork();
    assertEquals(0, load(child, 0));
    assertEquals(2, load(child, 1));
    assertEquals(-1, load(child, 2));
    assertEquals(1, load(0));
    assertEquals(2, child.usage().mapped());
    child.release();
  }

  @Test
  void hiddenPagesGoAlong() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 5);
    Mprotect.protect(space, BASE, PAGE, 0);
    AddressSpace child = fork();
    Mprotect.protect(child, BASE, PAGE, RW);
    assertEquals(5, load(child, 0));
    assertTrue(memory.cpu.store(child, at(0), 6));
    Mprotect.protect(space, BASE, PAGE, RW);
    assertEquals(5, load(0));
    child.release();
  }

  @Test
  void theChildHasTheSameLayoutAndItsOwnLimits() throws Errno {
    space.layout().brkStart = BASE;
    space.layout().brk = BASE;
    Brk.set(space, BASE + PAGE);
    space.layout().stackStart = 123;
    AddressSpace child = fork();
    assertEquals(MemoryFixture.maps(space), MemoryFixture.maps(child));
    assertEquals(space.mmapBase(), child.mmapBase());
    assertEquals(123, child.layout().stackStart);
    assertEquals(BASE + 3 * PAGE, Brk.set(child, BASE + 3 * PAGE));
    assertEquals(BASE + PAGE, Brk.set(space, 0));
    child.release();
  }

  @Test
  void outOfFramesIsENOMEMAndTheParentIsAsBefore() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    map(space, BASE + (1L << 30), 1, RW, PRIVATE);
    store(0, 5);
    store(1L << 18, 6);
    long used = memory.frames.statistics().used();
    for (int n = 1; n <= 5; n++) {
      memory.frames.failNext(n);
      assertErrno(Errno.ENOMEM, this::fork);
      assertEquals(used, memory.frames.statistics().used());
      memory.frames.failNext(0);
      store(0, n);
      assertEquals(6, load(1L << 18));
    }
    AddressSpace child = fork();
    assertEquals(5, load(child, 0));
    child.release();
  }

  @Test
  void theCpusAreToldOnce() throws Errno {
    map(space, BASE, 64, RW, PRIVATE | exo.kernel.abi.Mman.MAP_POPULATE);
    map(space, BASE + 80 * PAGE, 64, RW, PRIVATE | exo.kernel.abi.Mman.MAP_POPULATE);
    AddressSpace child = fork();
    assertEquals(1, memory.cpu.invalidations);
    child.release();
  }

  @Test
  void countsOfResidentPagesAreCopied() throws Errno {
    map(space, BASE, 16, RW, PRIVATE);
    store(0, 1);
    AddressSpace child = fork();
    assertEquals(space.usage().anonymous(), child.usage().anonymous());
    child.release();
  }

  @Test
  void aSpaceOfTwoUsersGoesWithTheSecond() throws Errno {
    AddressSpace child = fork();
    assertEquals(2, child.retain().users());
    child.release();
    map(child, BASE, 1, RW, PRIVATE);
    assertTrue(memory.cpu.store(child, at(0), 1));
    child.release();
  }
}
