package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksTest {
  private final VfsFixture fs = new VfsFixture();

  @BeforeEach
  void makeATree() throws Errno {
    fs.write("/f", "hello");
    fs.mkdir("/d");
    fs.symlink("f", "/s");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  @Test
  void linkIsTheSameInode() throws Errno {
    fs.link("/f", "/d/g");
    assertEquals(fs.stat("/f").inode, fs.stat("/d/g").inode);
    assertEquals(2, fs.stat("/f").links);
    fs.unlink("/f");
    assertEquals("hello", fs.read("/d/g"));
    assertEquals(1, fs.stat("/d/g").links);
  }

  @Test
  void linkToALinkIsTheLinkUnlessFollowed() throws Errno {
    fs.link("/s", "/t");
    assertEquals(Stat.S_IFLNK, fs.lstat("/t").mode & Stat.S_IFMT);
    Links.link(fs.who, CWD, "/s", CWD, "/u", Fcntl.AT_SYMLINK_FOLLOW);
    assertEquals(Stat.S_IFREG, fs.lstat("/u").mode & Stat.S_IFMT);
  }

  @Test
  void linkErrors() throws Errno {
    assertErrno(Errno.EPERM, () -> fs.link("/d", "/e"));
    assertErrno(Errno.EEXIST, () -> fs.link("/f", "/d"));
    assertErrno(Errno.EEXIST, () -> fs.link("/f", "/f"));
    assertErrno(Errno.ENOENT, () -> fs.link("/none", "/e"));
    assertErrno(Errno.ENOENT, () -> fs.link("/f", "/none/e"));
    assertErrno(Errno.ENOENT, () -> fs.link("/f", "/e/"));
    assertErrno(Errno.ENOTDIR, () -> fs.link("/f/", "/e"));
    assertErrno(Errno.EINVAL, () -> Links.link(fs.who, CWD, "/f", CWD, "/e", 1));
    fs.mount("/d", 0);
    assertErrno(Errno.EXDEV, () -> fs.link("/f", "/d/f"));
  }

  @Test
  void linkByDescriptorIsForWhoOpenedIt() throws Errno {
    int fd = fs.fd("/f", Fcntl.O_PATH);
    Links.link(fs.who, fd, "", CWD, "/g", Fcntl.AT_EMPTY_PATH);
    assertTrue(fs.exists("/g"));
    fs.mkdir("/mine", 0777);
    fs.become(1000);
    assertErrno(
        Errno.ENOENT, () -> Links.link(fs.who, fd, "", CWD, "/mine/g", Fcntl.AT_EMPTY_PATH));
    int own = fs.fd("/mine", Fcntl.O_TMPFILE | Fcntl.O_RDWR);
    Links.link(fs.who, own, "", CWD, "/mine/own", Fcntl.AT_EMPTY_PATH);
    assertTrue(fs.exists("/mine/own"));
  }

  @Test
  void filesOfOthersAreLinkedOnlyByThoseWhoMayWriteToThem() throws Errno {
    fs.mkdir("/mine", 0777);
    fs.write("/open", "x");
    Attributes.chmod(fs.who, CWD, "/open", 0666, 0);
    fs.become(1000);
    assertErrno(Errno.EPERM, () -> fs.link("/f", "/mine/f"));
    assertErrno(Errno.EPERM, () -> fs.link("/s", "/mine/s"));
    fs.link("/open", "/mine/open");
    fs.becomeRoot();
    Attributes.chmod(fs.who, CWD, "/open", 04666, 0);
    fs.become(1000);
    assertErrno(Errno.EPERM, () -> fs.link("/open", "/mine/again"));
  }

  @Test
  void symlinkKeepsItsTextWhateverItIs() throws Errno {
    String text = "no/such//thing\u00ff";
    fs.symlink(text, "/t");
    assertEquals(text, Links.readlink(fs.who, CWD, "/t"));
    assertEquals(text.length(), fs.lstat("/t").size);
    assertEquals(Stat.S_IFLNK | 0777, fs.lstat("/t").mode);
    assertEquals(0, fs.lstat("/t").blocks);
  }

  @Test
  void longSymlinkLivesInGuestMemory() throws Errno {
    String text = "x/".repeat(2000);
    long before = fs.frames.statistics().used();
    fs.symlink(text, "/long");
    assertEquals(before + 1, fs.frames.statistics().used());
    assertEquals(text, Links.readlink(fs.who, CWD, "/long"));
    assertEquals(8, fs.lstat("/long").blocks);
    fs.unlink("/long");
    assertEquals(before, fs.frames.statistics().used());
  }

  @Test
  void symlinkErrors() {
    assertErrno(Errno.ENOENT, () -> fs.symlink("", "/t"));
    assertErrno(Errno.EEXIST, () -> fs.symlink("x", "/f"));
    assertErrno(Errno.EEXIST, () -> fs.symlink("x", "/s"));
    assertErrno(Errno.ENOENT, () -> fs.symlink("x", "/t/"));
    assertErrno(Errno.ENOENT, () -> fs.symlink("x", ""));
  }

  @Test
  void readlinkOfSomethingElseIsEINVAL() throws Errno {
    assertErrno(Errno.EINVAL, () -> Links.readlink(fs.who, CWD, "/f"));
    assertErrno(Errno.EINVAL, () -> Links.readlink(fs.who, CWD, "/d"));
    assertErrno(Errno.ENOTDIR, () -> Links.readlink(fs.who, CWD, "/s/"));
    assertErrno(Errno.ENOENT, () -> Links.readlink(fs.who, CWD, "/none"));
    assertErrno(Errno.ENOENT, () -> Links.readlink(fs.who, CWD, ""));
    int fd = fs.fd("/f", Fcntl.O_PATH);
    assertErrno(Errno.ENOENT, () -> Links.readlink(fs.who, fd, ""));
  }

  @Test
  void unlinkErrors() throws Errno {
    assertErrno(Errno.EISDIR, () -> fs.unlink("/d"));
    assertErrno(Errno.EISDIR, () -> fs.unlink("/d/"));
    assertErrno(Errno.EISDIR, () -> fs.unlink("/d/."));
    assertErrno(Errno.EISDIR, () -> fs.unlink("/"));
    assertErrno(Errno.ENOTDIR, () -> fs.unlink("/f/"));
    assertErrno(Errno.ENOTDIR, () -> fs.unlink("/s/"));
    assertErrno(Errno.ENOENT, () -> fs.unlink("/none"));
    assertErrno(Errno.ENOENT, () -> fs.unlink("/none/"));
    assertErrno(Errno.ENOENT, () -> fs.unlink(""));
    Mounting.remount(fs.path("/"), Mount.READ_ONLY, true, "");
    assertErrno(Errno.EROFS, () -> fs.unlink("/f"));
    assertErrno(Errno.EROFS, () -> fs.unlink("/none"));
  }

  @Test
  void unlinkingALinkLeavesItsTarget() throws Errno {
    fs.unlink("/s");
    assertFalse(fs.exists("/s"));
    assertEquals("hello", fs.read("/f"));
  }

  @Test
  void unlinkedFileLivesUntilItIsClosed() throws Errno {
    long before = fs.frames.statistics().used();
    OpenFile file = fs.open("/f", Fcntl.O_RDWR);
    fs.unlink("/f");
    assertEquals("hello", VfsFixture.read(file, 10));
    assertEquals("/f (deleted)", file.describe(null));
    assertEquals(0, file.inode().links());
    file.release();
    assertEquals(before - 1, fs.frames.statistics().used());
  }

  @Test
  void unlinkNeedsToMayWriteToTheDirectoryAlone() throws Errno {
    fs.mkdir("/open", 0777);
    fs.write("/open/roots", "x");
    Attributes.chmod(fs.who, CWD, "/open/roots", 0, 0);
    fs.become(1000);
    fs.unlink("/open/roots");
    assertErrno(Errno.EACCES, () -> fs.unlink("/f"));
  }

  @Test
  void nameMadeAgainIsAnotherFile() throws Errno {
    OpenFile old = fs.open("/f", Fcntl.O_RDONLY);
    fs.unlink("/f");
    fs.write("/f", "new");
    assertEquals("new", fs.read("/f"));
    assertEquals("hello", VfsFixture.read(old, 10));
    assertFalse(fs.stat("/f").inode == old.inode().number());
    old.release();
  }
}
