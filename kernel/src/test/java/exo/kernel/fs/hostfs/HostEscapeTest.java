package exo.kernel.fs.hostfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.VfsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to reach what lies beside the folder that was given. */
class HostEscapeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ROUNDS = 1500;

  @TempDir Path outer;
  private Path folder;
  private Path secret;
  private HostFixture host;
  private VfsFixture vfs;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectory(outer.resolve("given"));
    secret = Files.createDirectory(outer.resolve("secret"));
    Files.writeString(secret.resolve("file"), "secret");
    host = new HostFixture(folder);
    vfs = host.vfs;
  }

  @AfterEach
  void end() throws IOException {
    host.close();
    assertEquals("secret", Files.readString(secret.resolve("file")));
    try (var names = Files.list(secret)) {
      assertEquals(1, names.count());
    }
  }

  /** Swaps a folder for a link to the secret one as fast as it can while the guest tries. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFolderThatTurnsIntoALinkUnderOurHandsIsNotFollowed(boolean writable) throws Exception {
    Path dir = Files.createDirectory(folder.resolve("dir"));
    Files.writeString(dir.resolve("file"), "good");
    if (writable) {
      host.mount(true);
    } else {
      host.layer();
    }
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<IOException> failure = new AtomicReference<>();
    Thread swapper =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Path aside = folder.resolve("aside");
                    while (!stop.get()) {
                      Files.move(dir, aside);
                      Files.createSymbolicLink(dir, secret);
                      Files.delete(dir);
                      Files.createSymbolicLink(dir, Path.of("../secret"));
                      Files.delete(dir);
                      Files.move(aside, dir);
                    }
                  } catch (IOException e) {
                    failure.set(e);
                  }
                });
    int good = 0;
    long patience = System.nanoTime() + PATIENCE.toNanos();
    try {
      // The folder is itself for a moment at a time, which a busy host may let pass unseen.
      for (int i = 0; i < ROUNDS || (good == 0 && System.nanoTime() < patience); i++) {
        vfs.vfs.dentries().shrink();
        try {
          String found = vfs.read("/mnt/dir/file");
          assertEquals("good", found);
          good++;
        } catch (Errno e) {
          assertTrue(
              e == Errno.ENOENT || e == Errno.ESTALE || e == Errno.ENOTDIR || e == Errno.ELOOP,
              e.symbol());
        }
        try {
          assertFalse(vfs.list("/mnt/dir").contains("secret"));
          if (writable) {
            vfs.write("/mnt/dir/new", "x");
            vfs.unlink("/mnt/dir/new");
            vfs.mkdir("/mnt/dir/new");
            vfs.rmdir("/mnt/dir/new");
          }
        } catch (Errno e) {
          assertTrue(e != Errno.EIO, e.symbol());
        }
      }
    } finally {
      stop.set(true);
      swapper.join();
    }
    assertNull(failure.get());
    assertTrue(good > 0, "the folder was never seen");
  }

  @Test
  void linksThatTheGuestMakesLeadIntoTheGuest() throws Exception {
    host.mount(true);
    for (String target :
        new String[] {"../secret", "../../" + secret, secret.toString(), "/../" + secret, "."}) {
      vfs.symlink(target, "/mnt/link");
      for (String path : new String[] {"/mnt/link/file", "/mnt/link/../secret/file"}) {
        VfsFixture.assertErrno(Errno.ENOENT, () -> vfs.read(path));
        VfsFixture.assertErrno(Errno.ENOENT, () -> Attributes.chmod(vfs.who, CWD, path, 0777, 0));
      }
      vfs.unlink("/mnt/link");
    }
    vfs.symlink(secret.resolve("file").toString(), "/mnt/link");
    VfsFixture.assertErrno(Errno.ENOENT, () -> vfs.read("/mnt/link"));
    // What it makes there it makes in the guest.
    VfsFixture.assertErrno(Errno.ENOENT, () -> vfs.write("/mnt/link", "x"));
    vfs.rename("/mnt/link", "/mnt/other");
    vfs.link("/mnt/other", "/mnt/hard");
    vfs.unlink("/mnt/hard");
    Attributes.utimens(vfs.who, CWD, "/mnt/other", 1, 1, exo.kernel.abi.Fcntl.AT_SYMLINK_NOFOLLOW);
  }

  @Test
  void dotsEndAtTheGuestsRoot() throws Exception {
    host.write("file", "inside");
    host.mount(true);
    for (String path :
        new String[] {
          "/mnt/../secret/file", "/mnt/../../secret/file", "/mnt/..//../secret/file", "/.." + secret
        }) {
      VfsFixture.assertErrno(Errno.ENOENT, () -> vfs.read(path));
    }
    assertEquals("inside", vfs.read("/mnt/../mnt/file"));
    Directories.chdir(vfs.who, "/mnt");
    VfsFixture.assertErrno(Errno.ENOENT, () -> vfs.read("../secret/file"));
    Directories.chroot(vfs.who, "/mnt");
    assertEquals("inside", vfs.read("/../file"));
    VfsFixture.assertErrno(Errno.ENOENT, () -> vfs.read("/../secret/file"));
    vfs.symlink("/file", "/absolute");
    assertEquals("inside", vfs.read("/absolute"));
  }

  @Test
  void aFolderThatIsMovedAwayIsNotSearchedFromAbove() throws Exception {
    Files.createDirectories(folder.resolve("a/b"));
    host.write("a/b/file", "mine");
    host.mount(true);
    var open = vfs.open("/mnt/a/b", 0);
    Files.move(folder.resolve("a/b"), secret.resolve("b"));
    vfs.who.files().add(open, false, VfsFixture.LIMIT);
    try {
      // The guest still holds the folder itself, as on Linux, but its ".." is where it was found.
      VfsFixture.assertErrno(
          Errno.ENOENT, () -> exo.kernel.vfs.Opens.open(vfs.who, 0, "../../secret/file", 0, 0));
      VfsFixture.assertErrno(
          Errno.ENOENT, () -> exo.kernel.vfs.Opens.open(vfs.who, 0, "../b/file", 0, 0));
    } finally {
      Files.move(secret.resolve("b"), folder.resolve("a/b"));
    }
  }
}
