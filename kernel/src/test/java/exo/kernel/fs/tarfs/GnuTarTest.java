package exo.kernel.fs.tarfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Stat;
import exo.kernel.fs.hostfs.HostFixture;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.Links;
import exo.kernel.vfs.VfsFixture;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that GNU tar made unpack to the tree that they were made of. */
class GnuTarTest {
  /** A name of 90 bytes, so that two make more than a v7 header holds. */
  private static final String LONG = "n".repeat(90);

  @TempDir Path folder;

  private static void unpack(VfsFixture vfs, Path archive) throws Exception {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
      TarUnpacker.unpack(in, vfs.who);
    }
  }

  private Path tree() throws Exception {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    HostFixture.shell(
        tree,
        "umask 022; mkdir -p dir/sub empty; printf hello > dir/file; printf x > dir/sub/x;"
            + " ln dir/file dir/hard; ln -s ../anywhere dir/link; ln -s /etc/passwd absolute;"
            + " seq 100000 > big; : > nothing; chmod 4751 big; chmod 1777 empty;"
            + " printf 1 > \"$(printf 'odd \\377\\n name')\"; mkfifo fifo;"
            + " touch -d @1234567890.123456789 dir/file; touch -h -d @-5 dir/link;"
            + " touch -d @1000000000 dir");
    return tree;
  }

  /** What a tree on the host is like, in words that {@link #describe} uses. */
  private static TreeSet<String> expected(Path tree, boolean nanos) throws Exception {
    String time = nanos ? "%T@" : "%Ts";
    String said =
        HostFixture.shell(tree, "find . -printf '%P\\001%m %y %U %G " + time + " %n %l\\002'");
    TreeSet<String> lines = new TreeSet<>();
    for (String line : said.split("\u0002")) {
      String[] parts = line.split("\u0001", 2);
      // The root has its attributes from the entry ".", but the machine's own tree has more links.
      if (!parts[0].isEmpty()) {
        lines.add(
            parts[0] + " " + parts[1].replaceAll("(\\.\\d{9})\\d", "$1") + content(tree, parts[0]));
      }
    }
    return lines;
  }

  private static String content(Path tree, String name) throws Exception {
    return HostFixture.shell(
            tree,
            "n=\"$(printf '%b' '"
                + name.replace("\n", "\\n").replace("\u00ff", "\\0377")
                + "')\"; [ -L \"$n\" ] || ! [ -f \"$n\" ] || sha256sum < \"$n\"")
        .strip();
  }

  private TreeSet<String> describe(VfsFixture vfs, String path, boolean nanos) throws Exception {
    TreeSet<String> lines = new TreeSet<>();
    for (String name : vfs.list(path.isEmpty() ? "/" : path)) {
      if (name.equals(".") || name.equals("..")) {
        continue;
      }
      String child = path + "/" + name;
      FileStatus s = vfs.lstat(child);
      boolean link = (s.mode & Stat.S_IFMT) == Stat.S_IFLNK;
      String seconds =
          nanos
              ? "%d.%09d"
                  .formatted(
                      Math.floorDiv(s.mtime, 1_000_000_000), Math.floorMod(s.mtime, 1_000_000_000))
              : Long.toString(Math.floorDiv(s.mtime, 1_000_000_000));
      lines.add(
          "%s %o %s %d %d %s %d %s%s"
              .formatted(
                  child.substring(1),
                  s.mode & 07777,
                  "?pc?d?b?f?l?s".charAt(s.mode >> 12),
                  s.uid,
                  s.gid,
                  seconds,
                  s.links,
                  link ? Links.readlink(vfs.who, VfsFixture.CWD, child) : "",
                  (s.mode & Stat.S_IFMT) == Stat.S_IFREG ? sha256(vfs, child) : ""));
      if ((s.mode & Stat.S_IFMT) == Stat.S_IFDIR) {
        lines.addAll(describe(vfs, child, nanos));
      }
    }
    return lines;
  }

  private String sha256(VfsFixture vfs, String path) throws Exception {
    StringBuilder text = new StringBuilder();
    var file = vfs.open(path, 0);
    for (String part = VfsFixture.read(file, 1 << 20);
        !part.isEmpty();
        part = VfsFixture.read(file, 1 << 20)) {
      text.append(part);
    }
    file.release();
    Path copy = folder.resolve("copy");
    Files.write(copy, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    return HostFixture.shell(folder, "sha256sum < copy").strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "ustar", "gnu", "oldgnu", "pax", "posix"})
  void everyFormatUnpacksToWhatItWasMadeOf(String format) throws Exception {
    Path tree = tree();
    boolean pax = format.equals("pax") || format.equals("posix");
    // v7 knows no FIFOs, ustar no times before 1970.
    String rest = format.equals("v7") ? "rm fifo;" : "";
    if (format.equals("v7") || format.equals("ustar")) {
      rest += " touch -h -d @5 dir/link; touch -d @1000000000 dir;";
    }
    HostFixture.shell(tree, rest + " tar --format=" + format + " -cf ../archive .");
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(vfs, folder.resolve("archive"));
      assertEquals(expected(tree, pax), describe(vfs, "", pax));
      assertEquals(vfs.stat("/dir/file").inode, vfs.stat("/dir/hard").inode);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax"})
  void longNamesAndLinksAreWhole(String format) throws Exception {
    String deep = (LONG + "/").repeat(5);
    String name = deep + "m".repeat(255);
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.createDirectories(tree.resolve(deep));
    Files.writeString(tree.resolve(name), "deep");
    Files.createLink(tree.resolve(deep + "hard"), tree.resolve(name));
    Files.createSymbolicLink(tree.resolve("link"), Path.of(name));
    HostFixture.shell(tree, "tar --format=" + format + " -cf ../archive .");
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(vfs, folder.resolve("archive"));
      assertEquals("deep", vfs.read("/" + name));
      assertEquals("deep", vfs.read("/" + deep + "hard"));
      assertEquals("deep", vfs.read("/link"));
    }
  }

  @Test
  void aNameOf255BytesFitsUstarByItsPrefix() throws Exception {
    String name = LONG + "/" + "m".repeat(60) + "/" + "k".repeat(99);
    Path file = folder.resolve("tree").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    HostFixture.shell(folder.resolve("tree"), "tar --format=ustar -cf ../archive " + LONG);
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(vfs, folder.resolve("archive"));
      assertEquals("x", vfs.read("/" + name));
    }
  }

  @Test
  void absoluteNamesBeginAtTheGuestsRoot() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    HostFixture.shell(folder, "tar -P -cf archive " + file);
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(vfs, folder.resolve("archive"));
      assertEquals("x", vfs.read(file.toString()));
    }
  }

  @Test
  void devicesAreMadeWithTheirNumbers() throws Exception {
    Assumptions.assumeTrue(HostFixture.shell(folder, "id -u").strip().equals("0"), "needs root");
    HostFixture.shell(
        folder, "mkdir t; mknod t/null c 1 3; mknod t/disk b 259 70000; tar -C t -cf archive .");
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(vfs, folder.resolve("archive"));
      String expected = HostFixture.shell(folder, "stat -c '%t:%T' t/null t/disk");
      List<String> found = new ArrayList<>();
      for (String name : List.of("/null", "/disk")) {
        long rdev = vfs.stat(name).rdev;
        found.add(
            "%x:%x"
                .formatted(
                    exo.kernel.vfs.DeviceNumber.major(rdev),
                    exo.kernel.vfs.DeviceNumber.minor(rdev)));
      }
      assertEquals(expected.strip(), String.join("\n", found));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "posix"})
  void sparseFilesAreRefusedInWords(String format) throws Exception {
    HostFixture.shell(
        folder, "truncate -s 10M sparse; tar --sparse --format=" + format + " -cf archive sparse");
    try (VfsFixture vfs = new VfsFixture()) {
      TarException e =
          assertThrows(TarException.class, () -> unpack(vfs, folder.resolve("archive")));
      assertTrue(e.getMessage().contains("--sparse"), e.getMessage());
    }
  }

  @Test
  void appendedFilesReplaceThoseBefore() throws Exception {
    HostFixture.shell(
        folder,
        "echo old > a; ln a b; echo 1 > c; tar -cf archive a b c; rm a b c; echo new > a;"
            + " ln -s a b; tar -rf archive a b");
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(vfs, folder.resolve("archive"));
      assertEquals("new\n", vfs.read("/a"));
      assertEquals("new\n", vfs.read("/b"));
      assertEquals("1\n", vfs.read("/c"));
    }
  }

  @Test
  void aFileThatWasArchivedTwiceIsThereOnce() throws Exception {
    HostFixture.shell(folder, "echo x > a; ln a b; tar -cf archive a b a b");
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(vfs, folder.resolve("archive"));
      assertEquals("x\n", vfs.read("/a"));
      assertEquals(2, vfs.stat("/b").links);
    }
  }

  @Test
  void numbersTooLargeForOctalAreRead() throws Exception {
    HostFixture.shell(
        folder,
        "echo x > a; touch -d @9000000000 a;"
            + " tar --format=gnu --owner=u:3000000 --group=g:4000000000 -cf archive a");
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(vfs, folder.resolve("archive"));
      FileStatus s = vfs.stat("/a");
      assertEquals(3_000_000, s.uid);
      assertEquals((int) 4_000_000_000L, s.gid);
      assertEquals(9_000_000_000L * 1_000_000_000, s.mtime);
    }
  }

  @Test
  void compressedArchivesAreNamedAsSuch() throws Exception {
    HostFixture.shell(
        folder, "echo x > a; tar -cf archive a; gzip -k archive; bzip2 -k archive; xz -k archive");
    for (String how : List.of("gz gzip", "bz2 bzip2", "xz xz")) {
      try (VfsFixture vfs = new VfsFixture()) {
        Path file = folder.resolve("archive." + how.split(" ")[0]);
        TarException e = assertThrows(TarException.class, () -> unpack(vfs, file));
        assertTrue(e.getMessage().contains("with " + how.split(" ")[1]), e.getMessage());
      }
    }
  }
}
