package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PathWalkTest {
  private final VfsFixture fs = new VfsFixture();

  @BeforeEach
  void makeATree() throws Errno {
    fs.mkdir("/a");
    fs.mkdir("/a/b");
    fs.mkdir("/a/b/c");
    fs.write("/a/b/c/file", "deep");
    fs.write("/top", "top");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  @Test
  void absolutePathStartsAtTheRoot() throws Errno {
    assertEquals("deep", fs.read("/a/b/c/file"));
  }

  @Test
  void repeatedSlashesAreOne() throws Errno {
    assertEquals("deep", fs.read("///a//b/c///file"));
  }

  @Test
  void dotsAreWalked() throws Errno {
    assertEquals("deep", fs.read("/a/./b/../b/c/./file"));
  }

  @Test
  void dotDotOfTheRootIsTheRoot() throws Errno {
    assertEquals("top", fs.read("/../../top"));
  }

  @Test
  void relativePathStartsAtTheCurrentDirectory() throws Errno {
    Directories.chdir(fs.who, "/a/b");
    assertEquals("deep", fs.read("c/file"));
    assertEquals("top", fs.read("../../top"));
  }

  @Test
  void relativePathStartsAtTheDescriptor() throws Errno {
    int fd = fs.fd("/a/b", Fcntl.O_PATH);
    OpenFile file = Opens.open(fs.who, fd, "c/file", Fcntl.O_RDONLY, 0);
    assertEquals("deep", VfsFixture.read(file, 10));
    file.release();
  }

  @Test
  void descriptorOfAFileIsENOTDIR() throws Errno {
    int fd = fs.fd("/top", Fcntl.O_RDONLY);
    assertErrno(Errno.ENOTDIR, () -> Opens.open(fs.who, fd, "x", Fcntl.O_RDONLY, 0));
  }

  @Test
  void closedDescriptorIsEBADFUnlessThePathIsAbsolute() throws Errno {
    assertErrno(Errno.EBADF, () -> Opens.open(fs.who, 77, "top", Fcntl.O_RDONLY, 0));
    Opens.open(fs.who, 77, "/top", Fcntl.O_RDONLY, 0).release();
  }

  @Test
  void emptyPathIsENOENTEvenWithABadDescriptor() {
    assertErrno(Errno.ENOENT, () -> Opens.open(fs.who, 77, "", Fcntl.O_RDONLY, 0));
  }

  @Test
  void emptyPathWithTheFlagIsTheDescriptorItself() throws Errno {
    int fd = fs.fd("/top", Fcntl.O_PATH);
    FileStatus status = new FileStatus();
    Statuses.stat(fs.who, fd, "", Fcntl.AT_EMPTY_PATH, status);
    assertEquals(3, status.size);
  }

  @Test
  void fileInTheMiddleIsENOTDIR() {
    assertErrno(Errno.ENOTDIR, () -> fs.stat("/top/x"));
  }

  @Test
  void missingInTheMiddleIsENOENT() {
    assertErrno(Errno.ENOENT, () -> fs.stat("/a/nothing/x"));
  }

  @Test
  void slashBehindAFileIsENOTDIR() throws Errno {
    assertErrno(Errno.ENOTDIR, () -> fs.stat("/top/"));
    assertErrno(Errno.ENOTDIR, () -> fs.stat("/top/."));
    fs.stat("/a/");
  }

  @Test
  void nameOf255BytesIsFineAndOneMoreIsENAMETOOLONG() throws Errno {
    assertErrno(Errno.ENOENT, () -> fs.stat("/" + "n".repeat(255)));
    assertErrno(Errno.ENAMETOOLONG, () -> fs.stat("/" + "n".repeat(256)));
    fs.write("/" + "n".repeat(255), "x");
    assertEquals("x", fs.read("/" + "n".repeat(255)));
  }

  @Test
  void longNameBelowAForbiddenDirectoryIsEACCES() throws Errno {
    fs.mkdir("/closed", 0700);
    fs.become(1000);
    assertErrno(Errno.EACCES, () -> fs.stat("/closed/" + "n".repeat(300)));
  }

  @Test
  void pathOf4096BytesIsENAMETOOLONG() throws Errno {
    fs.stat("/".repeat(4095));
    assertErrno(Errno.ENAMETOOLONG, () -> fs.stat("/".repeat(4096)));
  }

  @Test
  void linkIsFollowedInTheMiddleAndAtTheEnd() throws Errno {
    fs.symlink("b/c", "/a/short");
    fs.symlink("/a/short/file", "/direct");
    assertEquals("deep", fs.read("/a/short/file"));
    assertEquals("deep", fs.read("/direct"));
    assertEquals("deep", fs.read("/a/short/../c/file"));
  }

  @Test
  void linkToADirectoryWithASlashIsFollowedEvenWhereLinksAreNot() throws Errno {
    fs.symlink("a", "/to-a");
    assertEquals(fs.stat("/a").inode, fs.lstat("/to-a/").inode);
    assertEquals(1, fs.lstat("/to-a").size);
  }

  @Test
  void linkThroughLinksComesBackToTheRest() throws Errno {
    fs.symlink("a/", "/one");
    fs.symlink("one/b/", "/two");
    fs.symlink("/two/./c", "/three");
    assertEquals("deep", fs.read("/three/file"));
  }

  @Test
  void fortyLinksAreFollowedAndOneMoreIsELOOP() throws Errno {
    fs.write("/link0", "end");
    for (int i = 1; i <= 41; i++) {
      fs.symlink("link" + (i - 1), "/link" + i);
    }
    assertEquals("end", fs.read("/link40"));
    assertErrno(Errno.ELOOP, () -> fs.read("/link41"));
  }

  @Test
  void linkToItselfIsELOOP() throws Errno {
    fs.symlink("self", "/self");
    assertErrno(Errno.ELOOP, () -> fs.stat("/self"));
    fs.symlink("self2/x", "/self2");
    assertErrno(Errno.ELOOP, () -> fs.stat("/self2"));
  }

  @Test
  void danglingLinkIsENOENT() throws Errno {
    fs.symlink("nowhere", "/dangling");
    assertErrno(Errno.ENOENT, () -> fs.stat("/dangling"));
    fs.lstat("/dangling");
  }

  @Test
  void searchPermissionIsNeededOnEveryDirectory() throws Errno {
    Attributes.chmod(fs.who, CWD, "/a/b", 0700, 0);
    fs.become(1000);
    assertErrno(Errno.EACCES, () -> fs.stat("/a/b/c/file"));
    fs.stat("/a/b");
    fs.becomeRoot();
    fs.stat("/a/b/c/file");
  }

  @Test
  void rootOfTheProcessBoundsDotDotAndAbsoluteLinks() throws Errno {
    fs.symlink("/c/file", "/a/b/inside");
    Directories.chroot(fs.who, "/a/b");
    Directories.chdir(fs.who, "/");
    assertEquals("deep", fs.read("/c/file"));
    assertEquals("deep", fs.read("/../../c/file"));
    assertEquals("deep", fs.read("/inside"));
    assertErrno(Errno.ENOENT, () -> fs.read("/top"));
    assertEquals("/", Directories.getcwd(fs.who));
  }

  @Test
  void currentDirectoryOutsideOfTheRootIsUnreachable() throws Errno {
    Directories.chdir(fs.who, "/a");
    Directories.chroot(fs.who, "/a/b");
    assertEquals("(unreachable)/a", Directories.getcwd(fs.who));
  }

  @Test
  void mountIsEnteredAndLeft() throws Errno {
    fs.mount("/a/b", 0);
    fs.write("/a/b/new", "mounted");
    assertEquals("mounted", fs.read("/a/b/new"));
    assertErrno(Errno.ENOENT, () -> fs.read("/a/b/c/file"));
    assertEquals("top", fs.read("/a/b/../../top"));
    Directories.chdir(fs.who, "/a/b");
    assertEquals("/a/b", Directories.getcwd(fs.who));
    assertEquals("top", fs.read("../../top"));
    Directories.chdir(fs.who, "/");
  }

  @Test
  void lookupThatFoundNothingIsNotBelievedAfterTheNameIsMade() throws Errno {
    assertErrno(Errno.ENOENT, () -> fs.stat("/later"));
    fs.write("/later", "now");
    assertEquals("now", fs.read("/later"));
  }

  @Test
  void cachedPathIsFoundWithoutTheFileSystem() throws Errno {
    Dentry first = fs.path("/a/b/c/file").dentry();
    assertSame(first, fs.path("/a/b/c/file").dentry());
  }

  @Test
  void manyNamesAreForgottenAndFoundAgain() throws Errno {
    for (int i = 0; i < 300; i++) {
      fs.write("/a/" + i, "x");
    }
    fs.vfs.dentries().shrink();
    assertEquals(0, fs.vfs.dentries().size());
    assertEquals("deep", fs.read("/a/b/c/file"));
    assertEquals("x", fs.read("/a/299"));
  }

  @Test
  void namesInUseAreNotForgotten() throws Errno {
    Directories.chdir(fs.who, "/a/b");
    fs.vfs.dentries().shrink();
    assertEquals(2, fs.vfs.dentries().size());
    assertEquals("/a/b", Directories.getcwd(fs.who));
    fs.rename("/a", "/z");
    assertEquals("/z/b", Directories.getcwd(fs.who));
  }
}
