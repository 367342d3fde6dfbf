package exo.kernel.mm;

import static exo.kernel.abi.Mman.MAP_LOCKED;
import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.MAP_SHARED;
import static exo.kernel.abi.Mman.MS_ASYNC;
import static exo.kernel.abi.Mman.MS_INVALIDATE;
import static exo.kernel.abi.Mman.MS_SYNC;
import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.assertErrno;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import org.junit.jupiter.api.Test;

/** msync(2). */
class MsyncTest extends MemoryTest {
  private void sync(long page, long pages, int flags) throws Errno {
    Msync.sync(space, BASE + page * PAGE, pages * PAGE, flags);
  }

  @Test
  void sharedFilePagesOfTheRangeAreWrittenBack() throws Errno {
    FakeFile file = file(8);
    map(space, BASE, 4, RW, MAP_SHARED, file, 0);
    sync(1, 2, MS_SYNC);
    assertEquals(2, file.synced);
    sync(1, 2, MS_ASYNC);
    sync(1, 2, 0);
    assertEquals(2, file.synced);
    map(space, BASE, 4, RW, MAP_PRIVATE, file, 0);
    sync(0, 4, MS_SYNC);
    assertEquals(2, file.synced);
    Munmap.unmap(space, BASE, 4 * PAGE);
    file.close();
  }

  @Test
  void badArgumentsAreEINVAL() throws Errno {
    map(space, BASE, 1, RW, PRIVATE);
    assertErrno(Errno.EINVAL, () -> sync(0, 1, 8));
    assertErrno(Errno.EINVAL, () -> sync(0, 1, MS_SYNC | MS_ASYNC));
    assertErrno(Errno.EINVAL, () -> Msync.sync(space, BASE + 1, PAGE, 0));
  }

  @Test
  void noLengthAndOneThatRoundsToNothingAreFine() throws Errno {
    Msync.sync(space, BASE, 0, MS_SYNC);
    Msync.sync(space, BASE, -1, MS_SYNC);
  }

  @Test
  void holesAndWildRangesAreENOMEM() throws Errno {
    FakeFile file = file(8);
    map(space, BASE, 1, RW, MAP_SHARED, file, 0);
    map(space, BASE + 2 * PAGE, 1, RW, MAP_SHARED, file, 2);
    assertErrno(Errno.ENOMEM, () -> sync(0, 3, MS_SYNC));
    assertEquals(2, file.synced, "all else is done");
    assertErrno(Errno.ENOMEM, () -> sync(8, 1, MS_SYNC));
    assertErrno(Errno.ENOMEM, () -> Msync.sync(space, BASE, -PAGE, MS_SYNC));
    assertErrno(Errno.ENOMEM, () -> Msync.sync(space, -PAGE, PAGE, MS_SYNC));
    assertErrno(Errno.ENOMEM, () -> Msync.sync(space, -PAGE, 2 * PAGE, MS_SYNC));
    Munmap.unmap(space, BASE, 4 * PAGE);
    file.close();
  }

  @Test
  void lockedPagesAreNotInvalidated() throws Errno {
    map(space, BASE, 1, RW, PRIVATE | MAP_LOCKED);
    assertErrno(Errno.EBUSY, () -> sync(0, 1, MS_INVALIDATE));
    sync(0, 1, MS_SYNC);
  }
}
