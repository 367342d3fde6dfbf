package exo.kernel.mm;

import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.PROT_EXEC;
import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import org.junit.jupiter.api.Test;

/**
 * Engines keep translations by frame; the kernel must notice when the bytes of a frame change
 * behind their back.
 */
class ExecutableFramesTest extends MemoryTest {
  private static final int RWX = RW | PROT_EXEC;

  private boolean stale() {
    return memory.frames.takeStaleCode((frame, count) -> {});
  }

  @Test
  void aKernelWriteToCodeIsNoticed() throws Errno {
    map(space, BASE, 1, RWX, PRIVATE);
    store(0, 1);
    assertFalse(stale());
    space.memory().putInt(BASE, 1);
    assertTrue(stale());
    assertFalse(stale());
  }

  @Test
  void aKernelWriteToDataIsNot() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    space.memory().putInt(BASE, 1);
    assertFalse(stale());
  }

  @Test
  void codeThatIsUnmappedIsNoticedBeforeItsFrameIsUsedAgain() throws Errno {
    map(space, BASE, 1, RWX, PRIVATE);
    store(0, 1);
    Munmap.unmap(space, BASE, PAGE);
    assertTrue(stale());
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 1);
    Munmap.unmap(space, BASE, PAGE);
    assertFalse(stale());
  }

  @Test
  void dataThatBecomesCodeIsCode() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 1);
    Mprotect.protect(space, BASE, PAGE, READ | PROT_EXEC);
    assertTrue(memory.cpu.fetch(space, at(0)));
    Munmap.unmap(space, BASE, PAGE);
    assertTrue(stale());
  }

  @Test
  void codeOfAFileStaysCodeWhileItIsCached() throws Errno {
    FakeFile file = file(1);
    map(space, BASE, 1, READ | PROT_EXEC, MAP_PRIVATE, file, 0);
    assertTrue(memory.cpu.fetch(space, at(0)));
    Munmap.unmap(space, BASE, PAGE);
    assertFalse(stale());
    long frame = file.page(0, true);
    memory.frames.wrote(frame);
    memory.frames.release(frame);
    assertTrue(stale());
    file.drop(0);
    assertTrue(stale());
    assertEquals(0, file.users());
  }

  @Test
  void aCopyOfACodePageIsCode() throws Errno {
    FakeFile file = file(1);
    map(space, BASE, 1, RWX, MAP_PRIVATE, file, 0);
    assertTrue(memory.cpu.fetch(space, at(0)));
    store(0, 1);
    stale();
    space.memory().putInt(BASE, 1);
    assertTrue(stale());
    Munmap.unmap(space, BASE, PAGE);
    file.close();
  }
}
