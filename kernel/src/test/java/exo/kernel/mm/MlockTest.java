package exo.kernel.mm;

import static exo.kernel.abi.Mman.MAP_GROWSDOWN;
import static exo.kernel.abi.Mman.MCL_CURRENT;
import static exo.kernel.abi.Mman.MCL_FUTURE;
import static exo.kernel.abi.Mman.MCL_ONFAULT;
import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.assertErrno;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import org.junit.jupiter.api.Test;

/** mlock(2), mlock2(2), mlockall(2) and their opposites. */
class MlockTest extends MemoryTest {
  private void lock(long page, long pages) throws Errno {
    Mlock.lock(space, BASE + page * PAGE, pages * PAGE, false);
  }

  @Test
  void everyPageThatTheRangeTouchesIsLockedAndTouched() throws Errno {
    map(space, BASE, 8, RW, PRIVATE);
    Mlock.lock(space, BASE + PAGE + 5, PAGE, false);
    assertEquals(2, space.usage().locked());
    assertEquals(2, space.usage().anonymous());
    Mlock.unlock(space, BASE + PAGE, 1);
    assertEquals(1, space.usage().locked());
  }

  @Test
  void onFaultLeavesPagesForTheirFirstTouch() throws Errno {
    map(space, BASE, 4, RW, PRIVATE);
    Mlock.lock(space, BASE, 4 * PAGE, true);
    assertEquals(4, space.usage().locked());
    assertEquals(0, space.usage().anonymous());
  }

  @Test
  void holesAndPagesWithoutRightsAreENOMEM() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    map(space, BASE + 2 * PAGE, 1, 0, PRIVATE);
    assertErrno(Errno.ENOMEM, () -> lock(0, 3));
    assertEquals(1, space.usage().locked());
    assertErrno(Errno.ENOMEM, () -> lock(2, 1));
    assertEquals(2, space.usage().locked());
    assertErrno(Errno.ENOMEM, () -> lock(8, 1));
    assertErrno(Errno.ENOMEM, () -> Mlock.unlock(space, BASE, 3 * PAGE));
  }

  @Test
  void beyondTheEndOfAFileIsENOMEM() throws Errno {
    FakeFile file = file(1);
    map(space, BASE, 2, RW, Mman.MAP_SHARED, file, 0);
    assertErrno(Errno.ENOMEM, () -> lock(0, 2));
    Munmap.unmap(space, BASE, 2 * PAGE);
    file.close();
  }

  @Test
  void withoutFramesIsEAGAIN() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    memory.frames.failNext(1);
    assertErrno(Errno.EAGAIN, () -> lock(0, 1));
  }

  @Test
  void rangesThatWrapAreEINVALUnlessTheyRoundToNothing() throws Errno {
    Mlock.lock(space, BASE, -1, false);
    Mlock.unlock(space, BASE, -1);
    Mlock.lock(space, BASE, 0, false);
    assertErrno(Errno.EINVAL, () -> Mlock.lock(space, -PAGE, 2 * PAGE, false));
    assertErrno(Errno.EINVAL, () -> Mlock.unlock(space, -PAGE, 2 * PAGE));
  }

  @Test
  void theLimitCountsEachPageOnce() throws Errno {
    map(space, BASE, 8, RW, PRIVATE);
    limits.locked = 2 * PAGE;
    lock(0, 2);
    lock(0, 2);
    assertErrno(Errno.ENOMEM, () -> lock(2, 1));
    assertErrno(Errno.ENOMEM, () -> lock(0, 3));
    limits.mayLockAny = true;
    lock(0, 8);
  }

  @Test
  void withoutALimitAtAllIsEPERM() throws Errno {
    limits.locked = 0;
    assertErrno(Errno.EPERM, () -> lock(0, 1));
    assertErrno(Errno.EPERM, () -> lock(0, 0));
    assertErrno(Errno.EPERM, () -> Mlock.lockAll(space, MCL_CURRENT));
    assertErrno(Errno.EINVAL, () -> Mlock.lockAll(space, 0));
    Mlock.unlockAll(space);
  }

  @Test
  void lockAllTakesWhatIsAndWhatComes() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    Mlock.lockAll(space, MCL_CURRENT);
    assertEquals(2, space.usage().locked());
    assertEquals(2, space.usage().anonymous());
    map(space, BASE + 8 * PAGE, 1, RW, PRIVATE);
    assertEquals(2, space.usage().locked());
    Mlock.lockAll(space, MCL_FUTURE | MCL_ONFAULT);
    map(space, BASE + 16 * PAGE, 1, RW, PRIVATE);
    assertEquals(3, space.usage().locked());
    assertEquals(2, space.usage().anonymous());
    Mlock.unlockAll(space);
    map(space, BASE + 24 * PAGE, 1, RW, PRIVATE);
    assertEquals(0, space.usage().locked());
  }

  @Test
  void lockAllChecksFlagsAndTheSizeOfTheSpace() throws Errno {
    for (int flags : new int[] {0, MCL_ONFAULT, 8, MCL_CURRENT | 16}) {
      assertErrno(Errno.EINVAL, () -> Mlock.lockAll(space, flags));
    }
    map(space, BASE, 4, RW, PRIVATE);
    limits.locked = 2 * PAGE;
    assertErrno(Errno.ENOMEM, () -> Mlock.lockAll(space, MCL_CURRENT));
    Mlock.lockAll(space, MCL_FUTURE);
    assertErrno(Errno.EAGAIN, () -> Mmap.map(space, 0, 3 * PAGE, RW, PRIVATE, null, 0));
  }

  @Test
  void aForkHasNoLocks() throws Errno {
    map(space, BASE, 2, RW, PRIVATE | MAP_GROWSDOWN);
    Mlock.lockAll(space, MCL_CURRENT | MCL_FUTURE);
    AddressSpace child = Fork.copy(space, limits);
    assertEquals(0, child.usage().locked());
    map(child, BASE + 8 * PAGE, 1, RW, PRIVATE);
    assertEquals(0, child.usage().locked());
    child.release();
  }
}
