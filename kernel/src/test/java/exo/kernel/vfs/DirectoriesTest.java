package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
  private final VfsFixture fs = new VfsFixture();

  @BeforeEach
  void makeATree() throws Errno {
    fs.mkdir("/d");
    fs.write("/f", "f");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  @Test
  void newDirectoryHasTwoLinksAndItsParentOneMore() throws Errno {
    long before = fs.stat("/").links;
    fs.mkdir("/n/");
    assertEquals(2, fs.stat("/n").links);
    assertEquals(before + 1, fs.stat("/").links);
    assertEquals(List.of(".", ".."), fs.list("/n"));
  }

  @Test
  void modeIsCutByUmaskAndHasNoSetIds() throws Errno {
    fs.who.fs().umask(022);
    fs.mkdir("/n", 07777);
    assertEquals(Stat.S_IFDIR | 01755, fs.stat("/n").mode);
  }

  @Test
  void makingWhatExistsIsEEXIST() throws Errno {
    fs.symlink("nowhere", "/dangling");
    for (String path : List.of("/d", "/d/", "/f", "/", "/d/.", "/d/..", "/dangling", "/f/")) {
      assertErrno(Errno.EEXIST, () -> fs.mkdir(path));
    }
  }

  @Test
  void makingInNothingIsENOENTAndInAFileENOTDIR() {
    assertErrno(Errno.ENOENT, () -> fs.mkdir("/none/n"));
    assertErrno(Errno.ENOTDIR, () -> fs.mkdir("/f/n"));
    assertErrno(Errno.ENOENT, () -> fs.mkdir(""));
  }

  @Test
  void existingBeatsReadOnlyAndReadOnlyBeatsPermission() throws Errno {
    Mounting.remount(fs.path("/"), Mount.READ_ONLY, true, "");
    fs.become(1000);
    assertErrno(Errno.EEXIST, () -> fs.mkdir("/d"));
    assertErrno(Errno.EROFS, () -> fs.mkdir("/n"));
    assertErrno(Errno.ENOENT, () -> Directories.mknod(fs.who, CWD, "/n/", Stat.S_IFREG | 0644, 0));
  }

  @Test
  void setGroupIdDirectoryHandsOnItsGroup() throws Errno {
    Attributes.chown(fs.who, CWD, "/d", 0, 77, 0);
    Attributes.chmod(fs.who, CWD, "/d", 02777, 0);
    fs.become(1000);
    fs.mkdir("/d/n");
    fs.write("/d/g", "g");
    assertEquals(77, fs.stat("/d/n").gid);
    assertEquals(Stat.S_IFDIR | 02755, fs.stat("/d/n").mode);
    assertEquals(77, fs.stat("/d/g").gid);
    assertEquals(1000, fs.stat("/d/g").uid);
    Opens.open(fs.who, CWD, "/d/x", Fcntl.O_CREAT | Fcntl.O_RDWR, 02771).release();
    assertEquals(Stat.S_IFREG | 0771, fs.stat("/d/x").mode);
  }

  @Test
  void nodesOfEveryKind() throws Errno {
    Directories.mknod(fs.who, CWD, "/reg", 0640, 0);
    Directories.mknod(fs.who, CWD, "/fifo", Stat.S_IFIFO | 0600, 5);
    Directories.mknod(fs.who, CWD, "/sock", Stat.S_IFSOCK | 0600, 0);
    Directories.mknod(fs.who, CWD, "/chr", Stat.S_IFCHR | 0600, DeviceNumber.of(4, 300));
    Directories.mknod(fs.who, CWD, "/blk", Stat.S_IFBLK | 0600, DeviceNumber.of(8, 1));
    assertEquals(Stat.S_IFREG | 0640, fs.stat("/reg").mode);
    assertEquals(0, fs.stat("/fifo").rdev);
    assertEquals(300, DeviceNumber.minor(fs.stat("/chr").rdev));
    assertEquals(Stat.S_IFBLK | 0600, fs.stat("/blk").mode);
  }

  @Test
  void nodeOfAnotherKindIsAnError() {
    assertErrno(Errno.EPERM, () -> Directories.mknod(fs.who, CWD, "/n", Stat.S_IFDIR, 0));
    assertErrno(Errno.EINVAL, () -> Directories.mknod(fs.who, CWD, "/n", Stat.S_IFLNK, 0));
    assertErrno(Errno.EINVAL, () -> Directories.mknod(fs.who, CWD, "/n", 0150000, 0));
  }

  @Test
  void deviceNodeNeedsPrivilegeButAFifoDoesNot() throws Errno {
    fs.mkdir("/mine", 0777);
    fs.become(1000);
    Directories.mknod(fs.who, CWD, "/mine/fifo", Stat.S_IFIFO | 0600, 0);
    assertErrno(
        Errno.EPERM,
        () -> Directories.mknod(fs.who, CWD, "/mine/null", Stat.S_IFCHR | 0600, 0x103));
  }

  @Test
  void removedDirectoryIsGone() throws Errno {
    long before = fs.stat("/").links;
    fs.rmdir("/d");
    assertFalse(fs.exists("/d"));
    assertEquals(before - 1, fs.stat("/").links);
  }

  @Test
  void removingTheWrongThing() throws Errno {
    fs.write("/d/x", "x");
    assertErrno(Errno.ENOTEMPTY, () -> fs.rmdir("/d"));
    assertErrno(Errno.ENOTDIR, () -> fs.rmdir("/f"));
    assertErrno(Errno.ENOENT, () -> fs.rmdir("/none"));
    assertErrno(Errno.EINVAL, () -> fs.rmdir("/d/."));
    assertErrno(Errno.ENOTEMPTY, () -> fs.rmdir("/d/.."));
    assertErrno(Errno.EBUSY, () -> fs.rmdir("/"));
    fs.symlink("d", "/to-d");
    assertErrno(Errno.ENOTDIR, () -> fs.rmdir("/to-d"));
    assertErrno(Errno.ENOTDIR, () -> fs.rmdir("/to-d/"));
    fs.mkdir("/m");
    fs.mount("/m", 0);
    assertErrno(Errno.EBUSY, () -> fs.rmdir("/m"));
  }

  @Test
  void removedCurrentDirectoryTakesNothingMore() throws Errno {
    Directories.chdir(fs.who, "/d");
    fs.rmdir("/d");
    assertErrno(Errno.ENOENT, () -> Directories.getcwd(fs.who));
    assertErrno(Errno.ENOENT, () -> fs.mkdir("n"));
    assertErrno(Errno.ENOENT, () -> fs.open("n", Fcntl.O_CREAT | Fcntl.O_RDWR));
    assertErrno(Errno.ENOENT, () -> fs.stat("n"));
    assertEquals(0, fs.stat(".").links);
    assertTrue(fs.exists("../f"));
    fs.mkdir("/d");
    assertErrno(Errno.ENOENT, () -> fs.mkdir("n"));
    Directories.chdir(fs.who, "/");
  }

  @Test
  void readingARemovedDirectoryIsENOENT() throws Errno {
    OpenFile open = fs.open("/d", Fcntl.O_RDONLY);
    fs.rmdir("/d");
    assertErrno(Errno.ENOENT, () -> VfsFixture.list(open, 10));
    open.release();
  }

  @Test
  void changingToAFileIsENOTDIRAndWithoutPermissionEACCES() throws Errno {
    assertErrno(Errno.ENOTDIR, () -> Directories.chdir(fs.who, "/f"));
    fs.mkdir("/closed", 0700);
    int fd = fs.fd("/closed", Fcntl.O_RDONLY);
    int file = fs.fd("/f", Fcntl.O_RDONLY);
    fs.become(1000);
    assertErrno(Errno.EACCES, () -> Directories.chdir(fs.who, "/closed"));
    assertErrno(Errno.EACCES, () -> Directories.fchdir(fs.who, fd));
    assertErrno(Errno.ENOTDIR, () -> Directories.fchdir(fs.who, file));
    assertErrno(Errno.EBADF, () -> Directories.fchdir(fs.who, 99));
    assertErrno(Errno.EPERM, () -> Directories.chroot(fs.who, "/d"));
  }

  @Test
  void currentDirectoryIsText() throws Errno {
    fs.mkdir("/d/e");
    fs.symlink("/d/e", "/short");
    Directories.chdir(fs.who, "/short");
    assertEquals("/d/e", Directories.getcwd(fs.who));
    Directories.chdir(fs.who, "..");
    assertEquals("/d", Directories.getcwd(fs.who));
    Directories.chdir(fs.who, "/");
    assertEquals("/", Directories.getcwd(fs.who));
  }
}
