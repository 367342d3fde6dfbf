package exo.kernel.fs.tmpfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.FileSystemStatus;
import exo.kernel.vfs.Links;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Statuses;
import exo.kernel.vfs.VfsFixture;
import exo.kernel.vfs.Xattrs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tmpfs may hold: pages, inodes, attributes. */
class TmpfsSpaceTest {
  private static final int PAGE = 4096;

  private final VfsFixture fs = new VfsFixture();
  private TmpfsSuperblock small;

  @BeforeEach
  void mountASmallOne() throws Errno {
    fs.mkdir("/m");
    small = (TmpfsSuperblock) new TmpfsType().mount(fs.vfs, "", "size=40k,nr_inodes=8", fs.who);
    Mounting.mount(small, "tmpfs", 0, fs.path("/m"));
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private FileSystemStatus figures() throws Errno {
    FileSystemStatus status = new FileSystemStatus();
    Statuses.statfs(fs.who, "/m", status);
    return status;
  }

  @Test
  void fullIsENOSPCAfterWhatFits() throws Errno {
    OpenFile file = fs.open("/m/f", Fcntl.O_CREAT | Fcntl.O_RDWR);
    assertEquals(10 * PAGE, fs.write(file, "x".repeat(20 * PAGE)));
    assertErrno(Errno.ENOSPC, () -> fs.write(file, "x"));
    assertEquals(0, figures().freeBlocks);
    fs.pwrite(file, "within", 100);
    Attributes.truncate(fs.who, file, PAGE);
    assertEquals(9, figures().freeBlocks);
    file.release();
  }

  @Test
  void roomComesBackWithTheFile() throws Errno {
    fs.write("/m/f", "x".repeat(10 * PAGE));
    fs.unlink("/m/f");
    assertEquals(10, figures().freeBlocks);
    assertEquals(7, figures().freeFiles);
    fs.write("/m/g", "x".repeat(10 * PAGE));
  }

  @Test
  void inodesRunOutWithENOSPC() throws Errno {
    for (int i = 0; i < 7; i++) {
      fs.write("/m/" + i, "");
    }
    assertErrno(Errno.ENOSPC, () -> fs.write("/m/7", ""));
    assertErrno(Errno.ENOSPC, () -> fs.mkdir("/m/7"));
    assertErrno(Errno.ENOSPC, () -> fs.symlink("x", "/m/7"));
    assertErrno(Errno.ENOSPC, () -> fs.open("/m", Fcntl.O_TMPFILE | Fcntl.O_RDWR));
    fs.unlink("/m/3");
    fs.mkdir("/m/7");
  }

  @Test
  void everyNameCountsAsAnInode() throws Errno {
    fs.write("/m/f", "");
    for (int i = 0; i < 6; i++) {
      fs.link("/m/f", "/m/l" + i);
    }
    assertErrno(Errno.ENOSPC, () -> fs.link("/m/f", "/m/more"));
    for (int i = 0; i < 6; i++) {
      fs.unlink("/m/l" + i);
    }
    assertEquals(6, figures().freeFiles);
    fs.rename("/m/f", "/m/g");
    fs.unlink("/m/g");
    assertEquals(7, figures().freeFiles);
  }

  @Test
  void replacedFileGivesItsRoomBack() throws Errno {
    fs.write("/m/a", "x".repeat(5 * PAGE));
    fs.write("/m/b", "y".repeat(5 * PAGE));
    fs.rename("/m/a", "/m/b");
    assertEquals(5, figures().freeBlocks);
    assertEquals(6, figures().freeFiles);
  }

  @Test
  void longLinksCountAsPages() throws Errno {
    fs.symlink("x".repeat(127), "/m/short");
    assertEquals(10, figures().freeBlocks);
    fs.symlink("x".repeat(128), "/m/long");
    assertEquals(9, figures().freeBlocks);
    fs.write("/m/f", "x".repeat(9 * PAGE));
    assertErrno(Errno.ENOSPC, () -> fs.symlink("x".repeat(128), "/m/other"));
    assertEquals(4, figures().freeFiles);
    fs.frames.failNext(1);
    fs.unlink("/m/long");
    assertErrno(Errno.ENOMEM, () -> fs.symlink("x".repeat(128), "/m/other"));
    assertEquals(5, figures().freeFiles);
  }

  @Test
  void unlinkedOpenFileCountsUntilClosed() throws Errno {
    OpenFile file = fs.open("/m/f", Fcntl.O_CREAT | Fcntl.O_RDWR);
    fs.write(file, "x".repeat(3 * PAGE));
    fs.unlink("/m/f");
    assertEquals(7, figures().freeBlocks);
    file.release();
    assertEquals(10, figures().freeBlocks);
    assertEquals(7, figures().freeFiles);
  }

  @Test
  void remountCanGrowItAndNotShrinkItBelowWhatIsUsed() throws Errno {
    fs.write("/m/f", "x".repeat(5 * PAGE));
    assertErrno(Errno.EINVAL, () -> Mounting.remount(fs.path("/m"), 0, false, "size=16k"));
    Mounting.remount(fs.path("/m"), 0, false, "size=80k");
    assertEquals(20, figures().blocks);
  }

  private byte[] get(String name) throws Errno {
    return Xattrs.get(fs.who, fs.path("/m/f"), name);
  }

  private void set(String name, String value, int flags) throws Errno {
    Xattrs.set(fs.who, fs.path("/m/f"), name, value.getBytes(StandardCharsets.US_ASCII), flags);
  }

  @Test
  void attributesAreKeptListedAndRemoved() throws Errno {
    fs.write("/m/f", "");
    set("user.a", "1", 0);
    set("trusted.b", "22", 0);
    set("security.c", "", 0);
    assertArrayEquals("22".getBytes(StandardCharsets.US_ASCII), get("trusted.b"));
    assertArrayEquals(new byte[0], get("security.c"));
    assertEquals(
        List.of("user.a", "trusted.b", "security.c"), Xattrs.list(fs.who, fs.path("/m/f")));
    Xattrs.remove(fs.who, fs.path("/m/f"), "user.a");
    assertErrno(Errno.ENODATA, () -> get("user.a"));
    assertErrno(Errno.ENODATA, () -> Xattrs.remove(fs.who, fs.path("/m/f"), "user.a"));
  }

  @Test
  void attributesAreMadeOrReplacedAsAsked() throws Errno {
    fs.write("/m/f", "");
    assertErrno(Errno.ENODATA, () -> set("user.a", "1", Fs.XATTR_REPLACE));
    set("user.a", "1", Fs.XATTR_CREATE);
    assertErrno(Errno.EEXIST, () -> set("user.a", "2", Fs.XATTR_CREATE));
    set("user.a", "2", Fs.XATTR_REPLACE);
    assertArrayEquals("2".getBytes(StandardCharsets.US_ASCII), get("user.a"));
    assertErrno(Errno.EINVAL, () -> set("user.a", "2", 4));
  }

  @Test
  void attributeNamesHaveToBeKnown() throws Errno {
    fs.write("/m/f", "");
    assertErrno(Errno.EOPNOTSUPP, () -> set("other.a", "1", 0));
    assertErrno(Errno.EOPNOTSUPP, () -> get("system.posix_acl_access"));
    assertErrno(Errno.EINVAL, () -> set("user.", "1", 0));
  }

  @Test
  void attributesOfUsersAreForFilesAndDirectories() throws Errno {
    fs.write("/m/f", "");
    fs.symlink("f", "/m/s");
    Path link = Xattrs.resolve(fs.who, CWD, "/m/s", Fcntl.AT_SYMLINK_NOFOLLOW);
    assertErrno(Errno.EPERM, () -> Xattrs.set(fs.who, link, "user.a", new byte[1], 0));
    assertErrno(Errno.ENODATA, () -> Xattrs.get(fs.who, link, "user.a"));
    Xattrs.set(fs.who, link, "trusted.a", new byte[1], 0);
  }

  @Test
  void attributesObeyPermissions() throws Errno {
    fs.write("/m/f", "");
    set("user.a", "1", 0);
    set("trusted.t", "1", 0);
    fs.become(1000);
    get("user.a");
    assertErrno(Errno.EACCES, () -> set("user.a", "2", 0));
    assertErrno(Errno.EPERM, () -> set("security.a", "2", 0));
    assertErrno(Errno.ENODATA, () -> get("trusted.t"));
    assertEquals(List.of("user.a"), Xattrs.list(fs.who, fs.path("/m/f")));
  }

  @Test
  void permissionBeatsAnUnknownName() throws Errno {
    fs.write("/m/f", "");
    fs.become(1000);
    assertErrno(Errno.EACCES, () -> set("other.a", "1", 0));
    assertErrno(Errno.EOPNOTSUPP, () -> set("system.a", "1", 0));
    assertErrno(Errno.EPERM, () -> set("trusted.", "1", 0));
  }

  @Test
  void attributesUseTheRoomOfInodes() throws Errno {
    fs.write("/m/f", "");
    set("user.big", "x".repeat(4000), 0);
    assertErrno(Errno.ENOSPC, () -> set("user.more", "x".repeat(4000), 0));
    assertEquals(2, figures().freeFiles);
    set("user.big", "x", 0);
    fs.unlink("/m/f");
    assertEquals(7, figures().freeFiles);
  }

  @Test
  void textOfALinkIsReadFromItsPage() throws Errno {
    String text = "/m/" + "./".repeat(100) + "f";
    fs.write("/m/f", "through");
    fs.symlink(text, "/m/long");
    assertEquals(text, Links.readlink(fs.who, CWD, "/m/long"));
    assertEquals("through", fs.read("/m/long"));
  }
}
