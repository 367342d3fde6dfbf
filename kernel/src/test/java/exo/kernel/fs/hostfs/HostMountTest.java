package exo.kernel.fs.hostfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.AttributeChange;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of the host that both sides change. */
class HostMountTest {
  @TempDir Path folder;
  private HostFixture host;
  private VfsFixture vfs;

  @BeforeEach
  void start() {
    host = new HostFixture(folder);
    vfs = host.vfs;
  }

  @AfterEach
  void end() throws IOException {
    host.close();
    assertEquals(0, host.descriptors());
  }

  private int mode(String name) throws IOException {
    return (int) Files.getAttribute(folder.resolve(name), "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void whatTheGuestMakesIsOnTheHost() throws Exception {
    host.mount(true);
    vfs.mkdir("/mnt/sub", 0751);
    vfs.write("/mnt/sub/file", "hello");
    vfs.symlink("../anywhere", "/mnt/sub/link");
    vfs.link("/mnt/sub/file", "/mnt/second");
    Directories.mknod(vfs.who, CWD, "/mnt/fifo", Stat.S_IFIFO | 0640, 0);
    Directories.mknod(vfs.who, CWD, "/mnt/socket", Stat.S_IFSOCK | 0600, 0);
    assertEquals(Stat.S_IFDIR | 0751, mode("sub"));
    assertEquals("hello", host.read("sub/file"));
    assertEquals(Path.of("../anywhere"), Files.readSymbolicLink(folder.resolve("sub/link")));
    assertEquals("hello", host.read("second"));
    assertEquals(2, vfs.stat("/mnt/second").links);
    assertEquals(vfs.stat("/mnt/sub/file").inode, vfs.stat("/mnt/second").inode);
    assertEquals(Stat.S_IFIFO | 0640, mode("fifo"));
    assertEquals(Stat.S_IFSOCK | 0600, mode("socket"));
    assertErrno(
        Errno.EPERM,
        () -> Directories.mknod(vfs.who, CWD, "/mnt/null", Stat.S_IFCHR | 0666, 0x103));
  }

  @Test
  void whatTheHostMakesIsInTheGuest() throws Exception {
    host.mount(true);
    assertFalse(vfs.exists("/mnt/file"));
    host.write("file", "1");
    assertEquals("1", vfs.read("/mnt/file"));
    host.write("file", "22");
    assertEquals(2, vfs.stat("/mnt/file").size);
    assertEquals("22", vfs.read("/mnt/file"));
    host.shell("chmod 640 file; mv file other");
    assertFalse(vfs.exists("/mnt/file"));
    assertEquals(0640, vfs.stat("/mnt/other").mode & 07777);
    host.shell("rm other; mkdir other; echo 3 > other/x");
    assertEquals("3\n", vfs.read("/mnt/other/x"));
    host.shell("rm -r other");
    assertErrno(Errno.ENOENT, () -> vfs.read("/mnt/other/x"));
    assertEquals(Set.of(".", ".."), Set.copyOf(vfs.list("/mnt")));
  }

  @Test
  void aReaderSeesWhatIsAppended() throws Exception {
    host.write("log", "one\n");
    host.mount(false);
    OpenFile file = vfs.open("/mnt/log", Fcntl.O_RDONLY);
    assertEquals("one\n", VfsFixture.read(file, 100));
    assertEquals("", VfsFixture.read(file, 100));
    host.shell("echo two >> log");
    assertEquals("two\n", VfsFixture.read(file, 100));
    file.release();
  }

  @Test
  void aMountThatIsNotWritableIsNotWritten() throws Exception {
    host.write("file", "x");
    host.mount(false);
    assertErrno(Errno.EROFS, () -> vfs.write("/mnt/file", "y"));
    assertErrno(Errno.EROFS, () -> vfs.mkdir("/mnt/sub"));
    assertEquals("x", host.read("file"));
  }

  @Test
  void noRemountMakesWritableWhatWasGivenForReading() throws Exception {
    host.write("file", "x");
    HostSuperblock mount = host.mount(false);
    assertErrno(Errno.EROFS, () -> Mounting.remount(vfs.path("/mnt"), 0, false, ""));
    Mounting.remount(vfs.path("/mnt"), 0, true, "");
    assertErrno(Errno.EROFS, () -> vfs.write("/mnt/file", "y"));
    // Nor does an oversight elsewhere.
    exo.kernel.vfs.Inode root = mount.root().inode();
    exo.kernel.vfs.Inode file = vfs.path("/mnt/file").inode();
    NewInode node = new NewInode(Stat.S_IFREG | 0644, 0, 0, 0, "text");
    assertErrno(Errno.EROFS, () -> root.create("new", node));
    assertErrno(Errno.EROFS, () -> root.symlink("new", node));
    assertErrno(Errno.EROFS, () -> root.link("new", file));
    assertErrno(Errno.EROFS, () -> root.unlink("file", file));
    assertErrno(Errno.EROFS, () -> root.rmdir("file", file));
    assertErrno(Errno.EROFS, () -> root.rename("file", file, root, "new", null, 0));
    assertErrno(Errno.EROFS, () -> file.truncate(0));
    assertErrno(Errno.EROFS, () -> file.setAttributes(AttributeChange.mode(0777, 0)));
    assertErrno(Errno.EROFS, () -> file.open(vfs.path("/mnt/file"), Fcntl.O_WRONLY, vfs.who));
    assertEquals("x", host.read("file"));
    assertEquals("file", host.shell("ls").strip());
  }

  @Test
  void writesAreSeenAtOnceOnBothSides() throws Exception {
    host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_APPEND);
    for (int i = 0; i < 100; i++) {
      assertEquals(7, vfs.write(file, "line %02d".formatted(i)));
    }
    assertEquals(700, Files.size(folder.resolve("file")));
    assertEquals("line 99", host.read("file").substring(693));
    assertEquals("line 42", VfsFixture.pread(file, 7, 42 * 7));
    Attributes.truncate(vfs.who, file, 7);
    assertEquals("line 00", host.read("file"));
    Attributes.truncate(vfs.who, file, 10);
    assertEquals("line 00\0\0\0", host.read("file"));
    file.release();
    assertEquals("line 00\0\0\0", vfs.read("/mnt/file"));
  }

  @Test
  void renamesMoveFilesAndFolders() throws Exception {
    host.shell("mkdir -p a/b c; echo 1 > a/b/one; echo 2 > two");
    host.mount(true);
    OpenFile open = vfs.open("/mnt/a/b/one", Fcntl.O_RDONLY);
    vfs.rename("/mnt/a/b", "/mnt/c/d");
    assertEquals("1\n", VfsFixture.read(open, 10));
    assertEquals("1\n", vfs.read("/mnt/c/d/one"));
    assertEquals("1\n", host.read("c/d/one"));
    vfs.rename("/mnt/two", "/mnt/c/d/one");
    assertEquals("2\n", host.read("c/d/one"));
    assertFalse(Files.exists(folder.resolve("two")));
    // The one that was replaced lives as long as it is open.
    assertEquals("1\n", VfsFixture.pread(open, 10, 0));
    assertEquals(0, open.inode().links());
    open.release();
    host.shell("echo x > x");
    vfs.rename("/mnt/x", "/mnt/c", Fs.RENAME_EXCHANGE);
    assertEquals("x\n", vfs.read("/mnt/c"));
    assertEquals("2\n", vfs.read("/mnt/x/d/one"));
    assertErrno(Errno.ENOTEMPTY, () -> vfs.rename("/mnt/a", "/mnt/x"));
    assertErrno(Errno.EEXIST, () -> vfs.rename("/mnt/a", "/mnt/x", Fs.RENAME_NOREPLACE));
  }

  @Test
  void anUnlinkedFileLivesAsLongAsItIsOpen() throws Exception {
    HostSuperblock mount = host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR | Fcntl.O_CREAT);
    vfs.write(file, "hello");
    vfs.unlink("/mnt/file");
    assertFalse(Files.exists(folder.resolve("file")));
    // Others' needs do not take its descriptor away.
    host.shell("for i in $(seq 300); do echo $i > f$i; done");
    for (int i = 1; i <= 300; i++) {
      vfs.read("/mnt/f" + i);
    }
    assertEquals("hello", VfsFixture.pread(file, 10, 0));
    vfs.pwrite(file, "!", 5);
    host.cache.reclaim(1000);
    assertEquals("hello!", VfsFixture.pread(file, 10, 0));
    assertEquals(0, file.inode().links());
    vfs.write("/mnt/file", "new");
    assertEquals("hello!", VfsFixture.pread(file, 10, 0));
    file.release();
    assertTrue(mount.openHandles() <= HostHandles.IDLE);
    assertEquals("new", vfs.read("/mnt/file"));
  }

  @Test
  void oneOfTwoNamesGoesAndTheFileStays() throws Exception {
    host.write("one", "x");
    Files.createLink(folder.resolve("two"), folder.resolve("one"));
    host.mount(true);
    OpenFile file = vfs.open("/mnt/one", Fcntl.O_RDONLY);
    vfs.unlink("/mnt/one");
    assertEquals(1, vfs.stat("/mnt/two").links);
    host.cache.reclaim(100);
    assertEquals("x", VfsFixture.read(file, 10));
    file.release();
    assertEquals("x", vfs.read("/mnt/two"));
  }

  @Test
  void directoriesGoWhenTheyAreEmpty() throws Exception {
    host.shell("mkdir -p a/b; touch a/f");
    host.mount(true);
    assertErrno(Errno.ENOTEMPTY, () -> vfs.rmdir("/mnt/a"));
    vfs.unlink("/mnt/a/f");
    vfs.rmdir("/mnt/a/b");
    assertEquals(2, vfs.stat("/mnt/a").links);
    vfs.rmdir("/mnt/a");
    assertFalse(Files.exists(folder.resolve("a")));
  }

  @Test
  void attributesAreSetOnTheHost() throws Exception {
    host.write("file", "x");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    host.mount(true);
    Attributes.chmod(vfs.who, CWD, "/mnt/file", 01640, 0);
    assertEquals(Stat.S_IFREG | 01640, mode("file"));
    Attributes.utimens(vfs.who, CWD, "/mnt/file", 1_000_000_007L, Attributes.OMIT, 0);
    assertEquals("1.000000007", host.shell("stat -c %.9X file").strip());
    assertEquals(1_000_000_007L, vfs.stat("/mnt/file").atime);
    Attributes.utimens(vfs.who, CWD, "/mnt/link", 5, 2_000_000_000L, Fcntl.AT_SYMLINK_NOFOLLOW);
    assertEquals("2.000000000", host.shell("stat -c %.9Y link").strip());
    Attributes.chmod(vfs.who, CWD, "/mnt", 0711, 0);
    assertEquals(Stat.S_IFDIR | 0711, mode(""));
    Attributes.utimens(vfs.who, CWD, "/mnt", 3_000_000_000L, 4_000_000_000L, 0);
    assertEquals("4.000000000", host.shell("stat -c %.9Y .").strip());
  }

  @Test
  void ownersAreSetIfTheHostLets() throws Exception {
    host.write("file", "x");
    host.mount(true);
    if (host.shell("id -u").strip().equals("0")) {
      Attributes.chown(vfs.who, CWD, "/mnt/file", 1234, 5678, 0);
      assertEquals("1234 5678", host.shell("stat -c '%u %g' file").strip());
      host.shell("chmod 777 .");
      vfs.become(4711);
      vfs.write("/mnt/mine", "x");
      vfs.mkdir("/mnt/my");
      vfs.symlink("x", "/mnt/me");
      assertEquals("4711 4711", host.shell("stat -c '%u %g' mine").strip());
      assertEquals("4711 4711", host.shell("stat -c '%u %g' my").strip());
      assertEquals("4711 4711", host.shell("stat -c '%u %g' me").strip());
    } else {
      assertErrno(Errno.EPERM, () -> Attributes.chown(vfs.who, CWD, "/mnt/file", 1234, 5678, 0));
    }
  }

  @Test
  void noProgramOfAnotherUserIsLeftOnTheHost() throws Exception {
    host.write("file", "x");
    host.write("old", "x");
    host.shell("chmod 4755 old");
    host.mount(true);
    assertErrno(Errno.EPERM, () -> Attributes.chmod(vfs.who, CWD, "/mnt/file", 04755, 0));
    assertErrno(Errno.EPERM, () -> Attributes.chmod(vfs.who, CWD, "/mnt/file", 02755, 0));
    assertErrno(
        Errno.EPERM,
        () ->
            exo.kernel.vfs.Opens.open(
                vfs.who, CWD, "/mnt/new", Fcntl.O_CREAT | Fcntl.O_WRONLY, 04755));
    assertFalse(Files.exists(folder.resolve("new")));
    Attributes.chmod(vfs.who, CWD, "/mnt/old", 04711, 0);
    assertEquals(Stat.S_IFREG | 04711, mode("old"));
    vfs.mkdir("/mnt/shared", 02775);
    assertEquals(02775 & 01777, mode("shared") & 01777);
  }

  @Test
  void aFullHostIsENOSPC() throws Exception {
    Assumptions.assumeTrue(host.shell("id -u").strip().equals("0"), "only root mounts");
    Path small = Files.createDirectory(folder.resolve("small"));
    Assumptions.assumeTrue(
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "none", small.toString())
                .start()
                .waitFor()
            == 0,
        "no right to mount");
    try {
      host.mount(true);
      OpenFile file = vfs.open("/mnt/small/file", Fcntl.O_RDWR | Fcntl.O_CREAT);
      assertEquals(65536, vfs.write(file, "x".repeat(100_000)));
      assertErrno(Errno.ENOSPC, () -> vfs.write(file, "more"));
      assertEquals(65536, file.inode().size());
      assertEquals("", VfsFixture.pread(file, 10, 65536));
      assertEquals("xx", VfsFixture.pread(file, 10, 65534));
      file.release();
    } finally {
      host.shell("umount -l small");
    }
  }

  @Test
  void aFileCanBeMountedAlone() throws Exception {
    host.write("file", "old");
    host.write("neighbour", "secret");
    vfs.write("/target", "covered");
    Mounting.mount(
        HostFs.mount(vfs.vfs, host.cache, folder.resolve("file"), true),
        "host",
        0,
        vfs.path("/target"));
    assertEquals("old", vfs.read("/target"));
    vfs.write("/target", "new!");
    assertEquals("new!", host.read("file"));
    Attributes.chmod(vfs.who, CWD, "/target", 0600, 0);
    assertEquals(Stat.S_IFREG | 0600, mode("file"));
    assertErrno(Errno.ENOTDIR, () -> vfs.read("/target/../neighbour"));
    assertErrno(Errno.EBUSY, () -> vfs.unlink("/target"));
    // As with mount(8) --bind, it is the file that is mounted, not its name.
    host.shell("echo other > tmp; mv tmp file");
    assertEquals("new!", vfs.read("/target"));
    assertEquals(List.of(".", "..", "target"), vfs.list("/"));
  }

  @Test
  void whatIsNoFileOrFolderIsNotMounted() throws Exception {
    host.shell("mkfifo fifo");
    IOException e =
        assertThrows(
            IOException.class,
            () -> HostFs.mount(vfs.vfs, host.cache, folder.resolve("fifo"), false));
    assertTrue(e.getMessage().contains("neither"), e.getMessage());
    assertThrows(
        IOException.class, () -> HostFs.mount(vfs.vfs, host.cache, Path.of("/dev/null"), true));
  }

  @Test
  void readingADirectoryGoesOnWhileItChanges() throws Exception {
    host.shell("for i in $(seq 500); do touch f$i; done");
    host.mount(true);
    OpenFile directory = vfs.open("/mnt", Fcntl.O_RDONLY);
    java.util.Set<String> seen = new java.util.HashSet<>();
    for (int round = 0; ; round++) {
      List<String> some = VfsFixture.list(directory, 20);
      if (some.isEmpty()) {
        break;
      }
      seen.addAll(some);
      for (String name : some) {
        if (name.startsWith("f")) {
          vfs.unlink("/mnt/" + name);
        }
      }
      host.write("new" + round, "");
    }
    for (int i = 1; i <= 500; i++) {
      assertTrue(seen.contains("f" + i), "f" + i);
    }
    directory.release();
  }
}
