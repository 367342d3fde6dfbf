package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.fs.tmpfs.TmpfsType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MountTest {
  private final VfsFixture fs = new VfsFixture();

  @BeforeEach
  void makeATree() throws Errno {
    fs.mkdir("/a");
    fs.mkdir("/a/b");
    fs.mkdir("/m");
    fs.write("/f", "below");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private void unmount(String path, boolean lazily) throws Errno {
    Mounting.unmount(fs.path(path), lazily);
  }

  @Test
  void mountHidesAndUnmountShowsAgain() throws Errno {
    fs.write("/m/under", "u");
    fs.mount("/m", 0);
    assertFalse(fs.exists("/m/under"));
    fs.write("/m/over", "o");
    unmount("/m", false);
    assertTrue(fs.exists("/m/under"));
    assertFalse(fs.exists("/m/over"));
  }

  @Test
  void unmountedFileSystemGivesItsMemoryBack() throws Errno {
    long before = fs.frames.statistics().used();
    fs.mount("/m", 0);
    fs.write("/m/x", "x");
    fs.mkdir("/m/d");
    fs.write("/m/d/y", "y".repeat(10_000));
    unmount("/m", false);
    assertEquals(before, fs.frames.statistics().used());
  }

  @Test
  void mountOnMountStacks() throws Errno {
    fs.mount("/m", 0);
    fs.write("/m/first", "1");
    fs.mount("/m", 0);
    assertFalse(fs.exists("/m/first"));
    unmount("/m", false);
    assertTrue(fs.exists("/m/first"));
  }

  @Test
  void busyMountIsEBUSYUnlessDetached() throws Errno {
    fs.mount("/m", 0);
    fs.write("/m/x", "kept");
    OpenFile file = fs.open("/m/x", Fcntl.O_RDONLY);
    assertErrno(Errno.EBUSY, () -> unmount("/m", false));
    unmount("/m", true);
    assertFalse(fs.exists("/m/x"));
    assertEquals("kept", VfsFixture.read(file, 10));
    long used = fs.frames.statistics().used();
    file.release();
    assertEquals(used - 1, fs.frames.statistics().used());
  }

  @Test
  void currentDirectoryAndMountsBelowKeepItBusy() throws Errno {
    fs.mount("/m", 0);
    fs.mkdir("/m/d");
    fs.mount("/m/d", 0);
    assertErrno(Errno.EBUSY, () -> unmount("/m", false));
    unmount("/m/d", false);
    Directories.chdir(fs.who, "/m/d");
    assertErrno(Errno.EBUSY, () -> unmount("/m", false));
    Directories.chdir(fs.who, "/");
    unmount("/m", false);
  }

  @Test
  void unmountingWhatIsNoMountIsEINVAL() {
    assertErrno(Errno.EINVAL, () -> unmount("/a", false));
    assertErrno(Errno.EINVAL, () -> unmount("/", false));
  }

  @Test
  void fileOnDirectoryIsENOTDIR() throws Errno {
    assertErrno(Errno.ENOTDIR, () -> fs.mount("/f", 0));
    assertErrno(Errno.ENOTDIR, () -> Mounting.bind(fs.path("/f"), fs.path("/m"), false));
  }

  @Test
  void boundDirectoryIsTheSameSeenTwice() throws Errno {
    fs.write("/a/x", "one");
    Mounting.bind(fs.path("/a"), fs.path("/m"), false);
    assertEquals("one", fs.read("/m/x"));
    fs.write("/m/y", "two");
    assertEquals("two", fs.read("/a/y"));
    assertEquals(fs.stat("/a").inode, fs.stat("/m").inode);
    assertEquals(fs.stat("/").inode, fs.stat("/m/..").inode);
    Directories.chdir(fs.who, "/m/b");
    assertEquals("/m/b", Directories.getcwd(fs.who));
    assertErrno(Errno.EXDEV, () -> Renames.rename(fs.who, CWD, "/m/x", CWD, "/a/z", 0));
    Directories.chdir(fs.who, "/");
  }

  @Test
  void boundFileHidesAFile() throws Errno {
    fs.write("/g", "hidden");
    Mounting.bind(fs.path("/f"), fs.path("/g"), false);
    assertEquals("below", fs.read("/g"));
    assertErrno(Errno.EBUSY, () -> fs.unlink("/g"));
    unmount("/g", false);
    assertEquals("hidden", fs.read("/g"));
  }

  @Test
  void recursiveBindTakesMountsWithIt() throws Errno {
    fs.mount("/a/b", 0);
    fs.write("/a/b/deep", "d");
    Mounting.bind(fs.path("/a"), fs.path("/m"), false);
    assertFalse(fs.exists("/m/b/deep"));
    unmount("/m", false);
    Mounting.bind(fs.path("/a"), fs.path("/m"), true);
    assertEquals("d", fs.read("/m/b/deep"));
    unmount("/m", true);
  }

  @Test
  void boundReadOnlyLeavesTheOriginalWritable() throws Errno {
    Mounting.bind(fs.path("/a"), fs.path("/m"), false);
    Mounting.remount(fs.path("/m"), Mount.READ_ONLY, true, "");
    assertErrno(Errno.EROFS, () -> fs.write("/m/x", "x"));
    fs.write("/a/x", "x");
    assertEquals("x", fs.read("/m/x"));
  }

  @Test
  void movedMountIsSeenElsewhere() throws Errno {
    fs.mount("/m", 0);
    fs.write("/m/x", "x");
    Mounting.move(fs.path("/m"), fs.path("/a/b"));
    assertFalse(fs.exists("/m/x"));
    assertEquals("x", fs.read("/a/b/x"));
    assertErrno(Errno.EINVAL, () -> Mounting.move(fs.path("/a"), fs.path("/m")));
    fs.mkdir("/a/b/in");
    assertErrno(Errno.ELOOP, () -> Mounting.move(fs.path("/a/b"), fs.path("/a/b/in")));
  }

  @Test
  void pivotPutsTheOldRootBelowTheNew() throws Errno {
    fs.mount("/m", 0);
    fs.mkdir("/m/old");
    fs.write("/m/new", "n");
    Path root = fs.path("/");
    Mounting.pivotRoot(root, fs.path("/m"), fs.path("/m/old"));
    fs.who.fs().root(fs.namespace.rootPath());
    fs.who.fs().current(fs.namespace.rootPath());
    assertEquals("n", fs.read("/new"));
    assertEquals("below", fs.read("/old/f"));
    assertEquals(fs.stat("/").inode, fs.stat("/old/..").inode);
    unmount("/old", true);
    assertFalse(fs.exists("/old/f"));
  }

  @Test
  void pivotErrors() throws Errno {
    Path root = fs.path("/");
    assertErrno(Errno.EBUSY, () -> Mounting.pivotRoot(root, fs.path("/a"), fs.path("/a/b")));
    fs.mount("/m", 0);
    fs.mkdir("/m/old");
    fs.mkdir("/m/sub");
    assertErrno(Errno.EBUSY, () -> Mounting.pivotRoot(root, fs.path("/m"), fs.path("/a")));
    assertErrno(Errno.EINVAL, () -> Mounting.pivotRoot(root, fs.path("/m/sub"), fs.path("/m/old")));
  }

  @Test
  void everyMountHasItsOwnNumberAndDevice() throws Errno {
    fs.mount("/m", 0);
    assertFalse(fs.stat("/").device == fs.stat("/m").device);
    assertFalse(fs.stat("/").mountId == fs.stat("/m").mountId);
    assertEquals(0, DeviceNumber.major(fs.stat("/m").device));
    assertTrue((fs.stat("/m").attributes & Stat.STATX_ATTR_MOUNT_ROOT) != 0);
    assertFalse((fs.stat("/a").attributes & Stat.STATX_ATTR_MOUNT_ROOT) != 0);
  }

  @Test
  void figuresAreThoseOfTheFileSystemAndFlagsOfTheMount() throws Errno {
    fs.mount("/m", Mount.NO_SUID | Mount.RELATIVE_ATIME);
    FileSystemStatus status = new FileSystemStatus();
    Statuses.statfs(fs.who, "/m", status);
    assertEquals(Statfs.TMPFS_MAGIC, status.magic);
    assertEquals(fs.ram.frames() / 2, status.blocks);
    assertEquals(status.blocks, status.freeBlocks);
    assertEquals(Statfs.ST_NOSUID | Statfs.ST_RELATIME | Statfs.ST_VALID, status.flags);
    fs.write("/m/x", "x");
    Statuses.statfs(fs.who, "/m/x", status);
    assertEquals(status.blocks - 1, status.freeBlocks);
    assertEquals(status.files - 2, status.freeFiles);
  }

  @Test
  void typeIsFoundByName() {
    assertEquals("tmpfs", fs.vfs.fileSystem("tmpfs").name());
    assertEquals(null, fs.vfs.fileSystem("ext4"));
    assertEquals(1, fs.vfs.fileSystems().size());
  }

  @Test
  void symlinksCanBeForbiddenOnAMount() throws Errno {
    fs.mount("/m", Mount.NO_SYMLINKS);
    fs.symlink("/f", "/m/s");
    assertErrno(Errno.ELOOP, () -> fs.read("/m/s"));
    assertEquals("/f", Links.readlink(fs.who, CWD, "/m/s"));
  }

  @Test
  void optionsOfTmpfsAreRead() throws Errno {
    Superblock small =
        new TmpfsType().mount(fs.vfs, "none", "size=64k,nr_inodes=5,mode=0700,uid=7", fs.who);
    Mounting.mount(small, "none", 0, fs.path("/m"));
    assertEquals(Stat.S_IFDIR | 0700, fs.stat("/m").mode);
    assertEquals(7, fs.stat("/m").uid);
    FileSystemStatus status = new FileSystemStatus();
    Statuses.statfs(fs.who, "/m", status);
    assertEquals(16, status.blocks);
    assertEquals(5, status.files);
    assertEquals(",size=64k,nr_inodes=5", small.options());
    assertErrno(Errno.EINVAL, () -> new TmpfsType().mount(fs.vfs, "none", "size=x", fs.who));
    assertErrno(Errno.EINVAL, () -> new TmpfsType().mount(fs.vfs, "none", "nonsense", fs.who));
  }
}
