package exo.mem.host;

import static exo.mem.host.HostDirectoryTest.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDirectoryWriteTest {
  private static final int ENOENT = 2;
  private static final int EEXIST = 17;
  private static final int ENOTDIR = 20;
  private static final int EISDIR = 21;
  private static final int ENOTEMPTY = 39;
  private static final int EOPNOTSUPP = 95;

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

  private int mode(String name) throws IOException {
    return (int) Files.getAttribute(folder.resolve(name), "unix:mode", LinkOption.NOFOLLOW_LINKS)
        & 07777;
  }

  @Test
  void aNewFileHasExactlyItsMode() throws IOException {
    directory.createFile("wide", 0666).close();
    directory.createFile("narrow", 0).close();
    assertEquals(0666, mode("wide"));
    assertEquals(0, mode("narrow"));
  }

  @Test
  void aFileIsCreatedOnlyWhereNothingIs() throws IOException {
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("target"));
    directory.createFile("file", 0644).close();
    fails(EEXIST, () -> directory.createFile("file", 0644));
    fails(EEXIST, () -> directory.createFile("dangling", 0644));
    assertFalse(Files.exists(folder.resolve("target")));
  }

  @Test
  void foldersAreMadeAndRemoved() throws IOException {
    directory.mkdir("sub", 01777);
    assertEquals(01777, mode("sub"));
    fails(EEXIST, () -> directory.mkdir("sub", 0755));
    try (HostDirectory sub = directory.openDirectory("sub")) {
      sub.createFile("file", 0644).close();
      fails(ENOTEMPTY, () -> directory.rmdir("sub"));
      sub.unlink("file");
    }
    fails(EISDIR, () -> directory.unlink("sub"));
    directory.rmdir("sub");
    assertFalse(Files.exists(folder.resolve("sub")));
    fails(ENOENT, () -> directory.rmdir("sub"));
  }

  @Test
  void unlinkTakesTheLinkAndNotWhatItHolds() throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    directory.symlink("file", "link");
    assertEquals(Path.of("file"), Files.readSymbolicLink(folder.resolve("link")));
    fails(ENOTDIR, () -> directory.rmdir("link"));
    directory.unlink("link");
    assertTrue(Files.exists(folder.resolve("file")));
    assertFalse(Files.exists(folder.resolve("link"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aLinkMayHoldAnyBytes() throws IOException {
    String target = "/\u00ff\n/../" + "x".repeat(4000);
    directory.symlink(target, "link");
    assertEquals(target, directory.readLink("link"));
  }

  @Test
  void renameGoesBetweenFolders() throws IOException {
    directory.mkdir("sub", 0755);
    Files.writeString(folder.resolve("one"), "1");
    Files.writeString(folder.resolve("two"), "22");
    try (HostDirectory sub = directory.openDirectory("sub")) {
      directory.rename("one", sub, "moved", 0);
      assertEquals("1", Files.readString(folder.resolve("sub/moved")));
      // RENAME_NOREPLACE, then RENAME_EXCHANGE
      fails(EEXIST, () -> directory.rename("two", sub, "moved", 1));
      directory.rename("two", sub, "moved", 2);
      assertEquals("22", Files.readString(folder.resolve("sub/moved")));
      assertEquals("1", Files.readString(folder.resolve("two")));
      fails(ENOENT, () -> directory.rename("one", sub, "moved", 0));
    }
  }

  @Test
  void linkGivesASecondName() throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    directory.symlink("file", "link");
    directory.link("file", directory, "other");
    directory.link("link", directory, "samelink");
    assertEquals(2, directory.stat("file").links());
    assertEquals(directory.stat("file").inode(), directory.stat("other").inode());
    assertTrue(directory.stat("samelink").isSymbolicLink());
  }

  @Test
  void chmodChangesTheNamedObjectItself() throws Exception {
    Files.writeString(folder.resolve("file"), "x");
    directory.mkdir("sub", 0755);
    directory.symlink("file", "link");
    Shell.run(folder, "mkfifo fifo");
    directory.chmod("file", 04711);
    directory.chmod("sub", 0700);
    directory.chmod("fifo", 0600);
    fails(EOPNOTSUPP, () -> directory.chmod("link", 0777));
    assertEquals(04711, mode("file"));
    assertEquals(0700, mode("sub"));
    assertEquals(0600, mode("fifo"));
  }

  @Test
  void ownersAreOfTheNamedObjectItself() throws Exception {
    Files.writeString(folder.resolve("file"), "x");
    directory.symlink("file", "link");
    HostStat before = directory.stat("file");
    directory.chown("file", -1, -1);
    directory.chown("file", before.uid(), before.gid());
    assertEquals(before.uid(), directory.stat("file").uid());
    Assumptions.assumeTrue(Shell.run(folder, "id -u").strip().equals("0"), "only root may do more");
    directory.chown("link", 1234, 5678);
    assertEquals(before.uid(), directory.stat("file").uid());
    assertEquals(1234, directory.stat("link").uid());
    assertEquals(5678, directory.stat("link").gid());
  }

  @Test
  void aNodeIsMadeWithExactlyItsMode() throws IOException {
    directory.makeNode("fifo", FileCalls.S_IFIFO | 0666);
    directory.makeNode("socket", FileCalls.S_IFSOCK | 0622);
    assertEquals(FileCalls.S_IFIFO | 0666, directory.stat("fifo").mode());
    assertEquals(FileCalls.S_IFSOCK | 0622, directory.stat("socket").mode());
    fails(EEXIST, () -> directory.makeNode("fifo", FileCalls.S_IFIFO | 0666));
    int device = FileCalls.S_IFCHR | 0666;
    assertThrows(IllegalArgumentException.class, () -> directory.makeNode("device", device));
  }

  @Test
  void theFolderItselfChangesToo() throws IOException {
    directory.chmod(01751);
    assertEquals(01751, mode(""));
    directory.utimens(1_000_000_001, HostDirectory.KEEP);
    assertEquals(1_000_000_001, directory.stat().accessedNanos());
    HostStat before = directory.stat();
    directory.chown(before.uid(), before.gid());
    assertEquals(before.uid(), directory.stat().uid());
  }

  @Test
  void timesAreSetToTheNanosecondOrKept() throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    directory.symlink("file", "link");
    long before = directory.stat("file").modifiedNanos();
    directory.utimens("file", 1_234_567_890_123_456_789L, HostDirectory.KEEP);
    assertEquals(1_234_567_890_123_456_789L, directory.stat("file").accessedNanos());
    assertEquals(before, directory.stat("file").modifiedNanos());
    directory.utimens("link", HostDirectory.KEEP, -1_000_000_001);
    assertEquals(-1_000_000_001, directory.stat("link").modifiedNanos());
    assertEquals(before, directory.stat("file").modifiedNanos());
  }
}
