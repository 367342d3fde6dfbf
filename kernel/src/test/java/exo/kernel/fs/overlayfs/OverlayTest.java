package exo.kernel.fs.overlayfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Mman;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.fs.hostfs.HostFixture;
import exo.kernel.fs.tmpfs.TmpfsOptions;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Munmap;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.FileSystemStatus;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.Statuses;
import exo.kernel.vfs.VfsFixture;
import exo.kernel.vfs.Xattrs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of the host below, memory above. */
class OverlayTest {
  @TempDir Path folder;
  private String before = "";
  private OverlayFixture o;
  private VfsFixture vfs;

  @BeforeEach
  void start() throws Exception {
    HostFixture.shell(
        folder,
        "chmod 755 .; mkdir -p dir/sub empty; echo one > dir/one; echo two > dir/two;"
            + " ln dir/one dir/hard; ln -s one dir/link; echo x > dir/sub/x; echo top > top");
    before = HostFixture.digest(folder);
    o = new OverlayFixture(folder);
    vfs = o.vfs;
  }

  /** Whatever a test did: the folder is as it was, and no frame is lost. */
  @AfterEach
  void end() throws Exception {
    o.close();
    assertEquals(before, HostFixture.digest(folder));
  }

  private static Set<String> set(List<String> names) {
    Set<String> set = new HashSet<>(names);
    assertEquals(names.size(), set.size(), "a name twice in " + names);
    set.removeAll(Set.of(".", ".."));
    return set;
  }

  @Test
  void whatIsWrittenIsSeenAndTheLowerFileStays() throws Exception {
    vfs.write("/mnt/dir/two", "changed");
    vfs.write("/mnt/dir/new", "new");
    assertEquals("changed", vfs.read("/mnt/dir/two"));
    assertEquals("new", vfs.read("/mnt/dir/new"));
    vfs.vfs.dentries().shrink();
    assertEquals("changed", vfs.read("/mnt/dir/two"));
    assertEquals(Set.of("one", "two", "hard", "link", "sub", "new"), set(vfs.list("/mnt/dir")));
  }

  @Test
  void removedNamesAreInvisible() throws Exception {
    vfs.unlink("/mnt/dir/two");
    assertErrno(Errno.ENOENT, () -> vfs.read("/mnt/dir/two"));
    assertEquals(Set.of("one", "hard", "link", "sub"), set(vfs.list("/mnt/dir")));
    vfs.vfs.dentries().shrink();
    assertErrno(Errno.ENOENT, () -> vfs.unlink("/mnt/dir/two"));
    vfs.write("/mnt/dir/two", "again");
    assertEquals("again", vfs.read("/mnt/dir/two"));
    assertEquals(Set.of("one", "two", "hard", "link", "sub"), set(vfs.list("/mnt/dir")));
    vfs.unlink("/mnt/dir/two");
    assertFalse(vfs.exists("/mnt/dir/two"));
    vfs.mkdir("/mnt/dir/two");
    assertEquals(Set.of(), set(vfs.list("/mnt/dir/two")));
  }

  @Test
  void aDirectoryMadeWhereOneWasIsOpaque() throws Exception {
    assertErrno(Errno.ENOTEMPTY, () -> vfs.rmdir("/mnt/dir/sub"));
    vfs.unlink("/mnt/dir/sub/x");
    assertEquals(Set.of(), set(vfs.list("/mnt/dir/sub")));
    vfs.rmdir("/mnt/dir/sub");
    assertFalse(vfs.exists("/mnt/dir/sub"));
    vfs.mkdir("/mnt/dir/sub");
    assertFalse(vfs.exists("/mnt/dir/sub/x"));
    assertEquals(Set.of(), set(vfs.list("/mnt/dir/sub")));
  }

  @Test
  void inodesKeepTheirNumbersWhenTheyAreCopiedUp() throws Exception {
    FileStatus lower = vfs.stat("/mnt/dir/two");
    OpenFile open = vfs.open("/mnt/dir/two", Fcntl.O_RDONLY);
    vfs.write("/mnt/dir/two", "changed");
    FileStatus upper = vfs.stat("/mnt/dir/two");
    assertEquals(lower.inode, upper.inode);
    assertEquals(lower.device, upper.device);
    assertEquals(Files.getAttribute(folder.resolve("dir/two"), "unix:ino"), upper.inode);
    // Who had it open reads what it is now.
    assertEquals("changed", VfsFixture.read(open, 100));
    open.release();
    OpenFile directory = vfs.open("/mnt/dir", Fcntl.O_RDONLY);
    directory.readDirectory(
        (name, inode, type, next) -> {
          if (name.equals("two")) {
            assertEquals(upper.inode, inode);
          }
          return true;
        });
    directory.release();
  }

  @Test
  void hardLinksGoOnBeingOneFile() throws Exception {
    vfs.write("/mnt/dir/hard", "both");
    assertEquals("both", vfs.read("/mnt/dir/one"));
    assertEquals(2, vfs.stat("/mnt/dir/one").links);
    vfs.link("/mnt/dir/one", "/mnt/third");
    assertEquals(3, vfs.stat("/mnt/dir/hard").links);
    vfs.unlink("/mnt/dir/one");
    vfs.vfs.dentries().shrink();
    assertEquals("both", vfs.read("/mnt/dir/hard"));
    assertEquals(2, vfs.stat("/mnt/third").links);
  }

  @Test
  void aFileIsRenamedWithoutACopy() throws Exception {
    vfs.rename("/mnt/dir/two", "/mnt/moved");
    assertEquals(0, o.overlay.usedPages());
    assertEquals("two\n", vfs.read("/mnt/moved"));
    assertFalse(vfs.exists("/mnt/dir/two"));
    vfs.rename("/mnt/moved", "/mnt/dir/one");
    assertEquals("two\n", vfs.read("/mnt/dir/one"));
    assertEquals("one\n", vfs.read("/mnt/dir/hard"));
    assertEquals(1, vfs.stat("/mnt/dir/hard").links);
  }

  @Test
  void aLowerDirectoryDoesNotMoveAndANewOneDoes() throws Exception {
    assertErrno(Errno.EXDEV, () -> vfs.rename("/mnt/dir", "/mnt/other"));
    assertErrno(Errno.EXDEV, () -> vfs.rename("/mnt/top", "/mnt/dir", Fs.RENAME_EXCHANGE));
    vfs.mkdir("/mnt/new");
    vfs.write("/mnt/new/file", "x");
    vfs.rename("/mnt/new", "/mnt/dir/newer");
    assertEquals("x", vfs.read("/mnt/dir/newer/file"));
    assertErrno(Errno.ENOTEMPTY, () -> vfs.rename("/mnt/dir/newer", "/mnt/dir/sub"));
    vfs.rename("/mnt/dir/newer", "/mnt/empty");
    assertEquals("x", vfs.read("/mnt/empty/file"));
  }

  @Test
  void attributesChangeWithoutACopy() throws Exception {
    Attributes.chmod(vfs.who, CWD, "/mnt/dir/two", 04711, 0);
    Attributes.chown(vfs.who, CWD, "/mnt/dir", 7, 8, 0);
    Attributes.utimens(vfs.who, CWD, "/mnt/top", 123, 456, 0);
    assertEquals(0, o.overlay.usedPages());
    vfs.vfs.dentries().shrink();
    assertEquals(Stat.S_IFREG | 04711, vfs.stat("/mnt/dir/two").mode);
    assertEquals(8, vfs.stat("/mnt/dir").gid);
    assertEquals(456, vfs.stat("/mnt/top").mtime);
    assertEquals("two\n", vfs.read("/mnt/dir/two"));
  }

  @Test
  void timesOfUntouchedFilesAreTheLowerLayers() throws Exception {
    vfs.clock.advance(1_000_000_000L * 3600 * 48);
    vfs.read("/mnt/top");
    vfs.list("/mnt/dir");
    FileStatus s = vfs.stat("/mnt/top");
    assertEquals(
        HostFixture.shell(folder, "stat -c %.Y top").strip().replace(".", "").substring(0, 10),
        Long.toString(s.mtime).substring(0, 10));
    vfs.write("/mnt/top", "x");
    assertEquals(vfs.clock.realtimeNanos(), vfs.stat("/mnt/top").mtime);
  }

  @Test
  void anUntouchedTreeLooksAsOnTheHost() throws Exception {
    HostFixture.shell(folder, "ln -s " + "x".repeat(200) + " long; mkfifo fifo; chmod 4755 top");
    before = HostFixture.digest(folder);
    String found =
        HostFixture.shell(folder, "find . -mindepth 1 -printf '%P %i %m %s %n %b %U %G\n'");
    for (String line : found.split("\n")) {
      String name = line.substring(0, line.indexOf(' '));
      FileStatus s = vfs.lstat("/mnt/" + name);
      assertEquals(
          line,
          "%s %d %o %d %d %d %d %d"
              .formatted(name, s.inode, s.mode & 07777, s.size, s.links, s.blocks, s.uid, s.gid));
    }
  }

  @Test
  void truncationWhileOpeningCopiesNothing() throws Exception {
    Files.write(folder.resolve("big"), new byte[1 << 20]);
    before = HostFixture.digest(folder);
    OpenFile file = vfs.open("/mnt/big", Fcntl.O_WRONLY | Fcntl.O_TRUNC);
    assertEquals(0, o.overlay.usedPages());
    assertEquals(0, file.inode().size());
    vfs.write(file, "x");
    file.release();
    assertEquals("x", vfs.read("/mnt/big"));
    Attributes.truncate(vfs.who, "/mnt/dir/two", 2);
    assertEquals("tw", vfs.read("/mnt/dir/two"));
  }

  @Test
  void aBigFileIsCopiedWholeAndItsHolesStayHoles() throws Exception {
    byte[] data = new byte[3 << 20];
    new java.util.Random(1).nextBytes(data);
    try (RandomAccessFile f = new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
      f.write(data);
      f.seek(1L << 24);
      f.write(data);
      f.setLength(1L << 25);
    }
    before = HostFixture.digest(folder);
    OpenFile file = vfs.open("/mnt/sparse", Fcntl.O_RDWR);
    vfs.pwrite(file, "!", 5);
    data[5] = '!';
    assertEquals(1L << 25, file.inode().size());
    String read = VfsFixture.pread(file, data.length, 0);
    assertArrayEquals(data, read.getBytes(StandardCharsets.ISO_8859_1));
    data[5] = 0;
    read = VfsFixture.pread(file, data.length, 1L << 24);
    byte[] second = read.getBytes(StandardCharsets.ISO_8859_1);
    second[5] = 0;
    assertArrayEquals(data, second);
    assertTrue(o.overlay.usedPages() < 1700, () -> "" + o.overlay.usedPages());
    assertEquals(3 << 20, file.seek(0, Fs.SEEK_HOLE));
    assertEquals(1L << 24, file.seek(3 << 20, Fs.SEEK_DATA));
    Attributes.allocate(
        vfs.who, file, Fs.FALLOC_FL_PUNCH_HOLE | Fs.FALLOC_FL_KEEP_SIZE, 0, 1 << 20);
    assertEquals(1 << 20, file.seek(0, Fs.SEEK_DATA));
    file.release();
  }

  @Test
  void aCopyThatDoesNotFitLeavesTheFileAsItWas() throws Exception {
    Files.write(folder.resolve("big"), new byte[1 << 20]);
    before = HostFixture.digest(folder);
    o.close();
    o = new OverlayFixture(folder, new TmpfsOptions(100, 20, 0755, 0, 0));
    vfs = o.vfs;
    assertErrno(Errno.ENOSPC, () -> vfs.open("/mnt/big", Fcntl.O_RDWR));
    assertEquals(0, o.overlay.usedPages());
    assertEquals(1 << 20, vfs.stat("/mnt/big").size);
    vfs.unlink("/mnt/big");
    for (int i = 0; i < 10; i++) {
      vfs.write("/mnt/f" + i, "x");
    }
    assertErrno(
        Errno.ENOSPC,
        () -> {
          for (int i = 0; i < 20; i++) {
            vfs.mkdir("/mnt/d" + i);
          }
        });
    assertErrno(
        Errno.ENOSPC,
        () -> {
          for (int i = 0; i < 20; i++) {
            vfs.link("/mnt/f0", "/mnt/l" + i);
          }
        });
    for (String name : vfs.list("/mnt")) {
      if (name.startsWith("l") || name.startsWith("f")) {
        vfs.unlink("/mnt/" + name);
      } else if (name.startsWith("d") && !name.equals("dir")) {
        vfs.rmdir("/mnt/" + name);
      }
    }
    FileSystemStatus s = new FileSystemStatus();
    Statuses.statfs(vfs.who, "/mnt", s);
    assertEquals(Statfs.OVERLAYFS_SUPER_MAGIC, s.magic);
    assertEquals(100, s.freeBlocks);
    assertEquals(100, s.blocks);
    // The root of the upper layer, and the file whose copy did not fit: it still has a name kept.
    assertTrue(s.freeFiles >= 18, () -> "" + s.freeFiles);
  }

  @Test
  void anUnlinkedFileLivesAsLongAsItIsOpen() throws Exception {
    OpenFile lower = vfs.open("/mnt/dir/two", Fcntl.O_RDONLY);
    OpenFile upper = vfs.open("/mnt/new", Fcntl.O_RDWR | Fcntl.O_CREAT);
    vfs.write(upper, "new");
    vfs.unlink("/mnt/dir/two");
    vfs.unlink("/mnt/new");
    vfs.vfs.dentries().shrink();
    assertEquals("two\n", VfsFixture.pread(lower, 10, 0));
    assertEquals("new", VfsFixture.pread(upper, 10, 0));
    assertEquals(0, lower.inode().links());
    assertEquals(1, o.overlay.usedPages());
    upper.release();
    lower.release();
    assertEquals(0, o.overlay.usedPages());
  }

  @Test
  void unnamedFilesCanBeGivenAName() throws Exception {
    OpenFile file = Opens.open(vfs.who, CWD, "/mnt/dir", Fcntl.O_TMPFILE | Fcntl.O_RDWR, 0644);
    vfs.write(file, "x");
    int fd = vfs.who.files().add(file, false, VfsFixture.LIMIT);
    exo.kernel.vfs.Links.link(vfs.who, fd, "", CWD, "/mnt/dir/named", Fcntl.AT_EMPTY_PATH);
    assertEquals("x", vfs.read("/mnt/dir/named"));
    assertEquals(1, vfs.stat("/mnt/dir/named").links);
    vfs.who.files().close(fd);
  }

  @Test
  void readingADirectoryMissesNothingThatStays() throws Exception {
    HostFixture.shell(folder, "mkdir many; cd many; for i in $(seq 300); do echo > f$i; done");
    before = HostFixture.digest(folder);
    for (int i = 0; i < 50; i++) {
      vfs.write("/mnt/many/n" + i, "");
    }
    OpenFile directory = vfs.open("/mnt/many", Fcntl.O_RDONLY);
    List<String> seen = new ArrayList<>();
    for (int round = 0; ; round++) {
      List<String> some = VfsFixture.list(directory, 7);
      if (some.isEmpty()) {
        break;
      }
      seen.addAll(some);
      // Each is copied up, replaced by a rename, or removed, some before and some after their turn.
      int i = 300 - round * 5;
      if (i > 5) {
        vfs.write("/mnt/many/f" + i, "changed");
        vfs.rename("/mnt/many/f" + i, "/mnt/many/f" + (i - 1));
        vfs.write("/mnt/many/temporary", "new");
        vfs.rename("/mnt/many/temporary", "/mnt/many/f" + (i - 2));
      }
    }
    directory.release();
    Set<String> all = set(seen);
    for (int i = 1; i <= 300; i++) {
      if (vfs.exists("/mnt/many/f" + i)) {
        assertTrue(all.contains("f" + i), "f" + i);
      }
    }
    for (int i = 0; i < 50; i++) {
      assertTrue(all.contains("n" + i), "n" + i);
    }
  }

  @Test
  void positionsInADirectoryStay() throws Exception {
    for (int i = 0; i < 20; i++) {
      vfs.write("/mnt/dir/n" + i, "");
    }
    OpenFile directory = vfs.open("/mnt/dir", Fcntl.O_RDONLY);
    List<Long> positions = new ArrayList<>(List.of(0L));
    List<String> names = new ArrayList<>();
    directory.readDirectory(
        (name, inode, type, next) -> {
          positions.add(next);
          return names.add(name);
        });
    for (int i = names.size(); i > 0; i--) {
      directory.seek(positions.get(i - 1), Fs.SEEK_SET);
      assertEquals(List.of(names.get(i - 1)), VfsFixture.list(directory, 1));
      assertEquals(positions.get(i), directory.position());
    }
    directory.release();
  }

  @Test
  void devicesOfTheLowerLayerAreTheMachinesOwn() throws Exception {
    Directories.mknod(vfs.who, CWD, "/mnt/null", Stat.S_IFCHR | 0666, 0x103);
    assertEquals(0x103, vfs.stat("/mnt/null").rdev);
    assertErrno(Errno.ENXIO, () -> vfs.open("/mnt/null", Fcntl.O_RDWR));
    Directories.mknod(vfs.who, CWD, "/mnt/fifo", Stat.S_IFIFO | 0666, 0);
    assertEquals(Stat.S_IFIFO | 0666, vfs.stat("/mnt/fifo").mode);
  }

  @Test
  void extendedAttributesAreKeptInMemory() throws Exception {
    exo.kernel.vfs.Path two = vfs.path("/mnt/dir/two");
    assertErrno(Errno.ENODATA, () -> Xattrs.get(vfs.who, two, "user.a"));
    assertEquals(List.of(), Xattrs.list(vfs.who, two));
    Xattrs.set(vfs.who, two, "user.a", new byte[] {1, 2}, 0);
    vfs.vfs.dentries().shrink();
    assertArrayEquals(new byte[] {1, 2}, Xattrs.get(vfs.who, vfs.path("/mnt/dir/two"), "user.a"));
    assertEquals("two\n", vfs.read("/mnt/dir/two"));
    vfs.write("/mnt/dir/two", "changed");
    assertEquals(List.of("user.a"), Xattrs.list(vfs.who, vfs.path("/mnt/dir/two")));
    Xattrs.remove(vfs.who, vfs.path("/mnt/dir/two"), "user.a");
    assertErrno(Errno.ENODATA, () -> Xattrs.remove(vfs.who, vfs.path("/mnt/dir/two"), "user.a"));
    Xattrs.set(vfs.who, vfs.path("/mnt/dir"), "trusted.b", new byte[0], 0);
    assertEquals(List.of("trusted.b"), Xattrs.list(vfs.who, vfs.path("/mnt/dir")));
  }

  @Test
  void sharedMappingsWriteToTheCopy() throws Exception {
    OpenFile file = vfs.open("/mnt/dir/two", Fcntl.O_RDWR);
    FileMapping mapping = new FileMapping(file.pages(), file.mappedName(), true, true, true);
    int prot = Mman.PROT_READ | Mman.PROT_WRITE;
    long va = Mmap.map(vfs.space, 0, 4096, prot, Mman.MAP_SHARED, mapping, 0);
    vfs.clock.advance(1_000_000_000);
    vfs.space.memory().write(va, new byte[] {'T'});
    assertEquals("Two\n", VfsFixture.pread(file, 10, 0));
    assertEquals(vfs.clock.realtimeNanos(), vfs.stat("/mnt/dir/two").mtime);
    vfs.pwrite(file, "W", 1);
    assertEquals('W', vfs.space.memory().getByte(va + 1));
    file.release();
    Munmap.unmap(vfs.space, va, 4096);
    assertEquals("TWo\n", vfs.read("/mnt/dir/two"));
  }

  @Test
  void aMappingOfTheLowerFileOutlivesTheCopy() throws Exception {
    OpenFile file = vfs.open("/mnt/dir/two", Fcntl.O_RDONLY);
    FileMapping mapping = new FileMapping(file.pages(), file.mappedName(), true, false, true);
    long va = Mmap.map(vfs.space, 0, 4096, Mman.PROT_READ, Mman.MAP_PRIVATE, mapping, 0);
    file.release();
    vfs.write("/mnt/dir/two", "changed");
    vfs.unlink("/mnt/dir/two");
    assertEquals('t', vfs.space.memory().getByte(va));
    Munmap.unmap(vfs.space, va, 4096);
  }

  @Test
  void whatIsAsBelowIsForgottenAndWhatChangedIsNot() throws Exception {
    long number = vfs.stat("/mnt/dir/two").inode;
    long changed = vfs.stat("/mnt/top").inode;
    vfs.write("/mnt/top", "changed");
    vfs.vfs.dentries().shrink();
    assertNull(o.overlay.known(number));
    assertTrue(o.overlay.known(changed) != null);
    vfs.unlink("/mnt/top");
    assertNull(o.overlay.known(changed));
  }

  @Test
  void descriptorsGoWithTheMount() throws IOException, Errno {
    vfs.read("/mnt/dir/sub/x");
    exo.kernel.vfs.Mounting.unmount(vfs.path("/mnt"), false);
    String prefix = folder.toRealPath().toString();
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      assertEquals(
          0,
          all.filter(
                  fd -> {
                    try {
                      return Files.readSymbolicLink(fd).toString().startsWith(prefix);
                    } catch (IOException gone) {
                      return false;
                    }
                  })
              .count());
    }
    assertEquals(0, o.cache.frames());
  }
}
