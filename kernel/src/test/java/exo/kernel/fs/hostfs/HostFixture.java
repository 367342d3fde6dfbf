package exo.kernel.fs.hostfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.VfsFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A machine with a folder of the host at /mnt. */
public final class HostFixture implements AutoCloseable {
  public final VfsFixture vfs;
  public final HostPageCache cache;
  public final Path folder;

  public HostFixture(Path folder) {
    this(folder, 64L << 20);
  }

  public HostFixture(Path folder, long memory) {
    this.folder = folder;
    vfs = new VfsFixture(memory);
    cache = new HostPageCache(vfs.ram, vfs.frames);
  }

  /** Shows the folder as a layer. */
  public HostSuperblock layer() throws IOException, Errno {
    return show(HostFs.layer(vfs.vfs, cache, folder), Mount.READ_ONLY);
  }

  /** Shows the folder as a mount. */
  public HostSuperblock mount(boolean writable) throws IOException, Errno {
    return show(HostFs.mount(vfs.vfs, cache, folder, writable), writable ? 0 : Mount.READ_ONLY);
  }

  private HostSuperblock show(Superblock made, int flags) throws Errno {
    vfs.mkdir("/mnt");
    Mounting.mount(made, "host", flags, vfs.path("/mnt"));
    return (HostSuperblock) made;
  }

  public Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  public String read(String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
  }

  /** Runs a command in the folder and answers its output, a char a byte. */
  public String shell(String command) throws IOException, InterruptedException {
    return shell(folder, command);
  }

  public static String shell(Path folder, String command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /** All that a folder holds: names, kinds, permissions, owners, times, contents, link texts. */
  public static String digest(Path folder) throws IOException, InterruptedException {
    return shell(
        folder,
        "find . -printf '%p %y %m %U %G %n %s %T@ %C@ %l\\n' | sort;"
            + " find . -type f -print0 | sort -z | xargs -0 -r sha256sum");
  }

  /** Descriptors of this process that lead into the folder. */
  public long descriptors() throws IOException {
    String prefix = folder.toRealPath().toString();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(fd -> target(fd).startsWith(prefix)).count();
    }
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  @Override
  public void close() {
    vfs.close();
  }
}
