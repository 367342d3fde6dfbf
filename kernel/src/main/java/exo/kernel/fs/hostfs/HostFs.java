package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import exo.mem.host.HostDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes file systems of folders and files of the host. */
public final class HostFs {
  /** The guest cannot mount the host: what it may see is decided when the machine is built. */
  static final FileSystemType TYPE =
      new FileSystemType() {
        @Override
        public String name() {
          return "hostfs";
        }

        @Override
        public Superblock mount(Vfs vfs, String source, String options, Caller who) throws Errno {
          throw Errno.ENODEV;
        }
      };

  private HostFs() {}

  /**
   * A folder as the read-only layer below a root file system. Nobody should change it while the
   * machine lives: names and attributes are asked once and believed as long as they are cached;
   * contents are looked at anew by each open(2) that finds another size or mtime.
   *
   * <p>Call with the kernel lock held, as all that works on file systems. The folder is closed when
   * the last mount of the file system goes.
   *
   * @throws IOException if there is no such folder, or it is on the host's procfs
   */
  public static Superblock layer(Vfs vfs, HostPageCache cache, Path folder) throws IOException {
    return open(vfs, cache, folder, null, false, false);
  }

  /**
   * A folder, or one regular file, to be seen at a place of the guest's tree. What changes on the
   * host is seen at once: names and attributes are asked each time.
   *
   * @param writable whether the guest may change it; as this process, with its rights
   * @throws IOException if there is nothing there, or neither a folder nor a regular file
   */
  public static Superblock mount(Vfs vfs, HostPageCache cache, Path what, boolean writable)
      throws IOException {
    Path real = what.toRealPath();
    if (Files.isDirectory(real)) {
      return open(vfs, cache, real, null, true, writable);
    }
    Path parent = real.getParent();
    if (parent == null || !Files.isRegularFile(real)) {
      throw new IOException(what + ": neither a folder nor a regular file");
    }
    return open(vfs, cache, parent, HostDirectory.nameOf(real), true, writable);
  }

  private static Superblock open(
      Vfs vfs,
      HostPageCache cache,
      Path folder,
      @Nullable String file,
      boolean fresh,
      boolean writable)
      throws IOException {
    HostDirectory directory = HostDirectory.open(folder);
    boolean done = false;
    try {
      Superblock made = new HostSuperblock(vfs, cache, directory, file, fresh, writable);
      done = true;
      return made;
    } catch (Errno e) {
      throw new IOException(folder + ": " + e.description(), e);
    } finally {
      if (!done) {
        directory.close();
      }
    }
  }
}
