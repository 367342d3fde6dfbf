package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenameTest {
  private final VfsFixture fs = new VfsFixture();

  @BeforeEach
  void makeATree() throws Errno {
    fs.write("/f", "f");
    fs.write("/g", "g");
    fs.mkdir("/d");
    fs.mkdir("/d/e");
    fs.mkdir("/empty");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private void fails(Errno expected, String from, String to) {
    assertErrno(expected, () -> fs.rename(from, to));
  }

  @Test
  void fileMovesWithItsInode() throws Errno {
    long inode = fs.stat("/f").inode;
    fs.rename("/f", "/d/e/moved");
    assertEquals(inode, fs.stat("/d/e/moved").inode);
    assertFalse(fs.exists("/f"));
    assertEquals("f", fs.read("/d/e/moved"));
  }

  @Test
  void fileTakesThePlaceOfAnother() throws Errno {
    OpenFile old = fs.open("/g", Fcntl.O_RDONLY);
    fs.rename("/f", "/g");
    assertEquals("f", fs.read("/g"));
    assertEquals("g", VfsFixture.read(old, 5));
    assertEquals("/g (deleted)", old.describe(null));
    assertEquals(0, old.inode().links());
    old.release();
  }

  @Test
  void openFileFollowsItsName() throws Errno {
    OpenFile file = fs.open("/f", Fcntl.O_RDONLY);
    fs.rename("/f", "/d/e/h");
    assertEquals("/d/e/h", file.describe(null));
    fs.rename("/d", "/z");
    assertEquals("/z/e/h", file.describe(null));
    file.release();
  }

  @Test
  void directoryReplacesAnEmptyOne() throws Errno {
    fs.write("/d/x", "x");
    fs.rename("/d", "/empty");
    assertEquals("x", fs.read("/empty/x"));
    assertFalse(fs.exists("/d"));
  }

  @Test
  void kindsMustFit() {
    fails(Errno.EISDIR, "/f", "/d");
    fails(Errno.ENOTDIR, "/d", "/f");
    fails(Errno.ENOTEMPTY, "/empty", "/d");
  }

  @Test
  void directoryIntoItselfIsEINVAL() {
    fails(Errno.EINVAL, "/d", "/d/x");
    fails(Errno.EINVAL, "/d", "/d/e/x");
    fails(Errno.EINVAL, "/d", "/d/e");
  }

  @Test
  void ontoAnAncestorIsENOTEMPTY() {
    fails(Errno.ENOTEMPTY, "/d/e", "/d");
  }

  @Test
  void dotsAreEBUSY() {
    fails(Errno.EBUSY, "/d/.", "/x");
    fails(Errno.EBUSY, "/d/..", "/x");
    fails(Errno.EBUSY, "/f", "/d/.");
    fails(Errno.EBUSY, "/", "/x");
    assertErrno(Errno.EEXIST, () -> fs.rename("/f", "/d/.", Fs.RENAME_NOREPLACE));
  }

  @Test
  void slashesAreForDirectories() throws Errno {
    fails(Errno.ENOTDIR, "/f", "/x/");
    fails(Errno.ENOTDIR, "/f/", "/x");
    fs.rename("/d/", "/x/");
    assertTrue(fs.isDirectory("/x/e"));
  }

  @Test
  void missingIsENOENT() {
    fails(Errno.ENOENT, "/none", "/x");
    fails(Errno.ENOENT, "/f", "/none/x");
  }

  @Test
  void twoNamesOfOneInodeStayAsTheyAre() throws Errno {
    fs.link("/f", "/same");
    fs.rename("/f", "/same");
    assertTrue(fs.exists("/f"));
    assertEquals(2, fs.stat("/same").links);
    fs.rename("/f", "/f");
    assertTrue(fs.exists("/f"));
  }

  @Test
  void noReplaceIsEEXIST() throws Errno {
    assertErrno(Errno.EEXIST, () -> fs.rename("/f", "/g", Fs.RENAME_NOREPLACE));
    fs.rename("/f", "/h", Fs.RENAME_NOREPLACE);
    assertEquals("f", fs.read("/h"));
  }

  @Test
  void exchangeSwapsAnyKinds() throws Errno {
    fs.rename("/f", "/d", Fs.RENAME_EXCHANGE);
    assertEquals("f", fs.read("/d"));
    assertTrue(fs.isDirectory("/f/e"));
    assertErrno(Errno.ENOENT, () -> fs.rename("/f", "/none", Fs.RENAME_EXCHANGE));
    assertErrno(Errno.EINVAL, () -> fs.rename("/f", "/f/e", Fs.RENAME_EXCHANGE));
    assertErrno(Errno.EINVAL, () -> fs.rename("/f/e", "/f", Fs.RENAME_EXCHANGE));
  }

  @Test
  void exchangeMovesLinksOfParents() throws Errno {
    fs.write("/d/x", "x");
    long before = fs.stat("/").links;
    fs.rename("/d/x", "/empty", Fs.RENAME_EXCHANGE);
    assertEquals(before - 1, fs.stat("/").links);
    assertEquals(4, fs.stat("/d").links);
    assertEquals("x", fs.read("/empty"));
  }

  @Test
  void flagsThatContradictAreEINVAL() {
    int both = Fs.RENAME_NOREPLACE | Fs.RENAME_EXCHANGE;
    assertErrno(Errno.EINVAL, () -> fs.rename("/f", "/g", both));
    assertErrno(Errno.EINVAL, () -> fs.rename("/f", "/g", 0x100));
  }

  @Test
  void movingADirectoryMovesTheLinkOfItsParent() throws Errno {
    long root = fs.stat("/").links;
    fs.rename("/d/e", "/e");
    assertEquals(root + 1, fs.stat("/").links);
    assertEquals(2, fs.stat("/d").links);
    assertEquals(fs.stat("/").inode, fs.stat("/e/..").inode);
  }

  @Test
  void anotherMountIsEXDEV() throws Errno {
    fs.mount("/empty", 0);
    fails(Errno.EXDEV, "/f", "/empty/f");
    fails(Errno.EBUSY, "/empty", "/x");
    fails(Errno.EXDEV, "/d", "/empty/..");
  }

  @Test
  void bothDirectoriesMustBeWritable() throws Errno {
    fs.mkdir("/mine", 0777);
    fs.become(1000);
    fs.write("/mine/x", "x");
    fails(Errno.EACCES, "/mine/x", "/y");
    fails(Errno.EACCES, "/f", "/mine/f");
    fs.rename("/mine/x", "/mine/y");
  }

  @Test
  void directoryOfAnotherMayNotChangeItsParent() throws Errno {
    fs.mkdir("/a", 0777);
    fs.mkdir("/b", 0777);
    fs.mkdir("/a/theirs", 0755);
    fs.become(1000);
    fails(Errno.EACCES, "/a/theirs", "/b/theirs");
    fs.rename("/a/theirs", "/a/renamed");
  }

  @Test
  void stickyDirectoryKeepsTheFilesOfOthers() throws Errno {
    fs.mkdir("/tmp", 01777);
    fs.write("/tmp/roots", "r");
    fs.become(1000);
    fs.write("/tmp/mine", "m");
    fails(Errno.EPERM, "/tmp/roots", "/tmp/x");
    fails(Errno.EPERM, "/tmp/mine", "/tmp/roots");
    assertErrno(Errno.EPERM, () -> fs.unlink("/tmp/roots"));
    fs.rename("/tmp/mine", "/tmp/y");
    assertEquals(Stat.S_ISVTX, fs.stat("/tmp").mode & Stat.S_ISVTX);
  }

  @Test
  void timesOfBothDirectoriesAndTheInodeChange() throws Errno {
    fs.clock.advance(1000);
    fs.rename("/f", "/d/f");
    long now = VfsFixture.EPOCH + 1000;
    assertEquals(now, fs.stat("/").mtime);
    assertEquals(now, fs.stat("/d").mtime);
    assertEquals(now, fs.stat("/d/f").ctime);
    assertEquals(VfsFixture.EPOCH, fs.stat("/d/f").mtime);
  }

  @Test
  void intoARemovedDirectoryIsENOENT() throws Errno {
    TestCaller other = fs.process();
    Directories.chdir(other, "/empty");
    fs.rmdir("/empty");
    assertErrno(
        Errno.ENOENT, () -> Renames.rename(other, Fcntl.AT_FDCWD, "/f", Fcntl.AT_FDCWD, "f", 0));
    other.fs().release();
    other.files().release();
  }
}
