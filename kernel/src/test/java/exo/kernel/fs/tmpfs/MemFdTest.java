package exo.kernel.fs.tmpfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Mman;
import exo.kernel.abi.Stat;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Munmap;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemFdTest {
  private static final int PUNCH = Fs.FALLOC_FL_PUNCH_HOLE | Fs.FALLOC_FL_KEEP_SIZE;

  private final VfsFixture fs = new VfsFixture();
  private final MemFd memory = new MemFd(fs.vfs);
  private OpenFile file;

  @BeforeEach
  void make() throws Errno {
    file = memory.create(fs.who, "name", Mman.MFD_ALLOW_SEALING);
    fs.write(file, "0123456789");
  }

  @AfterEach
  void close() {
    file.release();
    fs.close();
  }

  @Test
  void isAFileWithoutName() {
    assertEquals("/memfd:name (deleted)", file.describe(null));
    assertEquals(0, file.inode().links());
    assertEquals(Stat.S_IFREG | 0777, file.inode().mode());
    assertEquals(10, file.inode().size());
  }

  @Test
  void closingFreesIt() throws Errno {
    long before = fs.frames.statistics().used();
    OpenFile other = memory.create(fs.who, "other", 0);
    fs.write(other, "x");
    assertEquals(before + 1, fs.frames.statistics().used());
    other.release();
    assertEquals(before, fs.frames.statistics().used());
  }

  @Test
  void unknownFlagsAreEINVAL() {
    assertErrno(Errno.EINVAL, () -> memory.create(fs.who, "x", 0x20));
    assertErrno(
        Errno.EINVAL, () -> memory.create(fs.who, "x", Mman.MFD_EXEC | Mman.MFD_NOEXEC_SEAL));
    assertErrno(Errno.EINVAL, () -> memory.create(fs.who, "x".repeat(250), 0));
    assertErrno(Errno.ENOSYS, () -> memory.create(fs.who, "x", Mman.MFD_HUGETLB));
  }

  @Test
  void sealsHaveToBeAllowed() throws Errno {
    OpenFile sealed = memory.create(fs.who, "x", 0);
    assertEquals(Fcntl.F_SEAL_SEAL, sealed.seals());
    assertErrno(Errno.EPERM, () -> sealed.addSeals(Fcntl.F_SEAL_GROW));
    sealed.release();
    assertEquals(0, file.seals());
    assertErrno(Errno.EINVAL, () -> file.addSeals(0x40));
  }

  @Test
  void sealedAgainstGrowth() throws Errno {
    file.addSeals(Fcntl.F_SEAL_GROW);
    assertErrno(Errno.EPERM, () -> Attributes.truncate(fs.who, file, 11));
    assertErrno(Errno.EPERM, () -> fs.pwrite(file, "x", 10));
    assertErrno(Errno.EPERM, () -> Attributes.allocate(fs.who, file, 0, 5, 10));
    fs.pwrite(file, "ab", 3);
    Attributes.truncate(fs.who, file, 5);
    assertEquals("012ab", VfsFixture.pread(file, 100, 0));
  }

  @Test
  void sealedAgainstShrinking() throws Errno {
    file.addSeals(Fcntl.F_SEAL_SHRINK);
    assertErrno(Errno.EPERM, () -> Attributes.truncate(fs.who, file, 9));
    Attributes.truncate(fs.who, file, 10);
    Attributes.truncate(fs.who, file, 20);
  }

  @Test
  void sealedAgainstWriting() throws Errno {
    file.addSeals(Fcntl.F_SEAL_WRITE);
    assertErrno(Errno.EPERM, () -> fs.pwrite(file, "x", 0));
    assertErrno(Errno.EPERM, () -> Attributes.allocate(fs.who, file, PUNCH, 0, 1));
    assertEquals("01", VfsFixture.pread(file, 2, 0));
    assertTrue(file.isWriteSealed());
    Attributes.truncate(fs.who, file, 20);
  }

  @Test
  void sealedAgainstSealing() throws Errno {
    file.addSeals(Fcntl.F_SEAL_SEAL);
    assertErrno(Errno.EPERM, () -> file.addSeals(Fcntl.F_SEAL_GROW));
  }

  @Test
  void sealingAgainstWritingIsEBUSYWhileMappedForWriting() throws Errno {
    FileMapping mapping = new FileMapping(file.pages(), file.mappedName(), true, true, true);
    long va = Mmap.map(fs.space, 0, 4096, 3, Mman.MAP_SHARED, mapping, 0);
    assertErrno(Errno.EBUSY, () -> file.addSeals(Fcntl.F_SEAL_WRITE));
    file.addSeals(Fcntl.F_SEAL_FUTURE_WRITE);
    fs.space.memory().putByte(va, (byte) 'm');
    assertErrno(Errno.EPERM, () -> fs.pwrite(file, "x", 0));
    assertEquals("m", VfsFixture.pread(file, 1, 0));
    Munmap.unmap(fs.space, va, 4096);
    file.addSeals(Fcntl.F_SEAL_WRITE);
  }

  @Test
  void sealedAgainstExecutionKeepsItsMode() throws Errno {
    OpenFile data = memory.create(fs.who, "x", Mman.MFD_NOEXEC_SEAL);
    assertEquals(Fcntl.F_SEAL_EXEC, data.seals());
    assertEquals(Stat.S_IFREG | 0666, data.inode().mode());
    assertErrno(Errno.EPERM, () -> Attributes.chmod(fs.who, data, 0777));
    Attributes.chmod(fs.who, data, 0600);
    data.release();
  }

  @Test
  void executableSealedAgainstExecutionCannotChangeEither() throws Errno {
    file.addSeals(Fcntl.F_SEAL_EXEC);
    assertErrno(Errno.EPERM, () -> fs.pwrite(file, "x", 0));
    assertErrno(Errno.EPERM, () -> Attributes.truncate(fs.who, file, 0));
    assertErrno(Errno.EPERM, () -> Attributes.chmod(fs.who, file, 0600));
    assertFalse((file.seals() & Fcntl.F_SEAL_GROW) == 0);
  }

  @Test
  void limitsOfFilesHoldForItToo() {
    fs.who.fileSizeLimit = 5;
    assertErrno(Errno.EFBIG, () -> fs.pwrite(file, "x", 5));
    assertEquals(1, fs.who.fileSizeExceeded);
  }

  @Test
  void moreRoomThanThereIsMemoryIsENOMEM() {
    long used = fs.frames.statistics().used();
    assertErrno(Errno.ENOMEM, () -> Attributes.allocate(fs.who, file, 0, 0, 1L << 55));
    assertEquals(used, fs.frames.statistics().used());
    assertEquals(10, file.inode().size());
  }
}
