package exo.kernel.fs.tarfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.Links;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Makes the files of an archive below the caller's root directory. The kernel lock is held. */
public final class TarUnpacker {
  private final TarReader in;
  private final Caller who;
  private final byte[] buffer = new byte[1 << 16];

  // A directory's time changes with what is put into it, so directories are finished last.
  private final List<TarEntry> directories = new ArrayList<>();

  private TarUnpacker(InputStream archive, Caller who) {
    this.in = new TarReader(archive);
    this.who = who;
  }

  /**
   * Unpacks all of an archive; what is there already is replaced.
   *
   * @param who as whom, which must be root
   * @throws IOException if the archive is not sound, or the file system has no room
   */
  public static void unpack(InputStream archive, Caller who) throws IOException {
    new TarUnpacker(archive, who).run();
  }

  private void run() throws IOException {
    for (TarEntry e = in.next(); e != null; e = in.next()) {
      String path = inside(e);
      try {
        make(e, path);
      } catch (Errno error) {
        throw new TarException(e.at(), e.name() + ": " + error.description());
      }
    }
    for (int i = directories.size() - 1; i >= 0; i--) {
      TarEntry e = directories.get(i);
      try {
        finish(e, inside(e));
      } catch (Errno error) {
        throw new TarException(e.at(), e.name() + ": " + error.description());
      }
    }
  }

  /** An absolute path that leads nowhere but below the root. */
  private static String inside(TarEntry e) throws TarException {
    return inside(e, e.name());
  }

  private static String inside(TarEntry e, String name) throws TarException {
    StringBuilder path = new StringBuilder();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new TarException(e.at(), name + ": leads out of the archive");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        path.append('/').append(part);
      }
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  private void make(TarEntry e, String path) throws Errno, IOException {
    parents(path);
    if (e.isHardLink()) {
      remove(path);
      Links.link(who, Fcntl.AT_FDCWD, inside(e, e.link()), Fcntl.AT_FDCWD, path, 0);
      return;
    }
    switch (e.mode() & Stat.S_IFMT) {
      case Stat.S_IFDIR -> {
        directory(path);
        directories.add(e);
        return;
      }
      case Stat.S_IFLNK -> {
        remove(path);
        Links.symlink(who, e.link(), Fcntl.AT_FDCWD, path);
      }
      case Stat.S_IFREG -> {
        remove(path);
        contents(path);
      }
      default -> {
        remove(path);
        Directories.mknod(who, Fcntl.AT_FDCWD, path, e.mode(), e.device());
      }
    }
    finish(e, path);
  }

  private void parents(String path) throws Errno {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      directory(path.substring(0, slash));
    }
  }

  private void directory(String path) throws Errno {
    try {
      Directories.mkdir(who, Fcntl.AT_FDCWD, path, 0755);
    } catch (Errno error) {
      if (error != Errno.EEXIST) {
        throw error;
      }
    }
  }

  private void remove(String path) throws Errno {
    try {
      Links.unlink(who, Fcntl.AT_FDCWD, path);
    } catch (Errno error) {
      if (error != Errno.ENOENT) {
        throw error;
      }
    }
  }

  private void contents(String path) throws Errno, IOException {
    int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL;
    OpenFile file = Opens.open(who, Fcntl.AT_FDCWD, path, flags, 0600);
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
    int nofollow = Fcntl.AT_SYMLINK_NOFOLLOW;
    Attributes.chown(who, Fcntl.AT_FDCWD, path, e.uid(), e.gid(), nofollow);
    if ((e.mode() & Stat.S_IFMT) != Stat.S_IFLNK) {
      Attributes.chmod(who, Fcntl.AT_FDCWD, path, e.mode() & 07777, 0);
    }
    Attributes.utimens(who, Fcntl.AT_FDCWD, path, e.mtime(), e.mtime(), nofollow);
  }
}
