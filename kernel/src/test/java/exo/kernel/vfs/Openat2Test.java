package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Openat2Test {
  private final VfsFixture fs = new VfsFixture();
  private int d;

  @BeforeEach
  void makeATree() throws Errno {
    fs.mkdir("/d");
    fs.mkdir("/d/e");
    fs.write("/d/e/f", "inside");
    fs.write("/out", "outside");
    fs.symlink("e", "/d/in");
    fs.symlink("../out", "/d/leaves");
    fs.symlink("/e/f", "/d/absolute");
    fs.symlink("../d/e", "/d/back");
    fs.symlink("../../../e/f", "/d/up");
    d = fs.fd("/d", Fcntl.O_DIRECTORY);
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private String read(String path, int resolve) throws Errno {
    OpenFile file = Opens.open2(fs.who, d, path, Fcntl.O_RDONLY, 0, resolve);
    try {
      return VfsFixture.read(file, 100);
    } finally {
      file.release();
    }
  }

  private void fails(Errno expected, String path, int resolve) {
    assertErrno(expected, () -> Opens.open2(fs.who, d, path, Fcntl.O_RDONLY, 0, resolve));
  }

  @Test
  void unknownBitsAreEINVAL() {
    assertErrno(Errno.EINVAL, () -> Opens.open2(fs.who, CWD, "/out", 0x4000_0000, 0, 0));
    assertErrno(Errno.EINVAL, () -> Opens.open2(fs.who, CWD, "/out", 1L << 40, 0, 0));
    assertErrno(Errno.EINVAL, () -> Opens.open2(fs.who, CWD, "/out", 0, 0644, 0));
    assertErrno(Errno.EINVAL, () -> Opens.open2(fs.who, CWD, "/out", 0, 0, 0x1000));
    assertErrno(Errno.EINVAL, () -> Opens.open2(fs.who, CWD, "/new", Fcntl.O_CREAT, 010000, 0));
    int both = Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_IN_ROOT;
    assertErrno(Errno.EINVAL, () -> Opens.open2(fs.who, CWD, "/out", 0, 0, both));
    assertErrno(
        Errno.EINVAL, () -> Opens.open2(fs.who, CWD, "/out", Fcntl.O_PATH | Fcntl.O_RDWR, 0, 0));
  }

  @Test
  void beneathStaysBelowTheDescriptor() throws Errno {
    int beneath = Fcntl.RESOLVE_BENEATH;
    assertEquals("inside", read("e/f", beneath));
    assertEquals("inside", read("e/../e/f", beneath));
    assertEquals("inside", read("in/f", beneath));
    fails(Errno.EXDEV, "..", beneath);
    fails(Errno.EXDEV, "../d/e/f", beneath);
    fails(Errno.EXDEV, "/out", beneath);
    fails(Errno.EXDEV, "leaves", beneath);
    fails(Errno.EXDEV, "absolute", beneath);
    fails(Errno.EXDEV, "back/f", beneath);
    fails(Errno.ENOENT, "none", beneath);
  }

  @Test
  void inRootMakesTheDescriptorTheRoot() throws Errno {
    int inRoot = Fcntl.RESOLVE_IN_ROOT;
    assertEquals("inside", read("/e/f", inRoot));
    assertEquals("inside", read("../../e/f", inRoot));
    assertEquals("inside", read("absolute", inRoot));
    assertEquals("inside", read("up", inRoot));
    assertEquals("inside", read("/e/../../absolute", inRoot));
    fails(Errno.ENOENT, "/out", inRoot);
    fails(Errno.ENOENT, "leaves", inRoot);
  }

  @Test
  void noSymlinksIsELOOPForAnyFollowed() throws Errno {
    int none = Fcntl.RESOLVE_NO_SYMLINKS;
    assertEquals("inside", read("e/f", none));
    fails(Errno.ELOOP, "in/f", none);
    fails(Errno.ELOOP, "absolute", none);
    int asItself = Fcntl.O_PATH | Fcntl.O_NOFOLLOW;
    Opens.open2(fs.who, d, "in", asItself, 0, none).release();
  }

  @Test
  void noXdevStaysOnTheMount() throws Errno {
    fs.mount("/d/e", 0);
    fs.write("/d/e/g", "mounted");
    fails(Errno.EXDEV, "e/g", Fcntl.RESOLVE_NO_XDEV);
    int on = fs.fd("/d/e", Fcntl.O_DIRECTORY);
    Opens.open2(fs.who, on, "g", 0, 0, Fcntl.RESOLVE_NO_XDEV).release();
    assertErrno(Errno.EXDEV, () -> Opens.open2(fs.who, on, "../in", 0, 0, Fcntl.RESOLVE_NO_XDEV));
    Opens.open2(fs.who, on, "/out", 0, 0, Fcntl.RESOLVE_NO_XDEV).release();
  }

  @Test
  void cachedIsEAGAINForWhatIsNotCached() throws Errno {
    int cached = Fcntl.RESOLVE_CACHED;
    assertEquals("inside", read("e/f", cached));
    fs.vfs.dentries().shrink();
    fails(Errno.EAGAIN, "e/f", cached);
    read("e/f", 0);
    assertEquals("inside", read("e/f", cached));
    assertErrno(Errno.EAGAIN, () -> Opens.open2(fs.who, d, "e/f", Fcntl.O_TRUNC, 0, cached));
  }
}
