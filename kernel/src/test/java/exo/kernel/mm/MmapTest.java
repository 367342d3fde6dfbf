package exo.kernel.mm;

import static exo.kernel.abi.Mman.MAP_32BIT;
import static exo.kernel.abi.Mman.MAP_ANONYMOUS;
import static exo.kernel.abi.Mman.MAP_FIXED;
import static exo.kernel.abi.Mman.MAP_FIXED_NOREPLACE;
import static exo.kernel.abi.Mman.MAP_GROWSDOWN;
import static exo.kernel.abi.Mman.MAP_HUGETLB;
import static exo.kernel.abi.Mman.MAP_HUGE_SHIFT;
import static exo.kernel.abi.Mman.MAP_LOCKED;
import static exo.kernel.abi.Mman.MAP_NORESERVE;
import static exo.kernel.abi.Mman.MAP_POPULATE;
import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.MAP_SHARED;
import static exo.kernel.abi.Mman.MAP_SHARED_VALIDATE;
import static exo.kernel.abi.Mman.MAP_SYNC;
import static exo.kernel.abi.Mman.PROT_EXEC;
import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.SHARED;
import static exo.kernel.mm.MemoryFixture.WRITE;
import static exo.kernel.mm.MemoryFixture.assertErrno;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import org.junit.jupiter.api.Test;

/** mmap(2): where areas go, what they are, and what is refused as Linux refuses it. */
class MmapTest extends MemoryTest {
  private static final long TOP = 0x7fff_ffff_f000L;

  private long anonymous(long hint, long len, int prot, int flags) throws Errno {
    return Mmap.map(space, hint, len, prot, flags, null, 0);
  }

  // ---- where

  @Test
  void areasAreStackedDownFromTheBase() throws Errno {
    long first = anonymous(0, PAGE, READ, PRIVATE);
    long second = anonymous(0, 3 * PAGE, RW, PRIVATE);
    assertEquals(space.mmapBase() - PAGE, first);
    assertEquals(first - 3 * PAGE, second);
  }

  @Test
  void theHighestHoleThatFitsIsTaken() throws Errno {
    long a = anonymous(0, 8 * PAGE, READ, PRIVATE);
    anonymous(0, 8 * PAGE, RW, PRIVATE);
    Munmap.unmap(space, a + PAGE, 2 * PAGE);
    assertEquals(a + PAGE, anonymous(0, 2 * PAGE, WRITE, PRIVATE));
    assertEquals(a - 11 * PAGE, anonymous(0, 3 * PAGE, WRITE, PRIVATE));
  }

  @Test
  void whenAllIsFullBelowTheBaseRoomIsFoundAbove() throws Errno {
    space.mmapBase(0x40_0000);
    long first = anonymous(0, 0x20_0000, READ, PRIVATE);
    assertEquals(0x20_0000, first);
    assertEquals(0x40_0000, anonymous(0, 0x30_0000, READ, PRIVATE));
  }

  @Test
  void aHintIsTakenWhereFree() throws Errno {
    assertEquals(BASE, anonymous(BASE + 17, 2 * PAGE, RW, PRIVATE));
    assertEquals(space.mmapBase() - PAGE, anonymous(BASE + PAGE, PAGE, RW, PRIVATE));
    assertEquals(BASE + 2 * PAGE, anonymous(BASE + 2 * PAGE, PAGE, RW, PRIVATE));
  }

  @Test
  void aHintTooLowIsRaised() throws Errno {
    assertEquals(0x1_0000, anonymous(0x1000, PAGE, RW, PRIVATE));
  }

  @Test
  void aHintOutOfReachIsNoHint() throws Errno {
    assertEquals(space.mmapBase() - PAGE, anonymous(-4096, PAGE, RW, PRIVATE));
    assertEquals(space.mmapBase() - 2 * PAGE, anonymous(TOP, PAGE, RW, PRIVATE));
  }

  @Test
  void fixedReplacesWhatIsThere() throws Errno {
    map(space, BASE, 4, RW, PRIVATE);
    store(1, 5);
    map(space, BASE + PAGE, 1, READ, PRIVATE);
    assertEquals(0, load(1));
    assertMaps(
        """
        100000000000-100000001000 rw-p 100000000
        100000001000-100000002000 r--p 100000001
        100000002000-100000004000 rw-p 100000002
        """);
  }

  @Test
  void fixedReachesTheLastPageAndNotBeyond() throws Errno {
    assertEquals(TOP - PAGE, anonymous(TOP - PAGE, PAGE, RW, PRIVATE | MAP_FIXED));
    for (long va : new long[] {TOP, 1L << 47, -4096}) {
      assertErrno(Errno.ENOMEM, () -> anonymous(va, PAGE, RW, PRIVATE | MAP_FIXED));
    }
    assertErrno(Errno.ENOMEM, () -> anonymous(TOP - PAGE, 2 * PAGE, RW, PRIVATE | MAP_FIXED));
  }

  @Test
  void fixedUnalignedIsEINVAL() {
    assertErrno(Errno.EINVAL, () -> anonymous(BASE + 1, PAGE, RW, PRIVATE | MAP_FIXED));
    assertErrno(Errno.EINVAL, () -> anonymous(BASE + 1, PAGE, RW, PRIVATE | MAP_FIXED_NOREPLACE));
  }

  @Test
  void theLowestAddressesAreForThePrivileged() throws Errno {
    assertErrno(Errno.EPERM, () -> anonymous(0, PAGE, RW, PRIVATE | MAP_FIXED));
    assertErrno(Errno.EPERM, () -> anonymous(0xf000, PAGE, RW, PRIVATE | MAP_FIXED));
    limits.mayMapLow = true;
    assertEquals(0, anonymous(0, PAGE, RW, PRIVATE | MAP_FIXED));
  }

  @Test
  void fixedNoReplaceIsEEXISTWhereTaken() throws Errno {
    map(space, BASE, 2, RW, PRIVATE);
    assertErrno(
        Errno.EEXIST, () -> anonymous(BASE + PAGE, 4 * PAGE, RW, PRIVATE | MAP_FIXED_NOREPLACE));
    assertEquals(
        BASE + 2 * PAGE, anonymous(BASE + 2 * PAGE, PAGE, RW, PRIVATE | MAP_FIXED_NOREPLACE));
  }

  @Test
  void lowAddressesAreInTheSecondGigabyte() throws Errno {
    assertEquals(0x4000_0000L, anonymous(0, PAGE, RW, PRIVATE | MAP_32BIT));
    assertEquals(0x4000_1000L, anonymous(BASE, PAGE, RW, PRIVATE | MAP_32BIT));
    int unreserved = PRIVATE | MAP_32BIT | MAP_NORESERVE;
    assertErrno(Errno.ENOMEM, () -> anonymous(0, 1L << 30, RW, unreserved));
  }

  // ---- lengths

  @Test
  void noLengthIsEINVAL() {
    assertErrno(Errno.EINVAL, () -> anonymous(0, 0, RW, PRIVATE));
  }

  @Test
  void tooLongIsENOMEM() {
    for (long len : new long[] {-1, -4096, 1L << 63, 1L << 47, TOP}) {
      assertErrno(Errno.ENOMEM, () -> anonymous(0, len, RW, PRIVATE | MAP_NORESERVE));
    }
  }

  @Test
  void anOffsetThatWrapsIsEOVERFLOW() {
    FakeFile file = file(1);
    FileMapping mapping = new FileMapping(file, file, true, true, true);
    assertErrno(Errno.EOVERFLOW, () -> Mmap.map(space, 0, 2 * PAGE, RW, MAP_PRIVATE, mapping, -1));
    file.close();
  }

  // ---- kinds

  @Test
  void withoutAKnownTypeIsEINVAL() throws Errno {
    for (int type : new int[] {0, MAP_SHARED_VALIDATE, 4, 15}) {
      assertErrno(Errno.EINVAL, () -> anonymous(0, PAGE, RW, MAP_ANONYMOUS | type));
    }
    FakeFile file = file(1);
    for (int type : new int[] {0, 4, 5, 9}) {
      assertErrno(Errno.EINVAL, () -> map(space, BASE, 1, RW, type, file, 0));
    }
    file.close();
  }

  @Test
  void unknownBitsOfProtectionMeanNothing() throws Errno {
    anonymous(BASE, PAGE, 0x100, PRIVATE);
    assertMaps("100000000000-100000001000 ---p 100000000\n");
    anonymous(BASE, PAGE, -1, PRIVATE | MAP_FIXED);
    assertMaps("100000000000-100000001000 rwxp 100000000\n");
  }

  @Test
  void unknownFlagsAreRefusedOnlyWithValidation() throws Errno {
    FakeFile file = file(1);
    assertErrno(
        Errno.EOPNOTSUPP, () -> map(space, BASE, 1, RW, MAP_SHARED_VALIDATE | 0x80_0000, file, 0));
    assertErrno(
        Errno.EOPNOTSUPP, () -> map(space, BASE, 1, RW, MAP_SHARED_VALIDATE | MAP_SYNC, file, 0));
    map(space, BASE, 1, RW, MAP_SHARED | 0x80_0000, file, 0);
    map(space, BASE, 1, RW, MAP_SHARED_VALIDATE | MAP_NORESERVE, file, 0);
    Munmap.unmap(space, BASE, PAGE);
    file.close();
  }

  @Test
  void hugePagesAreKnownButNotThere() {
    int huge = PRIVATE | MAP_HUGETLB;
    assertErrno(Errno.ENOMEM, () -> anonymous(0, PAGE, RW, huge));
    assertErrno(Errno.ENOMEM, () -> anonymous(0, 2 << 20, RW, huge | 21 << MAP_HUGE_SHIFT));
    assertErrno(Errno.EINVAL, () -> anonymous(0, 2 << 20, RW, huge | 13 << MAP_HUGE_SHIFT));
    FakeFile file = file(1);
    assertErrno(Errno.EINVAL, () -> map(space, BASE, 1, RW, MAP_PRIVATE | MAP_HUGETLB, file, 0));
    file.close();
  }

  @Test
  void onlyPrivateAnonymousMemoryGrowsDown() {
    FakeFile file = file(1);
    assertErrno(Errno.EINVAL, () -> anonymous(0, PAGE, RW, SHARED | MAP_GROWSDOWN));
    assertErrno(Errno.EINVAL, () -> map(space, BASE, 1, RW, MAP_PRIVATE | MAP_GROWSDOWN, file, 0));
    file.close();
  }

  // ---- descriptors

  @Test
  void aDescriptorThatCannotReadIsEACCES() {
    FakeFile file = file(1);
    FileMapping writeOnly = new FileMapping(file, file, false, true, true);
    assertErrno(Errno.EACCES, () -> Mmap.map(space, 0, PAGE, READ, MAP_PRIVATE, writeOnly, 0));
    assertErrno(Errno.EACCES, () -> Mmap.map(space, 0, PAGE, RW, MAP_SHARED, writeOnly, 0));
    file.close();
  }

  @Test
  void sharedAndWritableNeedsADescriptorThatWrites() throws Errno {
    FakeFile file = file(1);
    FileMapping readOnly = new FileMapping(file, file, true, false, true);
    assertErrno(Errno.EACCES, () -> Mmap.map(space, 0, PAGE, RW, MAP_SHARED, readOnly, 0));
    long shared = Mmap.map(space, 0, PAGE, READ, MAP_SHARED, readOnly, 0);
    assertErrno(Errno.EACCES, () -> Mprotect.protect(space, shared, PAGE, RW));
    long own = Mmap.map(space, 0, PAGE, RW, MAP_PRIVATE, readOnly, 0);
    Munmap.unmap(space, shared, PAGE);
    Munmap.unmap(space, own, PAGE);
    file.close();
  }

  @Test
  void aMountWithoutExecutionIsEPERM() throws Errno {
    FakeFile file = file(1);
    FileMapping noExec = new FileMapping(file, file, true, true, false);
    assertErrno(
        Errno.EPERM, () -> Mmap.map(space, 0, PAGE, READ | PROT_EXEC, MAP_PRIVATE, noExec, 0));
    long va = Mmap.map(space, 0, PAGE, READ, MAP_PRIVATE, noExec, 0);
    assertErrno(Errno.EACCES, () -> Mprotect.protect(space, va, PAGE, READ | PROT_EXEC));
    Munmap.unmap(space, va, PAGE);
    file.close();
  }

  @Test
  void whatCannotBeMappedIsENODEVOnceNothingElseIsWrong() {
    FakeFile name = file(1);
    FileMapping pipe = new FileMapping(null, name, true, false, true);
    assertErrno(Errno.ENODEV, () -> Mmap.map(space, 0, PAGE, READ, MAP_PRIVATE, pipe, 0));
    assertErrno(Errno.EACCES, () -> Mmap.map(space, 0, PAGE, RW, MAP_SHARED, pipe, 0));
    assertErrno(Errno.EINVAL, () -> Mmap.map(space, 0, 0, READ, MAP_PRIVATE, pipe, 0));
    name.close();
  }

  @Test
  void theZeroDeviceGivesAnonymousMemory() throws Errno {
    FakeFile name = file(1);
    FileMapping zero = new FileMapping(new ZeroSource(), name, true, true, true);
    Mmap.map(space, BASE, PAGE, RW, MAP_PRIVATE | MAP_FIXED, zero, 0);
    Mmap.map(space, BASE + PAGE, PAGE, RW, MAP_SHARED | MAP_FIXED, zero, 0);
    store(0, 1);
    store(1, 2);
    assertEquals(1, load(0));
    assertEquals(2, load(1));
    assertMaps(
        """
        100000000000-100000001000 rw-p 100000000
        100000001000-100000002000 rw-s 0 /dev/zero (deleted)
        """);
    name.close();
  }

  // ---- joining

  @Test
  void equalNeighboursAreOneArea() throws Errno {
    map(space, BASE + 2 * PAGE, 1, RW, PRIVATE);
    map(space, BASE, 1, RW, PRIVATE);
    assertEquals(2, space.areaCount());
    map(space, BASE + PAGE, 1, RW, PRIVATE);
    assertMaps("100000000000-100000003000 rw-p 100000000\n");
  }

  @Test
  void pagesOfAFileJoinInItsOrderOnly() throws Errno {
    FakeFile file = file(8);
    map(space, BASE, 1, READ, MAP_PRIVATE, file, 0);
    map(space, BASE + PAGE, 1, READ, MAP_PRIVATE, file, 1);
    map(space, BASE + 2 * PAGE, 1, READ, MAP_PRIVATE, file, 5);
    assertMaps(
        """
        100000000000-100000002000 r--p 0 /file
        100000002000-100000003000 r--p 5 /file
        """);
    assertEquals(2, file.users());
    Munmap.unmap(space, BASE, 8 * PAGE);
    file.close();
  }

  @Test
  void twoSharedAnonymousObjectsStayTwo() throws Errno {
    map(space, BASE, 1, RW, SHARED);
    map(space, BASE + PAGE, 1, RW, SHARED);
    assertEquals(2, space.areaCount());
  }

  // ---- filling

  @Test
  void populateTouchesEveryPage() throws Errno {
    map(space, BASE, 20, RW, PRIVATE | MAP_POPULATE);
    memory.cpu.faults = 0;
    for (int i = 0; i < 20; i++) {
      store(i, 1);
    }
    assertEquals(0, memory.cpu.faults);
  }

  @Test
  void populateForgivesTheEndOfTheFile() throws Errno {
    FakeFile file = file(2);
    map(space, BASE, 4, READ, MAP_SHARED | MAP_POPULATE, file, 0);
    assertEquals(2, space.usage().file());
    assertLoadFails(FaultOutcome.NO_PAGE, 2);
    Munmap.unmap(space, BASE, 4 * PAGE);
    file.close();
  }

  @Test
  void lockedIsFilledAndCounted() throws Errno {
    map(space, BASE, 5, RW, PRIVATE | MAP_LOCKED);
    assertEquals(5, space.usage().locked());
    assertTrue(space.usage().anonymous() >= 5);
  }

  // ---- limits

  @Test
  void lockedBeyondTheLimitIsEAGAINAndWithoutOneEPERM() {
    limits.locked = 2 * PAGE;
    assertErrno(Errno.EAGAIN, () -> anonymous(0, 3 * PAGE, RW, PRIVATE | MAP_LOCKED));
    limits.locked = 0;
    assertErrno(Errno.EPERM, () -> anonymous(0, PAGE, RW, PRIVATE | MAP_LOCKED));
  }

  @Test
  void beyondTheLimitOfTheSpaceIsENOMEM() throws Errno {
    limits.addressSpace = 4 * PAGE;
    map(space, BASE, 3, RW, PRIVATE);
    assertErrno(Errno.ENOMEM, () -> anonymous(0, 2 * PAGE, 0, PRIVATE));
    map(space, BASE, 4, RW, PRIVATE);
  }

  @Test
  void beyondTheLimitOfDataIsENOMEM() throws Errno {
    limits.data = 2 * PAGE;
    map(space, BASE, 2, RW, PRIVATE);
    assertErrno(Errno.ENOMEM, () -> anonymous(0, PAGE, RW, PRIVATE));
    anonymous(0, PAGE, READ, PRIVATE);
    anonymous(0, PAGE, RW, SHARED);
  }

  @Test
  void moreThanThereIsMemoryIsENOMEMUnlessUnreserved() throws Errno {
    long all = memory.ram.size();
    assertErrno(Errno.ENOMEM, () -> anonymous(0, all + PAGE, RW, PRIVATE));
    assertErrno(Errno.ENOMEM, () -> anonymous(0, all + PAGE, RW, SHARED));
    long a = anonymous(0, all + PAGE, RW, PRIVATE | MAP_NORESERVE);
    long b = anonymous(0, all + PAGE, RW, SHARED | MAP_NORESERVE);
    long c = anonymous(0, all + PAGE, READ, PRIVATE);
    anonymous(0, all, RW, PRIVATE);
    assertTrue(a != b && b != c);
  }

  @Test
  void tooManyAreasIsENOMEM() throws Errno {
    for (int i = 0; i <= Accounting.MAX_AREAS; i++) {
      map(space, BASE + i * PAGE, 1, i % 2 == 0 ? READ : 0, PRIVATE);
    }
    assertErrno(Errno.ENOMEM, () -> anonymous(0, PAGE, RW, PRIVATE));
    Munmap.unmap(space, BASE, PAGE);
    anonymous(0, PAGE, RW, PRIVATE);
  }
}
