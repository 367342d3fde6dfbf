package exo.kernel.fs.tarfs;

import static exo.kernel.fs.tarfs.TarBuilder.put;
import static exo.kernel.fs.tarfs.TarBuilder.record;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.VfsFixture;
import exo.kernel.vfs.Xattrs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Archives that are damaged, or made to do harm. */
class HostileTarTest {
  private static void unpack(VfsFixture vfs, InputStream in) throws IOException {
    TarUnpacker.unpack(in, vfs.who);
  }

  /** Unpacking fails with a message that has these words. */
  private static void refused(InputStream in, String words) {
    try (VfsFixture vfs = new VfsFixture()) {
      TarException e = assertThrows(TarException.class, () -> unpack(vfs, in));
      assertTrue(e.getMessage().contains(words), e.getMessage());
      assertTrue(e.getMessage().startsWith("tar archive, header at byte "), e.getMessage());
    }
  }

  private static TarBuilder header(int at, String text) {
    return new TarBuilder().add('0', "file", "", new byte[0], h -> put(h, at, text));
  }

  @Test
  void namesWithDotsAreRefused() {
    for (String name : List.of("../x", "a/../../x", "/../x", "..", "a/..")) {
      refused(new TarBuilder().file(name, "x").end(), "leads out");
    }
    refused(new TarBuilder().file("a", "x").add('1', "b", "../../etc/passwd").end(), "leads out");
  }

  @Test
  void oddNamesStayInside() throws Exception {
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(
          vfs,
          new TarBuilder()
              .file("///a//./b", "1")
              .file("./c", "2")
              .file("d/e/f", "3")
              .file("...", "4")
              .add('5', "./", "")
              .add('5', "/", "")
              .end());
      assertEquals("1", vfs.read("/a/b"));
      assertEquals("2", vfs.read("/c"));
      assertEquals("3", vfs.read("/d/e/f"));
      assertEquals("4", vfs.read("/..."));
      assertEquals(0644, vfs.stat("/").mode & 07777);
    }
  }

  @Test
  void entriesThroughLinksStayInTheGuest() throws Exception {
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(
          vfs,
          new TarBuilder()
              .add('5', "usr", "")
              .add('2', "up", "../../../../usr")
              .add('2', "lib", "/usr")
              .file("up/one", "1")
              .file("lib/two", "2")
              .end());
      assertEquals("1", vfs.read("/usr/one"));
      assertEquals("2", vfs.read("/usr/two"));
    }
    refused(
        new TarBuilder().add('2', "loop", "loop").file("loop/x", "").end(), "levels of symbolic");
    refused(new TarBuilder().file("file", "").file("file/x", "").end(), "Not a directory");
  }

  @Test
  void fieldsAreChecked() {
    refused(header(124, "99999999999").end(), "size is no number");
    refused(header(108, "x").end(), "user id is no number");
    refused(header(136, "12:34").end(), "time is no number");
    refused(header(100, "77777778").end(), "mode is no number");
    refused(
        new TarBuilder()
            .add('0', "f", "", new byte[0], h -> Arrays.fill(h, 124, 136, (byte) 0xff))
            .end(),
        "a size of -1");
    refused(
        new TarBuilder()
            .add('0', "f", "", new byte[0], h -> Arrays.fill(h, 108, 116, (byte) 0x80))
            .end(),
        "a uid of");
    refused(
        new TarBuilder()
            .add(
                '3',
                "f",
                "",
                new byte[0],
                h -> {
                  put(h, 329, "0010000\0");
                  put(h, 337, "0000000\0");
                })
            .end(),
        "device number");
    refused(new TarBuilder().add('0', "", "").end(), "an empty name");
    refused(new TarBuilder().add('2', "x", "").end(), "an empty name");
    refused(new TarBuilder().add('Q', "x", "").end(), "kind that is not known");
    refused(new TarBuilder().add('M', "x", "").end(), "several volumes");
    refused(new TarBuilder().add('S', "x", "").end(), "sparse");
    refused(new TarBuilder().add('1', "x", "missing").end(), "No such file");
  }

  @Test
  void wrongChecksumsAreToldWithBothNumbers() {
    byte[] archive = new TarBuilder().file("file", "x").bytes();
    archive[0]++;
    refused(new ByteArrayInputStream(archive), "wrong checksum: ");
    refused(new ByteArrayInputStream(new byte[] {1, 2, 3}), "ends where a header should be");
    refused(new ByteArrayInputStream(new byte[0]), "ends where a header should be");
    byte[] text = new byte[2000];
    Arrays.fill(text, (byte) 'x');
    refused(new ByteArrayInputStream(text), "there is no header");
  }

  @Test
  void anArchiveMayEndAfterAnyEntryAndNowhereElse() throws Exception {
    byte[] archive =
        new TarBuilder()
            .file("a", "x".repeat(700))
            .extended('x', record("path", "b"))
            .file("unused", "y")
            .bytes();
    try (VfsFixture vfs = new VfsFixture()) {
      for (int length = 1; length < archive.length; length++) {
        byte[] part = Arrays.copyOf(archive, length);
        if (length == 512 + 1024) {
          unpack(vfs, new ByteArrayInputStream(part));
          assertEquals(700, vfs.stat("/a").size);
        } else {
          assertThrows(
              TarException.class,
              () -> unpack(vfs, new ByteArrayInputStream(part)),
              "cut at " + length);
        }
      }
    }
  }

  @Test
  void extendedHeadersAreChecked() {
    for (String records :
        List.of(
            "x",
            "9",
            "999999999999 a=b\n",
            "0 a=b\n",
            "4 a=b\n",
            "6 a=b",
            "-6 a=b\n",
            "6 =bc\n",
            "5 ab\n",
            "7 a=b\n",
            "+6 a=b\n")) {
      refused(new TarBuilder().extended('x', records).file("f", "").end(), "pax record");
    }
    refused(pax("size", "-1"), "a size of -1");
    refused(pax("size", "1e3"), "size is no number");
    refused(pax("size", "99999999999999999999"), "size is no number");
    refused(pax("uid", "4294967295"), "uid");
    refused(pax("mtime", "1e999999999"), "mtime is no number");
    refused(pax("mtime", "9".repeat(21)), "mtime is no number");
    refused(pax("path", "a\0b"), "a zero byte");
    refused(pax("path", "a/".repeat(2100)), "a name of 4200 bytes");
    refused(pax("path", "n".repeat(256)), "File name too long");
    refused(pax("GNU.sparse.size", "5"), "sparse");
    refused(new TarBuilder().extended('x', record("path", "a")).end(), "announced");
    refused(new TarBuilder().extended('L', "n".repeat(5000)).file("f", "").end(), "a name of 5000");
    refused(
        new TarBuilder()
            .add('x', "x", "", new byte[0], h -> put(h, 124, "00077777777"))
            .file("f", "")
            .end(),
        "an extended header of");
    TarBuilder many = new TarBuilder();
    for (int i = 0; i < 3; i++) {
      many.extended('g', record("key" + i, "v".repeat(500_000)));
    }
    refused(many.file("f", "").end(), "pax headers of");
  }

  private static InputStream pax(String key, String value) {
    return new TarBuilder().extended('x', record(key, value)).file("f", "").end();
  }

  @Test
  void extendedHeadersOverrideAndAreTakenBack() throws Exception {
    try (VfsFixture vfs = new VfsFixture()) {
      unpack(
          vfs,
          new TarBuilder()
              .extended('g', record("uid", "77") + record("comment", "anything = at all\n"))
              .extended(
                  'x',
                  record("path", "dir/one")
                      + record("mtime", "-1.5")
                      + record("SCHILY.xattr.user.a", "b\0c")
                      + record("SCHILY.xattr.system.posix_acl_access", "x"))
              .file("unused", "1")
              .extended('x', record("uid", ""))
              .file("two", "2")
              .file("three", "3")
              .end());
      assertEquals("1", vfs.read("/dir/one"));
      assertEquals(77, vfs.stat("/dir/one").uid);
      assertEquals(-1_500_000_000L, vfs.stat("/dir/one").mtime);
      assertArrayEquals(
          new byte[] {'b', 0, 'c'}, Xattrs.get(vfs.who, vfs.path("/dir/one"), "user.a"));
      assertEquals(1, vfs.stat("/two").uid);
      assertEquals(77, vfs.stat("/three").uid);
      assertFalse(vfs.exists("/unused"));
    }
  }

  @Test
  void whatDoesNotFitIsSaidSo() {
    try (VfsFixture vfs = new VfsFixture(8L << 20)) {
      InputStream big = new TarBuilder().add('0', "big", "", new byte[6 << 20], h -> {}).end();
      TarException e = assertThrows(TarException.class, () -> unpack(vfs, big));
      assertTrue(e.getMessage().contains("\"big\": No space left"), e.getMessage());
    }
  }

  @Test
  void aDirectoryIsNotReplacedAndAFileIsNoDirectory() {
    refused(
        new TarBuilder().add('5', "d", "").file("d/x", "").file("d", "").end(), "Is a directory");
    refused(new TarBuilder().file("f", "").add('5', "f", "").end(), "Not a directory");
  }

  /** Whatever is in a header: an error in words or a success, soon. */
  @Test
  void aHundredThousandMutatedArchivesEndWell() {
    byte[] sound =
        new TarBuilder()
            .add('5', "dir/", "")
            .file("dir/file", "contents")
            .extended('x', record("path", "dir/pax") + record("mtime", "12.5"))
            .file("unused", "x".repeat(600))
            .extended('L', "dir/" + "n".repeat(120) + "\0")
            .add('2', "unused", "file")
            .add('1', "dir/hard", "dir/file")
            .add('6', "fifo", "")
            .bytes();
    Random random = new Random(20_240_607);
    int[] ends = new int[2];
    for (int round = 0; round < 200; round++) {
      try (VfsFixture vfs = new VfsFixture(8L << 20)) {
        for (int i = 0; i < 500; i++) {
          byte[] archive = mutate(sound.clone(), random);
          try {
            unpack(vfs, new ByteArrayInputStream(archive));
            ends[0]++;
          } catch (IOException e) {
            assertTrue(e.getMessage().startsWith("tar archive"), e.getMessage());
            ends[1]++;
          }
        }
      } catch (RuntimeException e) {
        throw new AssertionError("round " + round, e);
      }
    }
    assertTrue(ends[0] > 1000 && ends[1] > 10_000, () -> Arrays.toString(ends));
  }

  /** Changes some bytes, mostly in headers, mostly with the checksum made right again. */
  private static byte[] mutate(byte[] archive, Random random) {
    int blocks = archive.length / 512;
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int block = random.nextInt(blocks) * 512;
      int at = block + random.nextInt(random.nextInt(4) == 0 ? 512 : 345);
      switch (random.nextInt(5)) {
        case 0 -> archive[at] = (byte) random.nextInt(256);
        case 1 -> archive[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> archive[at] = (byte) "0123456789/.\0 xLKgSMD".charAt(random.nextInt(21));
        case 3 ->
            Arrays.fill(
                archive,
                at,
                Math.min(archive.length, at + random.nextInt(20)),
                (byte) (random.nextBoolean() ? 0xff : '7'));
        default -> archive[block + 156] = (byte) "0123456LKxgSMV7D\0Q".charAt(random.nextInt(18));
      }
      if (random.nextInt(8) != 0) {
        byte[] header = Arrays.copyOfRange(archive, block, block + 512);
        TarBuilder.checksum(header);
        System.arraycopy(header, 0, archive, block, 512);
      }
    }
    return random.nextInt(10) == 0
        ? Arrays.copyOf(archive, random.nextInt(archive.length))
        : archive;
  }

  @Test
  void theMessageOfAnErrorIsOneLineOfText() {
    TarException e = new TarException(512, TarException.quote("a\nb\u001b[2J" + "x".repeat(300)));
    assertFalse(e.getMessage().contains("\n") || e.getMessage().contains("\u001b"));
    assertTrue(e.getMessage().length() < 300);
    assertEquals(Errno.ENOENT.description(), "No such file or directory");
  }
}
