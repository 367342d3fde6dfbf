package exo.kernel.mm;

import static exo.kernel.abi.Mman.MAP_GROWSDOWN;
import static exo.kernel.abi.Mman.MAP_NORESERVE;
import static exo.kernel.abi.Mman.PROT_EXEC;
import static exo.kernel.abi.Mman.PROT_GROWSDOWN;
import static exo.kernel.abi.Mman.PROT_GROWSUP;
import static exo.kernel.abi.Mman.PROT_SEM;
import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.assertErrno;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import org.junit.jupiter.api.Test;

/** mprotect(2). */
class MprotectTest extends MemoryTest {
  private void protect(long page, long pages, int prot) throws Errno {
    Mprotect.protect(space, BASE + page * PAGE, pages * PAGE, prot);
  }

  @Test
  void rightsAreTakenAndGiven() throws Errno {
    map(space, BASE, 3, RW, PRIVATE);
    store(1, 5);
    protect(1, 1, READ);
    assertStoreFails(FaultOutcome.NO_RIGHT, 1);
    assertEquals(5, load(1));
    protect(1, 1, 0);
    assertLoadFails(FaultOutcome.NO_RIGHT, 1);
    protect(1, 1, RW);
    store(1, 6);
    assertEquals(6, load(1));
  }

  @Test
  void aPageOfItsOwnIsWritableAgainWithoutAFault() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 5);
    protect(0, 1, 0);
    protect(0, 1, RW);
    memory.cpu.faults = 0;
    store(0, 6);
    assertEquals(0, memory.cpu.faults);
  }

  @Test
  void aPageSharedWithAForkIsStillCopied() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    store(0, 5);
    AddressSpace child = Fork.copy(space, limits);
    protect(0, 1, READ);
    protect(0, 1, RW);
    store(0, 6);
    assertEquals(5, memory.cpu.load(child, at(0)));
    child.release();
  }

  @Test
  void executionIsTakenAndGiven() throws Errno {
    map(space, BASE, 1, READ | PROT_EXEC, PRIVATE);
    assertTrue(memory.cpu.fetch(space, at(0)));
    protect(0, 1, READ);
    assertFalse(memory.cpu.fetch(space, at(0)));
    protect(0, 1, READ | PROT_EXEC);
    assertTrue(memory.cpu.fetch(space, at(0)));
  }

  @Test
  void givingRightsNeedsNoWordToTheCpus() throws Errno {
    map(space, BASE, 4, READ, PRIVATE);
    load(0);
    protect(0, 4, RW);
    assertEquals(0, memory.cpu.invalidations);
    protect(0, 4, READ | PROT_EXEC);
    assertEquals(0, memory.cpu.invalidations);
    protect(0, 4, 0);
    assertEquals(1, memory.cpu.invalidations);
  }

  @Test
  void areasAreCutAndJoinedAgain() throws Errno {
    map(space, BASE, 4, RW, PRIVATE);
    protect(1, 2, READ);
    assertMaps(
        """
        100000000000-100000001000 rw-p 100000000
        100000001000-100000003000 r--p 100000001
        100000003000-100000004000 rw-p 100000003
        """);
    assertEquals(2, space.usage().data());
    protect(1, 2, RW);
    assertMaps("100000000000-100000004000 rw-p 100000000\n");
  }

  @Test
  void badArgumentsAreEINVAL() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    assertErrno(Errno.EINVAL, () -> Mprotect.protect(space, BASE + 1, PAGE, READ));
    assertErrno(Errno.EINVAL, () -> Mprotect.protect(space, BASE + 1, 0, READ));
    assertErrno(Errno.EINVAL, () -> protect(0, 1, 16));
    assertErrno(Errno.EINVAL, () -> protect(0, 1, PROT_GROWSDOWN | PROT_GROWSUP));
    assertErrno(Errno.EINVAL, () -> protect(0, 1, PROT_GROWSDOWN | READ));
    assertErrno(Errno.EINVAL, () -> protect(0, 1, PROT_GROWSUP | READ));
  }

  @Test
  void nothingIsDoneForNoLength() throws Errno {
    Mprotect.protect(space, BASE, 0, READ);
    Mprotect.protect(space, BASE, 0, 16);
  }

  @Test
  void semaphoresAreARightOfOtherMachines() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    protect(0, 1, PROT_SEM);
    assertMaps("100000000000-100000001000 ---p 100000000\n");
  }

  @Test
  void aHoleIsENOMEMAfterWhatCameBefore() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    map(space, BASE + 2 * PAGE, 1, RW, PRIVATE);
    assertErrno(Errno.ENOMEM, () -> protect(0, 3, READ));
    assertMaps(
        """
        100000000000-100000001000 r--p 100000000
        100000002000-100000003000 rw-p 100000002
        """);
    assertErrno(Errno.ENOMEM, () -> protect(1, 1, READ));
    assertErrno(Errno.ENOMEM, () -> protect(8, 1, READ));
  }

  @Test
  void rangesThatWrapOrLeaveUserSpaceAreENOMEM() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    long[][] ranges = {
      {BASE, -1}, {BASE, -PAGE}, {-PAGE, PAGE}, {-PAGE, 2 * PAGE}, {BASE, 1L << 46}
    };
    for (long[] range : ranges) {
      assertErrno(Errno.ENOMEM, () -> Mprotect.protect(space, range[0], range[1], READ));
    }
  }

  @Test
  void growsDownReachesToTheStartOfAStack() throws Errno {
    map(space, BASE, 4, RW, PRIVATE | MAP_GROWSDOWN);
    protect(2, 1, READ | PROT_GROWSDOWN);
    assertMaps(
        """
        100000000000-100000003000 r--p 100000000
        100000003000-100000004000 rw-p 100000003
        """);
  }

  @Test
  void privatePagesBecomeWritableWithinTheLimits() throws Errno {
    long all = memory.ram.size();
    long big = Mmap.map(space, 0, all + PAGE, READ, PRIVATE, null, 0);
    assertErrno(Errno.ENOMEM, () -> Mprotect.protect(space, big, all + PAGE, RW));
    int unreserved = PRIVATE | MAP_NORESERVE;
    long free = Mmap.map(space, 0, all + PAGE, READ, unreserved, null, 0);
    Mprotect.protect(space, free, all + PAGE, RW);
    limits.data = space.usage().data() * PAGE;
    map(space, BASE, 1, READ, PRIVATE);
    assertErrno(Errno.ENOMEM, () -> protect(0, 1, RW));
  }

  @Test
  void filePagesStayTheFilesUntilWritten() throws Errno {
    FakeFile file = file(2);
    map(space, BASE, 2, READ, exo.kernel.abi.Mman.MAP_PRIVATE, file, 0);
    assertEquals(100, load(0));
    protect(0, 2, RW);
    store(0, 3);
    assertEquals(100, file.get(0));
    protect(0, 2, READ);
    assertEquals(3, load(0));
    Munmap.unmap(space, BASE, 2 * PAGE);
    file.close();
  }
}
