package exo.kernel.fs.hostfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.FileSystemStatus;
import exo.kernel.vfs.Links;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Statuses;
import exo.kernel.vfs.VfsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of the host as a read-only layer. */
class HostLayerTest {
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

  @Test
  void filesAreReadWhereTheyLie() throws Exception {
    Files.createDirectories(folder.resolve("a/b/c"));
    host.write("a/b/c/file", "hello");
    host.layer();
    assertEquals("hello", vfs.read("/mnt/a/b/c/file"));
    OpenFile file = vfs.open("/mnt/a/b/c/file", Fcntl.O_RDONLY);
    assertEquals("lo", VfsFixture.pread(file, 10, 3));
    assertEquals("", VfsFixture.pread(file, 10, 5));
    assertEquals("", VfsFixture.pread(file, 10, 1L << 40));
    file.release();
  }

  @Test
  void statSaysWhatTheHostSays() throws Exception {
    host.write("file", "0123456789");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    Files.createDirectory(folder.resolve("sub"));
    Files.createLink(folder.resolve("second"), folder.resolve("file"));
    host.shell("chmod 4751 file; chmod 1777 sub; touch -d @1234567.891234567 file sub; mkfifo f");
    host.layer();
    for (String name : List.of("file", "link", "sub", "f", ".")) {
      String expected = host.shell("stat -c '%f %u %g %h %s %b %i %.X %.Y %.Z' " + name);
      FileStatus s = vfs.lstat("/mnt/" + name);
      String found =
          "%x %d %d %d %d %d %d %s %s %s"
              .formatted(
                  s.mode,
                  s.uid,
                  s.gid,
                  s.links,
                  s.size,
                  s.blocks,
                  s.inode,
                  seconds(s.atime),
                  seconds(s.mtime),
                  seconds(s.ctime));
      assertEquals(expected.strip().replaceAll("(\\.\\d\\d)\\d*", "$1"), found, name);
      assertEquals(vfs.lstat("/mnt").device, s.device);
    }
  }

  private static String seconds(long nanos) {
    return "%d.%02d".formatted(nanos / 1_000_000_000, nanos % 1_000_000_000 / 10_000_000);
  }

  @Test
  void nothingCanBeChanged() throws Exception {
    host.write("file", "x");
    Files.createDirectory(folder.resolve("sub"));
    String before = HostFixture.digest(folder);
    host.layer();
    assertErrno(Errno.EROFS, () -> vfs.write("/mnt/file", "y"));
    assertErrno(Errno.EROFS, () -> vfs.write("/mnt/new", "y"));
    assertErrno(Errno.EROFS, () -> vfs.mkdir("/mnt/new"));
    assertErrno(Errno.EROFS, () -> vfs.unlink("/mnt/file"));
    assertErrno(Errno.EROFS, () -> vfs.rmdir("/mnt/sub"));
    assertErrno(Errno.EROFS, () -> vfs.rename("/mnt/file", "/mnt/other"));
    assertErrno(Errno.EROFS, () -> vfs.link("/mnt/file", "/mnt/other"));
    assertErrno(Errno.EROFS, () -> vfs.symlink("x", "/mnt/other"));
    assertErrno(Errno.EROFS, () -> Attributes.chmod(vfs.who, VfsFixture.CWD, "/mnt/file", 0777, 0));
    assertErrno(Errno.EROFS, () -> Attributes.truncate(vfs.who, "/mnt/file", 0));
    vfs.read("/mnt/file");
    vfs.list("/mnt");
    assertEquals(before, HostFixture.digest(folder));
  }

  @Test
  void linksAreTheGuestsToFollow() throws Exception {
    host.write("file", "inside");
    Files.createDirectory(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("near"), Path.of("file"));
    Files.createSymbolicLink(folder.resolve("sub/up"), Path.of("../file"));
    Files.createSymbolicLink(folder.resolve("sub/far"), Path.of("../../../../../../etc/passwd"));
    Files.createSymbolicLink(folder.resolve("absolute"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    host.layer();
    assertEquals("inside", vfs.read("/mnt/near"));
    assertEquals("inside", vfs.read("/mnt/sub/up"));
    assertErrno(Errno.ENOENT, () -> vfs.read("/mnt/absolute"));
    assertErrno(Errno.ENOENT, () -> vfs.read("/mnt/sub/far"));
    assertErrno(Errno.ELOOP, () -> vfs.read("/mnt/loop"));
    vfs.mkdir("/etc");
    vfs.write("/etc/passwd", "the guest's");
    assertEquals("the guest's", vfs.read("/mnt/absolute"));
    assertEquals("the guest's", vfs.read("/mnt/sub/far"));
    assertEquals("/etc/passwd", Links.readlink(vfs.who, VfsFixture.CWD, "/mnt/absolute"));
    assertEquals("the guest's", vfs.read("/mnt/sub/../../etc/passwd"));
  }

  @Test
  void aLinkAsRootOfTheFolderIsTheUsersWish() throws Exception {
    Files.createDirectory(folder.resolve("real"));
    host.write("real/file", "x");
    Files.createSymbolicLink(folder.resolve("alias"), Path.of("real"));
    vfs.mkdir("/mnt");
    exo.kernel.vfs.Mounting.mount(
        HostFs.layer(vfs.vfs, host.cache, folder.resolve("alias")), "host", 0, vfs.path("/mnt"));
    assertEquals("x", vfs.read("/mnt/file"));
  }

  @Test
  void aFolderThatIsReplacedByALinkLeadsNowhere() throws Exception {
    Files.createDirectory(folder.resolve("sub"));
    host.write("sub/file", "good");
    Path secret = Files.createTempDirectory("secret");
    try {
      Files.writeString(secret.resolve("file"), "secret");
      Files.writeString(secret.resolve("other"), "secret");
      HostSuperblock layer = host.layer();
      assertEquals("good", vfs.read("/mnt/sub/file"));
      host.shell("mv sub moved; ln -s " + secret + " sub");
      // The open folder goes on being what it was, and a closed one is not found again.
      assertEquals("good", vfs.read("/mnt/sub/file"));
      layer.handles().close((HostInode) vfs.path("/mnt/sub").inode());
      layer.handles().close((HostInode) vfs.path("/mnt/sub/file").inode());
      assertThrows(Errno.class, () -> vfs.read("/mnt/sub/other"));
      assertThrows(Errno.class, () -> vfs.read("/mnt/sub/file"));
      vfs.vfs.dentries().shrink();
      assertErrno(Errno.ENOENT, () -> vfs.read("/mnt/sub/other"));
    } finally {
      HostFixture.shell(secret, "rm -r " + secret);
    }
  }

  @Test
  void aFileThatIsReplacedIsStale() throws Exception {
    host.write("file", "old");
    HostSuperblock layer = host.layer();
    assertEquals("old", vfs.read("/mnt/file"));
    host.write("new", "new");
    Files.move(folder.resolve("new"), folder.resolve("file"), StandardCopyOption.REPLACE_EXISTING);
    layer.handles().close((HostInode) vfs.path("/mnt/file").inode());
    assertErrno(Errno.ESTALE, () -> vfs.read("/mnt/file"));
    vfs.vfs.dentries().shrink();
    assertEquals("new", vfs.read("/mnt/file"));
  }

  @Test
  void aFileThatIsChangedIsReadAnewWhenItIsOpened() throws Exception {
    host.write("file", "old");
    host.layer();
    assertEquals("old", vfs.read("/mnt/file"));
    host.write("file", "newer");
    assertEquals("newer", vfs.read("/mnt/file"));
    host.shell("printf other > file; touch -d @1 file");
    assertEquals("other", vfs.read("/mnt/file"));
    host.write("file", "");
    assertEquals("", vfs.read("/mnt/file"));
  }

  @Test
  void aFileThatShrinksWhileItIsReadEndsThere() throws Exception {
    host.write("file", "x".repeat(300_000));
    host.layer();
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    assertEquals("xx", VfsFixture.pread(file, 2, 0));
    host.shell("truncate -s 200000 file");
    assertEquals(5, VfsFixture.pread(file, 10, 199_995).length());
    assertEquals("", VfsFixture.pread(file, 10, 250_000));
    assertEquals(200_000, file.inode().size());
    file.release();
  }

  @Test
  void devicesFifosAndSocketsAreSeenAndNeverOpened() throws Exception {
    host.shell(
        "mkfifo fifo; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'");
    boolean devices = host.shell("id -u").strip().equals("0");
    if (devices) {
      host.shell("mknod null c 1 3; mknod disk b 8 0; chmod 666 null disk");
    }
    host.layer();
    assertEquals(Stat.S_IFIFO, vfs.stat("/mnt/fifo").mode & Stat.S_IFMT);
    assertEquals(Stat.S_IFSOCK, vfs.stat("/mnt/s").mode & Stat.S_IFMT);
    // There is no driver in this machine, and nobody waits for the host's other end.
    assertErrno(Errno.ENXIO, () -> vfs.open("/mnt/fifo", Fcntl.O_RDONLY));
    assertErrno(Errno.ENXIO, () -> vfs.open("/mnt/s", Fcntl.O_RDONLY));
    Assumptions.assumeTrue(devices, "only root makes devices");
    assertEquals(0x103, vfs.stat("/mnt/null").rdev);
    assertErrno(Errno.ENXIO, () -> vfs.open("/mnt/null", Fcntl.O_RDWR));
    assertErrno(Errno.ENXIO, () -> vfs.open("/mnt/disk", Fcntl.O_RDONLY));
    int[] opened = {0};
    vfs.vfs
        .devices()
        .character(
            1,
            3,
            (path, flags, who) -> {
              opened[0]++;
              throw Errno.EBUSY;
            });
    assertErrno(Errno.EBUSY, () -> vfs.open("/mnt/null", Fcntl.O_RDWR));
    assertEquals(1, opened[0]);
  }

  @Test
  void namesMayBeAnyBytes() throws Exception {
    host.shell(
        "printf 1 > \"$(printf '\\377\\376')\"; printf 2 > \"$(printf 'a\\nb')\";"
            + " printf 3 > -x; printf 4 > \"$(printf '%0255d')\"; printf 5 > '...'");
    host.layer();
    assertEquals("1", vfs.read("/mnt/\u00ff\u00fe"));
    assertEquals("2", vfs.read("/mnt/a\nb"));
    assertEquals("3", vfs.read("/mnt/-x"));
    assertEquals("4", vfs.read("/mnt/" + "0".repeat(255)));
    assertEquals("5", vfs.read("/mnt/..."));
    assertErrno(Errno.ENAMETOOLONG, () -> vfs.read("/mnt/" + "0".repeat(256)));
    assertEquals(
        Set.of(".", "..", "\u00ff\u00fe", "a\nb", "-x", "0".repeat(255), "..."),
        Set.copyOf(vfs.list("/mnt")));
  }

  @Test
  void permissionsAreTheGuestsToCheck() throws Exception {
    host.write("private", "x");
    Files.createDirectory(folder.resolve("closed"));
    host.write("closed/file", "x");
    host.shell("chmod 600 private; chmod 644 closed/file; chmod 700 closed");
    host.layer();
    vfs.become(4711);
    assertErrno(Errno.EACCES, () -> vfs.read("/mnt/private"));
    assertErrno(Errno.EACCES, () -> vfs.read("/mnt/closed/file"));
    assertErrno(Errno.EACCES, () -> vfs.list("/mnt/closed"));
    vfs.becomeRoot();
    assertEquals("x", vfs.read("/mnt/closed/file"));
  }

  @Test
  void aHostThatRefusesIsEacces() throws Exception {
    Assumptions.assumeFalse(host.shell("id -u").strip().equals("0"), "root may read everything");
    host.write("private", "x");
    host.shell("chmod 0 private");
    host.layer();
    assertErrno(Errno.EACCES, () -> vfs.read("/mnt/private"));
  }

  @Test
  void aDirectoryIsReadFromAnyPosition() throws Exception {
    Set<String> made = new HashSet<>(Set.of(".", ".."));
    for (int i = 0; i < 1500; i++) {
      Files.createFile(folder.resolve("file" + i));
      made.add("file" + i);
    }
    host.layer();
    OpenFile directory = vfs.open("/mnt", Fcntl.O_RDONLY);
    List<String> first = VfsFixture.list(directory, 700);
    long at = directory.position();
    List<String> second = VfsFixture.list(directory, 5000);
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    assertEquals(made, new HashSet<>(all));
    assertEquals(made.size(), all.size());
    assertEquals(List.of(), VfsFixture.list(directory, 10));
    directory.seek(at, 0);
    assertEquals(second, VfsFixture.list(directory, 5000));
    directory.seek(0, 0);
    assertEquals(all, VfsFixture.list(directory, 5000));
    directory.release();
  }

  @Test
  void entriesTellInodesAndKinds() throws Exception {
    host.write("file", "x");
    Files.createDirectory(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("x"));
    host.layer();
    OpenFile directory = vfs.open("/mnt", Fcntl.O_RDONLY);
    List<String> seen = new ArrayList<>();
    directory.readDirectory(
        (name, inode, type, next) -> {
          try {
            // As in Linux, the root of a file system is its own parent.
            FileStatus s = vfs.lstat("/mnt/" + (name.equals("..") ? "." : name));
            assertEquals(s.inode, inode, name);
            assertEquals((s.mode & Stat.S_IFMT) >> 12, type, name);
          } catch (Errno e) {
            throw new AssertionError(name, e);
          }
          return seen.add(name);
        });
    assertEquals(5, seen.size());
    directory.release();
  }

  @Test
  void hardLinksAreOneFile() throws Exception {
    host.write("one", "x");
    Files.createLink(folder.resolve("two"), folder.resolve("one"));
    host.layer();
    assertEquals(vfs.path("/mnt/one").inode(), vfs.path("/mnt/two").inode());
    assertEquals(2, vfs.stat("/mnt/one").links);
    assertEquals("x", vfs.read("/mnt/two"));
  }

  @Test
  void otherFileSystemsOfTheHostHaveNumbersOfTheirOwn() throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/sys/kernel")), "no sysfs here");
    try (HostFixture root = new HostFixture(Path.of("/"))) {
      root.layer();
      FileStatus here = root.vfs.stat("/mnt");
      FileStatus there = root.vfs.stat("/mnt/sys");
      assertEquals(here.device, there.device);
      assertNotEquals(0, there.inode >>> 54);
      assertEquals(0, here.inode >>> 54);
    }
  }

  @Test
  void filesWhoseSizeIsAPretenceEndWhereTheyEnd() throws Exception {
    Path file = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    Assumptions.assumeTrue(Files.isReadable(file), "no such file here");
    String expected = Files.readString(file);
    try (HostFixture sys = new HostFixture(file.getParent())) {
      sys.layer();
      for (int i = 0; i < 3; i++) {
        assertEquals(expected, sys.vfs.read("/mnt/enabled"));
      }
    }
  }

  @Test
  void theHostsProcIsRefused() throws Exception {
    try (HostFixture root = new HostFixture(Path.of("/"))) {
      root.layer();
      assertErrno(Errno.EACCES, () -> root.vfs.read("/mnt/proc/self/environ"));
    }
    assertThrows(IOException.class, () -> HostFs.layer(vfs.vfs, host.cache, Path.of("/proc/self")));
  }

  @Test
  void statfsTellsOfTheHostsFileSystem() throws Exception {
    host.layer();
    FileSystemStatus s = new FileSystemStatus();
    Statuses.statfs(vfs.who, "/mnt", s);
    String expected = host.shell("stat -f -c '%t %S %b %c' .").strip();
    assertEquals(expected, "%x %d %d %d".formatted(s.magic, s.fragmentSize, s.blocks, s.files));
  }

  @Test
  void manyFilesNeedFewDescriptors() throws Exception {
    host.shell("for i in $(seq 400); do mkdir d$i; echo $i > d$i/file; done");
    HostSuperblock layer = host.layer();
    List<OpenFile> open = new ArrayList<>();
    for (int i = 1; i <= 400; i++) {
      open.add(vfs.open("/mnt/d" + i + "/file", Fcntl.O_RDONLY));
      assertTrue(layer.openHandles() <= HostHandles.IDLE, () -> "" + layer.openHandles());
    }
    for (int i = 400; i >= 1; i--) {
      assertEquals(i + "\n", VfsFixture.read(open.get(i - 1), 100));
      assertTrue(layer.openHandles() <= HostHandles.IDLE);
      open.get(i - 1).release();
    }
    assertTrue(host.descriptors() <= HostHandles.IDLE);
  }

  @Test
  void deepFoldersAreFoundAgain() throws Exception {
    String path = "/d".repeat(300);
    Files.createDirectories(Path.of(folder + path));
    Files.writeString(Path.of(folder + path + "/file"), "deep");
    HostSuperblock layer = host.layer();
    assertEquals("deep", vfs.read("/mnt" + path + "/file"));
    HostInode at = (HostInode) vfs.path("/mnt" + path + "/file").inode();
    for (HostInode i = at; i.parent() != null; i = i.parent()) {
      layer.handles().close(i);
    }
    assertEquals("deep", vfs.read("/mnt" + path + "/file"));
    assertTrue(layer.openHandles() <= HostHandles.IDLE);
  }

  @Test
  void whatNobodyUsesIsForgotten() throws Exception {
    host.shell("for i in $(seq 100); do mkdir -p a/d$i; echo $i > a/d$i/file; done");
    HostSuperblock layer = host.layer();
    for (int i = 1; i <= 100; i++) {
      vfs.read("/mnt/a/d" + i + "/file");
    }
    assertTrue(host.cache.frames() >= 100);
    vfs.vfs.dentries().shrink();
    assertEquals(1, layer.inodeCount());
    assertEquals(1, layer.openHandles());
    assertEquals(0, host.cache.frames());
  }

  @Test
  void aMissingFolderIsSaidSo() {
    IOException e =
        assertThrows(
            IOException.class, () -> HostFs.layer(vfs.vfs, host.cache, folder.resolve("missing")));
    assertTrue(e.getMessage().contains("missing"), e.getMessage());
    assertThrows(
        IOException.class,
        () -> HostFs.mount(vfs.vfs, host.cache, folder.resolve("missing"), false));
    assertFalse(Files.exists(folder.resolve("missing")));
  }

  /**
   * JUnit would follow them when it clears up, and change permissions of the host's own folders.
   */
  @org.junit.jupiter.api.AfterEach
  void unlink() throws java.io.IOException {
    try (var all = java.nio.file.Files.walk(folder)) {
      for (var path : all.filter(java.nio.file.Files::isSymbolicLink).toList()) {
        java.nio.file.Files.delete(path);
      }
    }
  }
}
