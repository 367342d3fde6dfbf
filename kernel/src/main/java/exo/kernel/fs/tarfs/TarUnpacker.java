package exo.kernel.fs.tarfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.Links;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.Statuses;
import exo.kernel.vfs.Xattrs;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the files of an archive below the caller's root directory, as that caller. Absolute names
 * begin at that root; ".." is refused. The kernel lock is held.
 */
public final class TarUnpacker {
  private static final int CWD = Fcntl.AT_FDCWD;

  private final TarReader in;
  private final Caller who;
  private final byte[] buffer = new byte[1 << 16];
  private final FileStatus status = new FileStatus();

  // A directory's time changes with what is put into it, so their times are set last.
  private final Map<String, Long> directoryTimes = new LinkedHashMap<>();

  private TarUnpacker(InputStream archive, Caller who) {
    this.in = new TarReader(archive);
    this.who = who;
  }

  /**
   * Unpacks all of an archive. Files that are there already are replaced, directories stay and get
   * the archive's attributes.
   *
   * @param who as whom, who must be root
   * @throws IOException if the archive is not sound, or the file system has no room for it
   */
  public static void unpack(InputStream archive, Caller who) throws IOException {
    new TarUnpacker(archive, who).run();
  }

  private void run() throws IOException {
    for (TarEntry e = in.next(); e != null; e = in.next()) {
      String path = inside(e, e.name());
      try {
        try {
          make(e, path);
        } catch (Errno error) {
          if (error != Errno.ENOENT || !makeParents(path)) {
            throw error;
          }
          make(e, path);
        }
      } catch (Errno error) {
        throw new TarException(e.at(), TarException.quote(e.name()) + ": " + error.description());
      }
    }
    for (Map.Entry<String, Long> d : directoryTimes.entrySet()) {
      try {
        setTime(d.getKey(), d.getValue());
      } catch (Errno error) {
        throw new IOException("tar archive: " + d.getKey() + ": " + error.description());
      }
    }
  }

  /** An absolute path that leads nowhere but below the root. */
  private static String inside(TarEntry e, String name) throws TarException {
    StringBuilder path = new StringBuilder();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new TarException(e.at(), TarException.quote(name) + " leads out of the archive");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        path.append('/').append(part);
      }
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  /** Makes directories that the archive has no entries for; answers whether it made some. */
  private boolean makeParents(String path) throws Errno {
    boolean made = false;
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      made |= mkdir(path.substring(0, slash));
    }
    return made;
  }

  private boolean mkdir(String path) throws Errno {
    try {
      Directories.mkdir(who, CWD, path, 0755);
      return true;
    } catch (Errno error) {
      if (error != Errno.EEXIST) {
        throw error;
      }
      return false;
    }
  }

  private void make(TarEntry e, String path) throws Errno, IOException {
    if (e.isHardLink()) {
      link(e, path);
      return;
    }
    switch (e.mode() & Stat.S_IFMT) {
      case Stat.S_IFDIR -> directory(path);
      case Stat.S_IFLNK -> {
        remove(path);
        Links.symlink(who, e.link(), CWD, path);
      }
      case Stat.S_IFREG -> {
        remove(path);
        contents(path);
      }
      default -> {
        remove(path);
        Directories.mknod(who, CWD, path, e.mode(), e.device());
      }
    }
    finish(e, path);
  }

  private void link(TarEntry e, String path) throws Errno, TarException {
    String first = inside(e, e.link());
    Statuses.stat(who, CWD, first, Fcntl.AT_SYMLINK_NOFOLLOW, status);
    long device = status.device;
    long inode = status.inode;
    if (exists(path)) {
      if (status.device == device && status.inode == inode) {
        // A file that was archived twice is a link to itself.
        return;
      }
      Links.unlink(who, CWD, path);
    }
    Links.link(who, CWD, first, CWD, path, 0);
  }

  private void directory(String path) throws Errno {
    if (!mkdir(path)) {
      Statuses.stat(who, CWD, path, 0, status);
      if ((status.mode & Stat.S_IFMT) != Stat.S_IFDIR) {
        throw Errno.ENOTDIR;
      }
    }
  }

  private boolean exists(String path) throws Errno {
    try {
      Statuses.stat(who, CWD, path, Fcntl.AT_SYMLINK_NOFOLLOW, status);
      return true;
    } catch (Errno error) {
      if (error != Errno.ENOENT) {
        throw error;
      }
      return false;
    }
  }

  private void remove(String path) throws Errno {
    if (exists(path)) {
      Links.unlink(who, CWD, path);
    }
  }

  private void contents(String path) throws Errno, IOException {
    int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL;
    OpenFile file = Opens.open(who, CWD, path, flags, 0600);
    try {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        IoBuffer from = IoBuffer.kernel(MemorySegment.ofArray(buffer).asSlice(0, n));
        while (from.remaining() > 0) {
          Errno.check(file.write(from, who));
        }
      }
    } finally {
      file.release();
    }
  }

  private void finish(TarEntry e, String path) throws Errno {
    Attributes.chown(who, CWD, path, e.uid(), e.gid(), Fcntl.AT_SYMLINK_NOFOLLOW);
    if ((e.mode() & Stat.S_IFMT) != Stat.S_IFLNK) {
      Attributes.chmod(who, CWD, path, e.mode() & 07777, 0);
    }
    for (Map.Entry<String, byte[]> x : e.xattrs().entrySet()) {
      Xattrs.set(
          who,
          Xattrs.resolve(who, CWD, path, Fcntl.AT_SYMLINK_NOFOLLOW),
          x.getKey(),
          x.getValue(),
          0);
    }
    if ((e.mode() & Stat.S_IFMT) == Stat.S_IFDIR) {
      directoryTimes.put(path, e.mtime());
    } else {
      setTime(path, e.mtime());
    }
  }

  private void setTime(String path, long mtime) throws Errno {
    Attributes.utimens(who, CWD, path, mtime, mtime, Fcntl.AT_SYMLINK_NOFOLLOW);
  }
}
