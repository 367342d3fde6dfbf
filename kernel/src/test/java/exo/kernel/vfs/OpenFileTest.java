package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenFileTest {
  private final VfsFixture fs = new VfsFixture();
  private OpenFile file;

  @BeforeEach
  void makeAFile() throws Errno {
    fs.write("/f", "0123456789");
    file = fs.open("/f", Fcntl.O_RDWR);
  }

  @AfterEach
  void close() {
    if (file.references() > 0) {
      file.release();
    }
    fs.close();
  }

  private void reopen(int flags) throws Errno {
    file.release();
    file = fs.open("/f", flags);
  }

  @Test
  void readingAndWritingMoveThePosition() throws Errno {
    assertEquals("012", VfsFixture.read(file, 3));
    fs.write(file, "xy");
    assertEquals(5, file.position());
    assertEquals("56789", VfsFixture.read(file, 100));
    assertEquals("", VfsFixture.read(file, 100));
    assertEquals("012xy56789", fs.read("/f"));
  }

  @Test
  void positionalFormsLeaveItAlone() throws Errno {
    assertEquals("56", VfsFixture.pread(file, 2, 5));
    fs.pwrite(file, "ab", 8);
    assertEquals(0, file.position());
    assertEquals("01234567ab", fs.read("/f"));
  }

  @Test
  void accessModeIsEBADF() throws Errno {
    reopen(Fcntl.O_RDONLY);
    assertErrno(Errno.EBADF, () -> fs.write(file, "x"));
    assertErrno(Errno.EBADF, () -> fs.pwrite(file, "x", 0));
    reopen(Fcntl.O_WRONLY);
    assertErrno(Errno.EBADF, () -> VfsFixture.read(file, 1));
    assertErrno(Errno.EBADF, () -> VfsFixture.pread(file, 1, 0));
    reopen(3);
    assertErrno(Errno.EBADF, () -> fs.write(file, "x"));
    assertErrno(Errno.EBADF, () -> VfsFixture.read(file, 1));
  }

  @Test
  void appendingGoesToTheEndWhateverThePosition() throws Errno {
    reopen(Fcntl.O_RDWR | Fcntl.O_APPEND);
    fs.write(file, "A");
    assertEquals(11, file.position());
    fs.pwrite(file, "B", 0);
    assertEquals(11, file.position());
    assertEquals("0123456789AB", fs.read("/f"));
  }

  @Test
  void seekingFromEachOrigin() throws Errno {
    assertEquals(4, file.seek(4, Fs.SEEK_SET));
    assertEquals(6, file.seek(2, Fs.SEEK_CUR));
    assertEquals(7, file.seek(-3, Fs.SEEK_END));
    assertEquals(100, file.seek(90, Fs.SEEK_END));
    assertEquals("", VfsFixture.read(file, 1));
    assertErrno(Errno.EINVAL, () -> file.seek(-1, Fs.SEEK_SET));
    assertErrno(Errno.EINVAL, () -> file.seek(-101, Fs.SEEK_CUR));
    assertErrno(Errno.EINVAL, () -> file.seek(Long.MAX_VALUE, Fs.SEEK_CUR));
    assertErrno(Errno.EINVAL, () -> file.seek(0, 5));
    assertErrno(Errno.EINVAL, () -> file.seek(0, -1));
    assertEquals(100, file.position());
  }

  @Test
  void writingBeyondTheEndLeavesAHole() throws Errno {
    file.seek(12, Fs.SEEK_SET);
    fs.write(file, "x");
    assertEquals("0123456789\0\0x", fs.read("/f"));
  }

  @Test
  void negativeAndOverflowingOffsetsAreEINVAL() {
    assertErrno(Errno.EINVAL, () -> VfsFixture.pread(file, 1, -1));
    assertErrno(Errno.EINVAL, () -> fs.pwrite(file, "x", -1));
    assertErrno(Errno.EINVAL, () -> fs.pwrite(file, "xy", Long.MAX_VALUE - 1));
    assertErrno(Errno.EINVAL, () -> VfsFixture.pread(file, 2, Long.MAX_VALUE));
  }

  @Test
  void sizeLimitCutsAWriteAndThenIsEFBIGWithASignal() throws Errno {
    fs.who.fileSizeLimit = 12;
    file.seek(0, Fs.SEEK_END);
    assertEquals(2, fs.write(file, "abcdef"));
    assertEquals(0, fs.who.fileSizeExceeded);
    assertErrno(Errno.EFBIG, () -> fs.write(file, "x"));
    assertEquals(1, fs.who.fileSizeExceeded);
    assertEquals(0, fs.write(file, ""));
    assertEquals(1, fs.write(fs.who.files().get(fs.fd("/f", Fcntl.O_WRONLY)), "Z"));
  }

  @Test
  void directoryReadsAsEISDIR() throws Errno {
    OpenFile directory = fs.open("/", Fcntl.O_RDONLY);
    assertErrno(Errno.EISDIR, () -> VfsFixture.read(directory, 1));
    assertErrno(Errno.EISDIR, () -> VfsFixture.pread(directory, 1, 0));
    assertErrno(Errno.EBADF, () -> fs.write(directory, "x"));
    assertErrno(Errno.ENODEV, directory::pages);
    directory.sync(false);
    directory.release();
    assertErrno(Errno.ENOTDIR, () -> VfsFixture.list(file, 1));
  }

  @Test
  void descriptionIsSharedUntilTheLastReference() throws Errno {
    file.retain();
    file.release();
    assertEquals("01", VfsFixture.read(file, 2));
    assertEquals(1, file.references());
  }

  @Test
  void writersAreCountedOnTheMount() throws Errno {
    Mount mount = file.path().mount();
    assertErrno(Errno.EBUSY, () -> Mounting.remount(fs.path("/"), Mount.READ_ONLY, false, ""));
    file.release();
    assertFalse(mount.hasWriters());
    Mounting.remount(fs.path("/"), Mount.READ_ONLY, false, "");
  }

  @Test
  void regularFileIsAlwaysReadyAndHasNoSeals() throws Errno {
    assertEquals(OpenFile.ALWAYS_READY, file.poll());
    assertFalse(file.canWait());
    assertErrno(Errno.EPERM, () -> file.addSeals(Fcntl.F_SEAL_GROW));
    assertEquals(Fcntl.F_SEAL_SEAL, file.seals());
  }

  @Test
  void readingSetsAtimeOnceAfterAChange() throws Errno {
    fs.clock.advance(10);
    VfsFixture.read(file, 1);
    long first = fs.stat("/f").atime;
    assertEquals(VfsFixture.EPOCH + 10, first);
    fs.clock.advance(10);
    VfsFixture.read(file, 1);
    assertEquals(first, fs.stat("/f").atime);
    fs.clock.advance(24L * 3600 * 1_000_000_000);
    VfsFixture.read(file, 1);
    assertEquals(VfsFixture.EPOCH + 20 + 24L * 3600 * 1_000_000_000, fs.stat("/f").atime);
  }

  @Test
  void noatimeLeavesAtime() throws Errno {
    reopen(Fcntl.O_RDONLY | Fcntl.O_NOATIME);
    fs.clock.advance(10);
    VfsFixture.read(file, 1);
    assertEquals(VfsFixture.EPOCH, fs.stat("/f").atime);
    reopen(Fcntl.O_RDONLY);
    Mounting.remount(fs.path("/"), Mount.NO_ATIME, true, "");
    VfsFixture.read(file, 1);
    assertEquals(VfsFixture.EPOCH, fs.stat("/f").atime);
  }

  @Test
  void writingSetsMtimeAndCtime() throws Errno {
    fs.clock.advance(10);
    fs.write(file, "x");
    FileStatus status = fs.stat("/f");
    assertEquals(VfsFixture.EPOCH + 10, status.mtime);
    assertEquals(VfsFixture.EPOCH + 10, status.ctime);
    assertEquals(VfsFixture.EPOCH, status.btime);
  }
}
