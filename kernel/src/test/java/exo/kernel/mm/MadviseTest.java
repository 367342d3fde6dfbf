package exo.kernel.mm;

import static exo.kernel.abi.Mman.*;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** madvise(2). The tables of errors were taken from Linux. */
class MadviseTest extends MemoryTest {
  private static final String GOOD = "ok";

  private String advise(long va, long len, int advice) {
    try {
      Madvise.advise(space, va, len, advice);
      return GOOD;
    } catch (Errno e) {
      return e.symbol();
    }
  }

  private void advise(long page, int advice) throws Errno {
    Madvise.advise(space, BASE + page * PAGE, PAGE, advice);
  }

  @Test
  void eachAdviceFitsItsKindsOfMemory() throws Errno {
    FakeFile file = file(4);
    FileMapping readOnly = new FileMapping(file, file, true, false, true);
    map(space, BASE, 1, RW, PRIVATE);
    map(space, BASE + 10 * PAGE, 1, RW, MAP_SHARED, file, 0);
    map(space, BASE + 20 * PAGE, 1, RW, MAP_PRIVATE, file, 0);
    Mmap.map(space, BASE + 30 * PAGE, PAGE, READ, MAP_SHARED | MAP_FIXED, readOnly, 0);
    map(space, BASE + 40 * PAGE, 1, 0, PRIVATE);
    map(space, BASE + 50 * PAGE, 1, READ, PRIVATE);
    map(space, BASE + 60 * PAGE, 1, RW, SHARED);
    map(space, BASE + 70 * PAGE, 1, RW, PRIVATE | MAP_LOCKED);
    String fine = "ok ok ok ok ok ok ok ok";
    Map<Integer, String> expected =
        Map.ofEntries(
            Map.entry(MADV_DONTNEED, "ok ok ok ok ok ok ok EINVAL"),
            Map.entry(MADV_FREE, "ok EINVAL EINVAL EINVAL ok ok EINVAL EINVAL"),
            Map.entry(MADV_REMOVE, "EINVAL ok EACCES EACCES EINVAL EINVAL ok EINVAL"),
            Map.entry(MADV_WIPEONFORK, "ok EINVAL EINVAL EINVAL ok ok EINVAL ok"),
            Map.entry(MADV_COLD, "ok ok ok ok ok ok ok EINVAL"),
            Map.entry(MADV_PAGEOUT, "ok ok ok ok ok ok ok EINVAL"),
            Map.entry(MADV_POPULATE_READ, "ok ok ok ok EINVAL ok ok ok"),
            Map.entry(MADV_POPULATE_WRITE, "ok ok ok EINVAL EINVAL EINVAL ok ok"),
            Map.entry(MADV_COLLAPSE, "EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL"));
    for (int advice = MADV_NORMAL; advice <= MADV_COLLAPSE; advice++) {
      if (advice > MADV_DONTNEED && advice < MADV_FREE) {
        continue;
      }
      StringBuilder answers = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        answers.append(i == 0 ? "" : " ").append(advise(BASE + i * 10 * PAGE, PAGE, advice));
      }
      assertEquals(expected.getOrDefault(advice, fine), answers.toString(), "advice " + advice);
    }
    Munmap.unmap(space, BASE, 80 * PAGE);
    file.close();
  }

  @Test
  void unknownAdviceIsEINVAL() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    for (int advice : new int[] {-1, 5, 6, 7, 26, 99, MADV_HWPOISON, MADV_GUARD_INSTALL}) {
      assertEquals("EINVAL", advise(BASE, PAGE, advice));
      assertEquals("EINVAL", advise(BASE, 0, advice));
    }
  }

  @Test
  void rangesAreChecked() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    for (int advice : new int[] {MADV_NORMAL, MADV_DONTNEED, MADV_POPULATE_READ}) {
      assertEquals("EINVAL", advise(BASE + 1, PAGE, advice));
      assertEquals("EINVAL", advise(BASE + 1, 0, advice));
      assertEquals("EINVAL", advise(BASE, -1, advice));
      assertEquals("EINVAL", advise(BASE, -PAGE, advice));
      assertEquals(GOOD, advise(BASE, 0, advice));
      assertEquals("ENOMEM", advise(BASE + 8 * PAGE, PAGE, advice));
      assertEquals("EINVAL", advise(-PAGE, PAGE, advice));
      assertEquals("ENOMEM", advise(-2 * PAGE, PAGE, advice));
    }
  }

  @Test
  void aHoleIsENOMEMAfterAllElseIsDone() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    map(space, BASE + 2 * PAGE, 1, RW, PRIVATE);
    store(0, 1);
    store(2, 2);
    assertEquals("ENOMEM", advise(BASE, 3 * PAGE, MADV_DONTNEED));
    assertEquals(0, load(0));
    assertEquals(0, load(2));
  }

  @Test
  void populatingStopsAtAHoleAndAtTheEndOfTheFile() throws Errno {
    FakeFile file = file(2);
    map(space, BASE, 4, RW, MAP_PRIVATE, file, 0);
    assertEquals("EFAULT", advise(BASE, 4 * PAGE, MADV_POPULATE_READ));
    assertEquals("EFAULT", advise(BASE + 3 * PAGE, PAGE, MADV_POPULATE_WRITE));
    assertEquals("ENOMEM", advise(BASE - PAGE, 2 * PAGE, MADV_POPULATE_READ));
    assertEquals(GOOD, advise(BASE, 2 * PAGE, MADV_POPULATE_WRITE));
    assertEquals(2, space.usage().anonymous());
    memory.frames.failNext(1);
    map(space, BASE, 1, RW, PRIVATE);
    assertEquals("ENOMEM", advise(BASE, PAGE, MADV_POPULATE_WRITE));
    Munmap.unmap(space, BASE, 4 * PAGE);
    file.close();
  }

  @Test
  void populatingForReadNeedsTheRightToRead() throws Errno {
    map(space, BASE, 1, PROT_EXEC, PRIVATE);
    assertEquals("EINVAL", advise(BASE, PAGE, MADV_POPULATE_READ));
  }

  @Test
  void dontNeedBringsTheFileBack() throws Errno {
    FakeFile file = file(1);
    map(space, BASE, 1, RW, MAP_PRIVATE, file, 0);
    store(0, 5);
    advise(0, MADV_DONTNEED);
    assertEquals(100, load(0));
    Munmap.unmap(space, BASE, PAGE);
    file.close();
  }

  @Test
  void dontNeedOfSharedMemoryForgetsNothing() throws Errno {
    map(space, BASE, 1, RW, SHARED);
    store(0, 5);
    advise(0, MADV_DONTNEED);
    assertEquals(5, load(0));
    advise(0, MADV_REMOVE);
    assertEquals(0, load(0));
  }

  @Test
  void lockedPagesGoOnlyWhenMeant() throws Errno {
    map(space, BASE, 1, RW, PRIVATE | MAP_LOCKED);
    store(0, 5);
    advise(0, MADV_DONTNEED_LOCKED);
    assertEquals(0, load(0));
  }

  @Test
  void removingMakesAHoleInTheFile() throws Errno {
    FakeFile file = file(3);
    map(space, BASE, 3, RW, MAP_SHARED, file, 0);
    map(space, BASE + 8 * PAGE, 3, READ, MAP_SHARED, file, 0);
    assertEquals(101, load(9));
    advise(1, MADV_REMOVE);
    assertEquals(0, load(1));
    assertEquals(0, load(9));
    assertEquals(102, load(10));
    assertEquals(0, file.get(1));
    Munmap.unmap(space, BASE, 16 * PAGE);
    file.close();
  }

  @Test
  void aFileThatHasNoHolesIsEOPNOTSUPP() throws Errno {
    PageSource plain = new ZeroPages(memory);
    FileMapping mapping = new FileMapping(plain, file(0), true, true, true);
    Mmap.map(space, BASE, PAGE, RW, MAP_SHARED | MAP_FIXED, mapping, 0);
    assertErrno(Errno.EOPNOTSUPP, () -> advise(0, MADV_REMOVE));
  }

  /** The least that a mapped object is. */
  private static final class ZeroPages extends PageSource {
    private final MemoryFixture memory;

    ZeroPages(MemoryFixture memory) {
      this.memory = memory;
    }

    @Override
    public long page(long index, boolean forWrite) {
      return memory.frames.allocZeroed();
    }

    @Override
    public long pageIfPresent(long index) {
      return BEYOND_END;
    }

    @Override
    public void retain() {}

    @Override
    public void release() {}
  }

  @Test
  void adviceThatIsRememberedCutsAreasAndJoinsThem() throws Errno {
    map(space, BASE, 3, RW, PRIVATE);
    int[][] pairs = {
      {MADV_DONTFORK, MADV_DOFORK},
      {MADV_WIPEONFORK, MADV_KEEPONFORK},
      {MADV_DONTDUMP, MADV_DODUMP},
      {MADV_SEQUENTIAL, MADV_NORMAL},
      {MADV_RANDOM, MADV_NORMAL}
    };
    for (int[] pair : pairs) {
      advise(1, pair[0]);
      assertEquals(3, space.areaCount(), "advice " + pair[0]);
      advise(1, pair[1]);
      assertEquals(1, space.areaCount(), "advice " + pair[1]);
    }
  }
}
