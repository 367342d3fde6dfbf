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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** mincore(2). */
class MincoreTest extends MemoryTest {
  private static final long VECTOR = BASE - 16 * PAGE;

  @BeforeEach
  void vector() throws Errno {
    map(space, VECTOR, 4, RW, PRIVATE);
  }

  private String residency(long pages) throws Errno {
    space.memory().zero(VECTOR, pages);
    Mincore.residency(space, BASE, pages * PAGE, VECTOR);
    return vector(pages);
  }

  private String vector(long pages) throws Errno {
    StringBuilder text = new StringBuilder();
    for (byte b : space.memory().read(VECTOR, (int) pages)) {
      text.append(b);
    }
    return text.toString();
  }

  @Test
  void onlyTouchedPagesAreThereWhateverWasFilledAround() throws Errno {
    map(space, BASE, 8, RW, PRIVATE);
    store(2, 1);
    load(4);
    assertEquals("00101000", residency(8));
    Mprotect.protect(space, BASE, 8 * PAGE, 0);
    assertEquals("00101000", residency(8));
  }

  @Test
  void pagesOfAFileAreThereWhenCached() throws Errno {
    FakeFile file = file(3);
    map(space, BASE, 4, READ, Mman.MAP_PRIVATE, file, 0);
    assertEquals("1110", residency(4));
    file.drop(1);
    assertEquals("1010", residency(4));
    Munmap.unmap(space, BASE, 4 * PAGE);
    file.close();
  }

  @Test
  void aHoleIsENOMEMAfterTheBytesBeforeIt() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    store(0, 1);
    space.memory().write(VECTOR, new byte[] {7, 7, 7});
    assertErrno(Errno.ENOMEM, () -> Mincore.residency(space, BASE, 3 * PAGE, VECTOR));
    assertEquals("107", vector(3));
  }

  @Test
  void argumentsAreCheckedInLinuxsOrder() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    assertErrno(Errno.EINVAL, () -> Mincore.residency(space, BASE + 1, 1, VECTOR));
    assertErrno(Errno.ENOMEM, () -> Mincore.residency(space, BASE, -1, VECTOR));
    assertErrno(Errno.ENOMEM, () -> Mincore.residency(space, -PAGE, PAGE, VECTOR));
    assertErrno(Errno.ENOMEM, () -> Mincore.residency(space, PAGE, PAGE, 1));
    assertErrno(Errno.EFAULT, () -> Mincore.residency(space, BASE, PAGE, 1));
    assertErrno(Errno.EFAULT, () -> Mincore.residency(space, PAGE, 0, -1));
    Mincore.residency(space, BASE, 0, VECTOR);
    Mincore.residency(space, BASE, 1, VECTOR);
  }

  @Test
  void longRangesAreLookedAtInParts() throws Errno {
    map(space, BASE, 9000, RW, PRIVATE);
    store(8999, 1);
    String found = residency(9000);
    assertEquals('1', found.charAt(8999));
    assertEquals(8999, found.indexOf('1'));
  }
}
