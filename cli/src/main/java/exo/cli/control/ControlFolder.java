package exo.cli.control;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the sockets of a user's machines are: {@code exo} in XDG_RUNTIME_DIR if that is set, else
 * {@code exo-UID} in the folder for temporary files. Nobody else may enter it; one that others made
 * there or may enter is refused.
 */
final class ControlFolder {
  private static final String SUFFIX = ".sock";
  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;

  private ControlFolder(Path folder) {
    this.folder = folder;
  }

  /** Where machines of this process's user are, if any are. */
  static ControlFolder find() throws Failure {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    if (runtime != null && runtime.startsWith("/")) {
      return new ControlFolder(Path.of(runtime, "exo"));
    }
    return new ControlFolder(Path.of(System.getProperty("java.io.tmpdir"), "exo-" + user()));
  }

  private static int user() throws Failure {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw failed("/proc/self", e);
    }
  }

  /** Makes it if it is not there. */
  void make() throws Failure {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS_ALONE));
    } catch (FileAlreadyExistsException e) {
      // Checked below, as one just made is.
    } catch (IOException e) {
      throw failed(folder.toString(), e);
    }
    if (!check()) {
      throw new Failure(ExitStatus.FAILED, folder + " was taken away");
    }
  }

  /** Whether it is there; a failure when it is, and not as {@link #make} makes it. */
  private boolean check() throws Failure {
    try {
      PosixFileAttributes is =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (is.isDirectory() && owner.equals(user()) && is.permissions().equals(OURS_ALONE)) {
        return true;
      }
      throw new Failure(
          ExitStatus.FAILED, folder + " is not a folder that its user alone may enter (0700)");
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw failed(folder.toString(), e);
    }
  }

  /** The socket of the machine that a process runs, there or not. */
  Path socket(long pid) {
    return folder.resolve(pid + SUFFIX);
  }

  /** The processes that left a socket here, the smallest first; not all need be alive. */
  List<Long> processes() throws Failure {
    List<Long> pids = new ArrayList<>();
    if (check()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          pids.add(Long.valueOf(name.substring(0, name.length() - SUFFIX.length())));
        }
      } catch (IOException | NumberFormatException e) {
        throw failed(folder.toString(), e);
      }
    }
    pids.sort(null);
    return pids;
  }

  private static Failure failed(String what, Exception e) {
    String problem =
        switch (e) {
          case NoSuchFileException _ -> "its folder is not there";
          case AccessDeniedException _ -> "permission denied";
          default -> String.valueOf(e.getMessage());
        };
    return new Failure(ExitStatus.FAILED, "the folder of machines, " + what + ": " + problem);
  }
}
