package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.EPOCH;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private static final int USER = 1000;

  private final VfsFixture fs = new VfsFixture();

  @BeforeEach
  void makeATree() throws Errno {
    fs.mkdir("/home", 0755);
    Attributes.chown(fs.who, CWD, "/home", USER, USER, 0);
    fs.become(USER);
    fs.write("/home/f", "hello");
    fs.becomeRoot();
    fs.write("/roots", "r");
    fs.clock.advance(5000);
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private void chmod(String path, int mode) throws Errno {
    Attributes.chmod(fs.who, CWD, path, mode, 0);
  }

  private void chown(String path, int uid, int gid) throws Errno {
    Attributes.chown(fs.who, CWD, path, uid, gid, 0);
  }

  private int mode(String path) throws Errno {
    return fs.stat(path).mode & 07777;
  }

  @Test
  void chmodIsForTheOwner() throws Errno {
    fs.become(USER);
    chmod("/home/f", 0604);
    assertEquals(0604, mode("/home/f"));
    assertErrno(Errno.EPERM, () -> chmod("/roots", 0777));
    fs.becomeRoot();
    chmod("/home/f", 07777);
    assertEquals(07777, mode("/home/f"));
  }

  @Test
  void chmodSetsCtimeAlone() throws Errno {
    chmod("/home/f", 0600);
    FileStatus status = fs.stat("/home/f");
    assertEquals(EPOCH + 5000, status.ctime);
    assertEquals(EPOCH, status.mtime);
  }

  @Test
  void setGroupIdGoesIfTheOwnerIsNotInTheGroup() throws Errno {
    chown("/home/f", -1, 77);
    fs.become(USER);
    chmod("/home/f", 06755);
    assertEquals(04755, mode("/home/f"));
    fs.who.credentials = fs.who.credentials.withGroups(new int[] {5, 77});
    chmod("/home/f", 06755);
    assertEquals(06755, mode("/home/f"));
  }

  @Test
  void chmodOfALinkIsEOPNOTSUPP() throws Errno {
    fs.symlink("f", "/home/s");
    chmod("/home/s", 0611);
    assertEquals(0611, mode("/home/f"));
    assertErrno(
        Errno.EOPNOTSUPP,
        () -> Attributes.chmod(fs.who, CWD, "/home/s", 0600, Fcntl.AT_SYMLINK_NOFOLLOW));
  }

  @Test
  void unknownFlagIsEINVAL() {
    assertErrno(Errno.EINVAL, () -> Attributes.chmod(fs.who, CWD, "/roots", 0, 0x8));
    assertErrno(Errno.EINVAL, () -> Attributes.chown(fs.who, CWD, "/roots", 0, 0, 0x8));
    assertErrno(Errno.EINVAL, () -> Attributes.utimens(fs.who, CWD, "/roots", 0, 0, 0x8));
  }

  @Test
  void chownNeedsPrivilege() throws Errno {
    fs.become(USER);
    assertErrno(Errno.EPERM, () -> chown("/home/f", 5, -1));
    assertErrno(Errno.EPERM, () -> chown("/home/f", -1, 5));
    assertErrno(Errno.EPERM, () -> chown("/roots", 0, 0));
    chown("/home/f", USER, USER);
    fs.who.credentials = fs.who.credentials.withGroups(new int[] {5});
    chown("/home/f", -1, 5);
    assertEquals(5, fs.stat("/home/f").gid);
  }

  @Test
  void chownTakesSetIdsFromFilesEvenWithoutChange() throws Errno {
    chmod("/home/f", 06755);
    chown("/home/f", -1, -1);
    assertEquals(0755, mode("/home/f"));
    assertEquals(USER, fs.stat("/home/f").uid);
    assertEquals(EPOCH + 5000, fs.stat("/home/f").ctime);
    chmod("/home", 06755);
    chown("/home", 0, 0);
    assertEquals(06755, mode("/home"));
  }

  @Test
  void chownKeepsSetGroupIdThatLendsNothing() throws Errno {
    chmod("/home/f", 02744);
    chown("/home/f", 7, -1);
    assertEquals(02744, mode("/home/f"));
  }

  @Test
  void chownOfALinkItself() throws Errno {
    fs.symlink("f", "/home/s");
    Attributes.chown(fs.who, CWD, "/home/s", 9, 9, Fcntl.AT_SYMLINK_NOFOLLOW);
    assertEquals(9, fs.lstat("/home/s").uid);
    assertEquals(USER, fs.stat("/home/f").uid);
  }

  @Test
  void writingTakesSetIdsUnlessPrivileged() throws Errno {
    chmod("/home/f", 06777);
    fs.become(2000);
    OpenFile file = fs.open("/home/f", Fcntl.O_WRONLY);
    fs.write(file, "x");
    file.release();
    assertEquals(0777, mode("/home/f"));
    fs.becomeRoot();
    chmod("/home/f", 06777);
    fs.write("/home/f", "y");
    assertEquals(06777, mode("/home/f"));
    fs.become(2000);
    Attributes.truncate(fs.who, "/home/f", 0);
    assertEquals(0777, mode("/home/f"));
  }

  @Test
  void timesAreSetAsGiven() throws Errno {
    Attributes.utimens(fs.who, CWD, "/home/f", -5, 123456789, 0);
    FileStatus status = fs.stat("/home/f");
    assertEquals(-5, status.atime);
    assertEquals(123456789, status.mtime);
    assertEquals(EPOCH + 5000, status.ctime);
  }

  @Test
  void timesNowAndOmitted() throws Errno {
    Attributes.utimens(fs.who, CWD, "/home/f", Attributes.OMIT, Attributes.NOW, 0);
    FileStatus status = fs.stat("/home/f");
    assertEquals(EPOCH, status.atime);
    assertEquals(EPOCH + 5000, status.mtime);
  }

  @Test
  void timesNowNeedWritePermissionAndOthersOwnership() throws Errno {
    chmod("/roots", 0666);
    fs.become(USER);
    Attributes.utimens(fs.who, CWD, "/roots", Attributes.NOW, Attributes.NOW, 0);
    assertErrno(
        Errno.EPERM,
        () -> Attributes.utimens(fs.who, CWD, "/roots", Attributes.NOW, Attributes.OMIT, 0));
    assertErrno(Errno.EPERM, () -> Attributes.utimens(fs.who, CWD, "/roots", 1, 1, 0));
    fs.becomeRoot();
    chmod("/roots", 0644);
    fs.become(USER);
    assertErrno(
        Errno.EACCES,
        () -> Attributes.utimens(fs.who, CWD, "/roots", Attributes.NOW, Attributes.NOW, 0));
  }

  @Test
  void readOnlyMountBeatsPermission() throws Errno {
    Mounting.remount(fs.path("/"), Mount.READ_ONLY, true, "");
    fs.become(2000);
    assertErrno(Errno.EROFS, () -> chmod("/home/f", 0));
    assertErrno(Errno.EROFS, () -> chown("/home/f", 1, 1));
    assertErrno(Errno.EROFS, () -> Attributes.utimens(fs.who, CWD, "/home/f", 1, 1, 0));
    assertErrno(Errno.EROFS, () -> Attributes.truncate(fs.who, "/home/f", 0));
    assertErrno(Errno.ENOENT, () -> chmod("/none", 0));
  }

  @Test
  void truncateCutsAndExtends() throws Errno {
    Attributes.truncate(fs.who, "/home/f", 2);
    assertEquals("he", fs.read("/home/f"));
    Attributes.truncate(fs.who, "/home/f", 5);
    assertEquals("he\0\0\0", fs.read("/home/f"));
    assertEquals(EPOCH + 5000, fs.stat("/home/f").mtime);
  }

  @Test
  void truncateErrors() throws Errno {
    assertErrno(Errno.EINVAL, () -> Attributes.truncate(fs.who, "/home/f", -1));
    assertErrno(Errno.EISDIR, () -> Attributes.truncate(fs.who, "/home", 0));
    Directories.mknod(fs.who, CWD, "/fifo", Stat.S_IFIFO | 0666, 0);
    assertErrno(Errno.EINVAL, () -> Attributes.truncate(fs.who, "/fifo", 0));
    OpenFile reader = fs.open("/home/f", Fcntl.O_RDONLY);
    assertErrno(Errno.EINVAL, () -> Attributes.truncate(fs.who, reader, 0));
    reader.release();
    fs.become(2000);
    assertErrno(Errno.EACCES, () -> Attributes.truncate(fs.who, "/home/f", 0));
  }

  @Test
  void sizeLimitIsEFBIGAndASignalButShrinkingIsFree() throws Errno {
    fs.who.fileSizeLimit = 3;
    assertErrno(Errno.EFBIG, () -> Attributes.truncate(fs.who, "/home/f", 10));
    assertEquals(1, fs.who.fileSizeExceeded);
    Attributes.truncate(fs.who, "/home/f", 4);
    assertEquals(1, fs.who.fileSizeExceeded);
  }

  @Test
  void allocationChecksComeInLinuxOrder() throws Errno {
    OpenFile file = fs.open("/home/f", Fcntl.O_RDWR);
    OpenFile reader = fs.open("/home/f", Fcntl.O_RDONLY);
    assertErrno(Errno.EINVAL, () -> Attributes.allocate(fs.who, reader, 0, 0, 0));
    assertErrno(Errno.EINVAL, () -> Attributes.allocate(fs.who, file, 0x1000, -1, 1));
    assertErrno(Errno.EOPNOTSUPP, () -> Attributes.allocate(fs.who, reader, 0x1000, 0, 1));
    assertErrno(
        Errno.EOPNOTSUPP, () -> Attributes.allocate(fs.who, file, Fs.FALLOC_FL_PUNCH_HOLE, 0, 1));
    assertErrno(
        Errno.EOPNOTSUPP,
        () -> Attributes.allocate(fs.who, file, Fs.FALLOC_FL_COLLAPSE_RANGE, 0, 4096));
    assertErrno(
        Errno.EOPNOTSUPP, () -> Attributes.allocate(fs.who, file, Fs.FALLOC_FL_ZERO_RANGE, 0, 1));
    assertErrno(Errno.EBADF, () -> Attributes.allocate(fs.who, reader, 0, 0, 1));
    assertErrno(Errno.EFBIG, () -> Attributes.allocate(fs.who, file, 0, Long.MAX_VALUE, 1));
    reader.release();
    file.release();
  }
}
