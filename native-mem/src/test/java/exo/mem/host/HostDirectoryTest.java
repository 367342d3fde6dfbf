package exo.mem.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostDirectoryTest {
  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int ENOTDIR = 20;
  private static final int EISDIR = 21;
  private static final int EINVAL = 22;
  private static final int ENAMETOOLONG = 36;
  private static final int ELOOP = 40;

  @TempDir Path folder;
  private HostDirectory directory;

  @BeforeEach
  void open() throws HostException {
    directory = HostDirectory.open(folder);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  static void fails(int errno, Executable what) {
    assertEquals(errno, assertThrows(HostException.class, what).errno());
  }

  @Test
  void opensFoldersAndFilesByName() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/file"), "hello");
    try (HostDirectory a = directory.openDirectory("a");
        HostDirectory b = a.openDirectory("b");
        HostFile file = b.openFile("file")) {
      assertEquals(5, file.size());
    }
  }

  @Test
  void whatIsMissingIsENOENT() {
    fails(ENOENT, () -> directory.openFile("missing"));
    fails(ENOENT, () -> directory.openDirectory("missing"));
    fails(ENOENT, () -> directory.stat("missing"));
    fails(ENOENT, () -> directory.readLink("missing"));
    fails(ENOENT, () -> HostDirectory.open(folder.resolve("missing")));
  }

  @Test
  void theMessageNamesTheCallTheNameAndTheReason() {
    HostException e = assertThrows(HostException.class, () -> directory.stat("m\u00c3\u00a4h"));
    assertEquals("statx m\u00e4h: No such file or directory", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/b", "/etc", "../x", "a\0b", "\u0100"})
  void aNameIsOneComponentAndDoesNotLeave(String name) {
    assertThrows(IllegalArgumentException.class, () -> directory.openFile(name));
    assertThrows(IllegalArgumentException.class, () -> directory.openDirectory(name));
    assertThrows(IllegalArgumentException.class, () -> directory.stat(name));
    assertThrows(IllegalArgumentException.class, () -> directory.readLink(name));
    assertThrows(IllegalArgumentException.class, () -> directory.createFile(name, 0644));
    assertThrows(IllegalArgumentException.class, () -> directory.mkdir(name, 0755));
    assertThrows(IllegalArgumentException.class, () -> directory.unlink(name));
    assertThrows(IllegalArgumentException.class, () -> directory.rmdir(name));
    assertThrows(IllegalArgumentException.class, () -> directory.symlink("x", name));
    assertThrows(IllegalArgumentException.class, () -> directory.chmod(name, 0));
    assertThrows(IllegalArgumentException.class, () -> directory.utimens(name, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> directory.rename("x", directory, name, 0));
    assertThrows(IllegalArgumentException.class, () -> directory.link("x", directory, name));
  }

  @Test
  void aNameOf255BytesIsTheLongest() throws IOException {
    String longest = "n".repeat(255);
    Files.writeString(folder.resolve(longest), "x");
    assertEquals(1, directory.stat(longest).size());
    fails(ENAMETOOLONG, () -> directory.stat(longest + "n"));
    fails(ENAMETOOLONG, () -> directory.openFile("n".repeat(100_000)));
  }

  @Test
  void linksAreNeverFollowed() throws IOException {
    Files.createDirectory(folder.resolve("inside"));
    Files.createSymbolicLink(folder.resolve("folder"), Path.of("inside"));
    Files.createSymbolicLink(folder.resolve("out"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
    fails(ENOTDIR, () -> directory.openDirectory("folder"));
    fails(ENOTDIR, () -> directory.openDirectory("up"));
    fails(ELOOP, () -> directory.openFile("out"));
    fails(ELOOP, () -> directory.openFileForWriting("out"));
    assertTrue(directory.stat("out").isSymbolicLink());
    assertEquals("/etc/passwd", directory.readLink("out"));
    assertEquals("..", directory.readLink("up"));
    fails(EINVAL, () -> directory.readLink("inside"));
  }

  @Test
  void theFolderTheUserNamesMayBeALink() throws IOException {
    Files.createDirectory(folder.resolve("real"));
    Files.writeString(folder.resolve("real/file"), "x");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    try (HostDirectory real = HostDirectory.open(folder.resolve("link"))) {
      assertEquals(1, real.stat("file").size());
    }
    fails(ENOTDIR, () -> HostDirectory.open(folder.resolve("real/file")));
  }

  @Test
  void aFifoIsRefusedAndNotWaitedFor() throws Exception {
    Shell.run(folder, "mkfifo fifo");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          fails(EACCES, () -> directory.openFile("fifo"));
          fails(EACCES, () -> directory.openFileForWriting("fifo"));
          fails(ENOTDIR, () -> directory.openDirectory("fifo"));
        });
    assertEquals(0x1000, directory.stat("fifo").mode() & 0xf000);
  }

  @Test
  void aSocketIsRefused() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      fails(EACCES, () -> directory.openFile("socket"));
      assertEquals(0xc000, directory.stat("socket").mode() & 0xf000);
    }
  }

  @Test
  void aDeviceIsRefused() throws IOException {
    try (HostDirectory dev = HostDirectory.open(Path.of("/dev"))) {
      fails(EACCES, () -> dev.openFile("null"));
      fails(EACCES, () -> dev.openFileForWriting("zero"));
      HostStat stat = dev.stat("null");
      assertEquals(0x2000, stat.mode() & 0xf000);
      assertEquals(0x103, stat.specialDevice());
    }
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("file"), "");
    fails(EISDIR, () -> directory.openFile("sub"));
    fails(ENOTDIR, () -> directory.openDirectory("file"));
  }

  @Test
  void theHostsProcIsRefusedFromEverySide() throws IOException {
    fails(EACCES, () -> HostDirectory.open(Path.of("/proc")));
    fails(EACCES, () -> HostDirectory.open(Path.of("/proc/self")));
    try (HostDirectory root = HostDirectory.open(Path.of("/"))) {
      fails(EACCES, () -> root.openDirectory("proc"));
      assertTrue(root.stat("proc").isDirectory());
    }
  }

  @Test
  void statSaysWhatStatSays() throws Exception {
    Files.writeString(folder.resolve("file"), "twelve bytes");
    Shell.run(
        folder,
        "chmod 2751 file; ln file other; touch -a -d '2001-02-03 04:05:06.789012345' file;"
            + " touch -m -d '1969-12-31 23:59:58.5' file; ln -s file link; mkdir sub");
    for (String name : new String[] {"file", "link", "sub"}) {
      HostStat s = directory.stat(name);
      String expected =
          Shell.run(folder, "stat -c '%f %u %g %h %s %i %d %b %o %.X %.Y %.Z' " + name);
      String actual =
          String.format(
              Locale.ROOT,
              "%x %d %d %d %d %d %d %d %d %s %s %s%n",
              s.mode(),
              s.uid(),
              s.gid(),
              s.links(),
              s.size(),
              s.inode(),
              s.device(),
              s.blocks(),
              s.blockSize(),
              seconds(s.accessedNanos()),
              seconds(s.modifiedNanos()),
              seconds(s.changedNanos()));
      assertEquals(expected, actual);
    }
    assertEquals(981_173_106_789_012_345L, directory.stat("file").accessedNanos());
    assertEquals(-1_500_000_000L, directory.stat("file").modifiedNanos());
    assertTrue(directory.stat("file").isRegular());
    assertTrue(directory.stat("sub").isDirectory());
    assertEquals(Files.getAttribute(folder, "unix:ino"), directory.stat().inode());
  }

  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).toPlainString();
  }

  @Test
  void namesMayBeAnyBytes() throws Exception {
    Shell.run(
        folder,
        "printf x > \"$(printf '\\377\\376')\"; printf xx > \"$(printf 'a\\nb')\";"
            + " printf xxx > '-rf *'; ln -s \"$(printf '\\200')\" \"$(printf '\\001')\"");
    assertEquals(1, directory.stat("\u00ff\u00fe").size());
    assertEquals(2, directory.stat("a\nb").size());
    assertEquals(3, directory.stat("-rf *").size());
    assertEquals("\u0080", directory.readLink("\u0001"));
    Set<String> names = new HashSet<>();
    directory.list((name, inode, type, next) -> names.add(name));
    assertEquals(Set.of("\u00ff\u00fe", "a\nb", "-rf *", "\u0001"), names);
  }

  @Test
  void aFolderWithAnOddNameCanBeOpened() throws Exception {
    // Neither UTF-8 nor anything Java could make of a String; and what a URI would escape.
    Shell.run(folder, "d=\"$(printf 'sp ace%%41\\374+#?')\"; mkdir \"$d\"; printf x > \"$d/file\"");
    try (Stream<Path> only = Files.list(folder);
        HostDirectory opened = HostDirectory.open(only.findFirst().orElseThrow())) {
      assertEquals(1, opened.stat("file").size());
    }
  }

  @Test
  void listNamesEachEntryOnceWithInodeAndType() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    Files.createDirectory(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("x"));
    TreeMap<String, Integer> types = new TreeMap<>();
    directory.list(
        (name, inode, type, next) -> {
          assertFalse(types.containsKey(name));
          types.put(name, type);
          try {
            assertEquals(directory.stat(name).inode(), inode);
          } catch (HostException e) {
            throw new AssertionError(e);
          }
          return true;
        });
    assertEquals("{file=8, link=10, sub=4}", types.toString());
  }

  @Test
  void listOfMoreNamesThanOneCallReturnsIsComplete() throws IOException {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      String name = "x".repeat(240) + i;
      Files.createFile(folder.resolve(name));
      made.add(name);
    }
    for (int round = 0; round < 2; round++) {
      Set<String> seen = new HashSet<>();
      directory.list(
          (name, inode, type, next) -> {
            assertTrue(seen.add(name), name);
            return true;
          });
      assertEquals(made, seen);
    }
    int[] count = {0};
    directory.list((name, inode, type, next) -> ++count[0] < 7);
    assertEquals(7, count[0]);
  }

  @Test
  void listGoesOnFromAnyPositionThoughNamesComeAndGo() throws IOException {
    for (int i = 0; i < 100; i++) {
      Files.createFile(folder.resolve("f" + i));
    }
    Set<String> seen = new HashSet<>();
    long[] at = {0};
    for (int round = 0; round < 1000 && seen.size() < 100; round++) {
      int[] count = {0};
      directory.list(
          at[0],
          (name, inode, type, next) -> {
            assertTrue(!name.startsWith("f") || seen.add(name), name);
            assertTrue(next > 0);
            at[0] = next;
            return ++count[0] < 7;
          });
      Files.createFile(folder.resolve("new" + round));
      Files.deleteIfExists(folder.resolve("new" + (round - 1)));
    }
    assertEquals(100, seen.size());
  }

  @Test
  void fileSystemSaysWhatStatfsSays() throws Exception {
    HostFileSystem fs = directory.fileSystem();
    String expected = Shell.run(folder, "stat -f -c '%t %S %b %c %l' .");
    assertEquals(
        expected.strip(),
        Long.toHexString(fs.type())
            + " "
            + fs.blockSize()
            + " "
            + fs.blocks()
            + " "
            + fs.files()
            + " "
            + fs.longestName());
    assertTrue(fs.available() <= fs.free() && fs.free() <= fs.blocks());
    assertTrue(fs.freeFiles() <= fs.files());
  }

  @Test
  void afterCloseEveryUseIsAnException() throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    directory.close();
    directory.close();
    assertThrows(IllegalStateException.class, () -> directory.stat("file"));
    assertThrows(IllegalStateException.class, () -> directory.openFile("file"));
    assertThrows(IllegalStateException.class, () -> directory.list((n, i, t, next) -> true));
    assertThrows(IllegalStateException.class, () -> directory.mkdir("sub", 0755));
  }

  @Test
  void noRefusalLeavesADescriptor() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/"));
    Shell.run(folder, "mkfifo fifo");
    Files.createDirectory(folder.resolve("sub"));
    for (int i = 0; i < 100; i++) {
      assertThrows(HostException.class, () -> directory.openFile("link"));
      assertThrows(HostException.class, () -> directory.openFile("fifo"));
      assertThrows(HostException.class, () -> directory.openFile("sub"));
      assertThrows(HostException.class, () -> directory.openDirectory("fifo"));
      assertThrows(HostException.class, () -> directory.chmod("link", 0));
      assertThrows(HostException.class, () -> HostDirectory.open(Path.of("/proc/self")));
      directory.list((name, inode, type, next) -> false);
      directory.openDirectory("sub").close();
    }
    // Ours alone has this folder open.
    assertEquals(1, Shell.descriptors(folder.toRealPath().toString()));
  }

  @Test
  void aFolderSwappedForALinkMeanwhileDoesNotLeadOut() throws Exception {
    Files.createDirectory(folder.resolve("dir"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));
    Thread swapper =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (HostDirectory mine = HostDirectory.open(folder)) {
                    while (!Thread.interrupted()) {
                      // RENAME_EXCHANGE
                      mine.rename("dir", mine, "link", 2);
                    }
                  } catch (HostException e) {
                    throw new AssertionError(e);
                  }
                });
    int opened = 0;
    for (int i = 0; i < 5000; i++) {
      try (HostDirectory dir = directory.openDirectory("dir")) {
        opened++;
        fails(ENOENT, () -> dir.stat("passwd"));
      } catch (HostException e) {
        assertEquals(ENOTDIR, e.errno());
      }
    }
    swapper.interrupt();
    swapper.join();
    assertTrue(opened > 0);
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
