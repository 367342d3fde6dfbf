package exo.mem.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A folder of the host, held open, and all that is done by a name in it.
 *
 * <p>A name is one component, never followed when it is a link: nothing outside the folder that was
 * opened first can be reached, whatever links lie in it and whoever renames them meanwhile.
 * Devices, FIFOs and sockets are never opened, because opening alone can block or act. The host's
 * procfs is refused wherever it is mounted: through it a file is a window into this very process.
 *
 * <p>Names and link targets are strings of bytes, one a char. Any thread may use a folder; {@link
 * #close} takes effect when the last call under way has ended, and a call after it throws
 * IllegalStateException.
 */
public final class HostDirectory implements AutoCloseable {
  /** As a time for {@link #utimens}: leave it as it is. */
  public static final long KEEP = Long.MIN_VALUE;

  private static final int FOLDER = FileCalls.O_PATH | FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC;
  private static final int NO_DEVICE = -1;
  private static final long UTIME_OMIT = (1 << 30) - 2;
  private static final long SECOND = 1_000_000_000;

  private final Descriptor descriptor;
  private final String name;
  private final long device;

  private HostDirectory(int fd, String name, long device) {
    descriptor = new Descriptor(fd);
    this.name = name;
    this.device = device;
  }

  /** A folder that the user named: links on the way, the last one too, are the user's wish. */
  public static HostDirectory open(Path path) throws HostException {
    Host.requireLinux();
    Host.requireProc();
    String name = Names.path(path);
    return opened(FileCalls.openat(FileCalls.AT_FDCWD, name, FOLDER, 0), name, NO_DEVICE);
  }

  /** The last component of a path, as the methods here take it. */
  public static String nameOf(Path path) throws HostException {
    String name = Names.path(path);
    return Names.component(name.substring(name.lastIndexOf('/') + 1));
  }

  /** A folder in this one; ENOTDIR for anything else, a link to a folder included. */
  public HostDirectory openDirectory(String child) throws HostException {
    String component = Names.component(child);
    int flags = FOLDER | FileCalls.O_NOFOLLOW;
    return descriptor.use(
        fd -> opened(FileCalls.openat(fd, component, flags, 0), component, device));
  }

  private static HostDirectory opened(long result, String name, long parent) throws HostException {
    int fd = (int) HostException.check(result, "open", name);
    try {
      long device = HostStat.of(fd).device();
      if (device != parent) {
        Opening.refuseProc(fd, name);
      }
      return new HostDirectory(fd, name, device);
    } catch (HostException e) {
      DescriptorCalls.close(fd);
      throw e;
    }
  }

  /**
   * A regular file, for reading. ELOOP for a link, EISDIR for a folder, EACCES for a device, FIFO
   * or socket, none of which is opened even for a moment.
   */
  public HostFile openFile(String child) throws HostException {
    return openFile(child, FileCalls.O_RDONLY);
  }

  /** As {@link #openFile(String)}, for reading and writing. */
  public HostFile openFileForWriting(String child) throws HostException {
    return openFile(child, FileCalls.O_RDWR);
  }

  private HostFile openFile(String child, int access) throws HostException {
    String component = Names.component(child);
    return descriptor.use(
        fd -> new HostFile(Opening.regular(fd, component, device, access), component));
  }

  /** As lstat(2). */
  public HostStat stat(String child) throws HostException {
    String component = Names.component(child);
    return descriptor.use(fd -> HostStat.of(fd, component));
  }

  /** Of this folder itself. */
  public HostStat stat() throws HostException {
    return descriptor.use(HostStat::of);
  }

  /** Of the file system this folder is on. */
  public HostFileSystem fileSystem() throws HostException {
    return descriptor.use(fd -> HostFileSystem.of(fd, name));
  }

  /** What a symbolic link holds; EINVAL when the name is no link. */
  public String readLink(String child) throws HostException {
    String component = Names.component(child);
    MemorySegment target = Scratch.mine().out;
    long length =
        descriptor.call(
            "readlinkat",
            component,
            fd -> FileCalls.readlinkat(fd, component, target.address(), target.byteSize()));
    byte[] bytes = target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Visits all names but {@code .} and {@code ..}, in the host's order. */
  public void list(HostEntryVisitor visitor) throws HostException {
    list(0, visitor);
  }

  /**
   * Visits the names from a position on.
   *
   * @param from what the visitor was told to be next, or 0 for the beginning
   */
  public void list(long from, HostEntryVisitor visitor) throws HostException {
    int fd = descriptor.acquire();
    try {
      Listing.read(fd, name, from, visitor);
    } finally {
      descriptor.release();
    }
  }

  // ---- what changes the host: for folders that the user gave to be written

  /**
   * A new regular file with exactly this mode, open for reading and writing; EEXIST if it is there.
   */
  public HostFile createFile(String child, int mode) throws HostException {
    String component = Names.component(child);
    return descriptor.use(fd -> new HostFile(Opening.create(fd, component, mode), component));
  }

  public void mkdir(String child, int mode) throws HostException {
    String component = Names.component(child);
    descriptor.call("mkdirat", component, fd -> FileCalls.mkdirat(fd, component, mode));
    chmod(component, mode);
  }

  public void unlink(String child) throws HostException {
    String component = Names.component(child);
    descriptor.call("unlinkat", component, fd -> FileCalls.unlinkat(fd, component, 0));
  }

  public void rmdir(String child) throws HostException {
    String component = Names.component(child);
    int flags = FileCalls.AT_REMOVEDIR;
    descriptor.call("unlinkat", component, fd -> FileCalls.unlinkat(fd, component, flags));
  }

  /**
   * Renames, also into another folder.
   *
   * @param flags of renameat2(2)
   */
  public void rename(String child, HostDirectory to, String newName, int flags)
      throws HostException {
    String from = Names.component(child);
    String target = Names.component(newName);
    descriptor.call(
        "renameat2",
        from,
        fd -> to.descriptor.use(toFd -> FileCalls.renameat2(fd, from, toFd, target, flags)));
  }

  /** Makes {@code child} a symbolic link that holds {@code target}. */
  public void symlink(String target, String child) throws HostException {
    String held = Names.target(target);
    String component = Names.component(child);
    descriptor.call("symlinkat", component, fd -> FileCalls.symlinkat(held, fd, component));
  }

  /** Gives a file a second name; of a link, the link itself. */
  public void link(String child, HostDirectory to, String newName) throws HostException {
    String from = Names.component(child);
    String target = Names.component(newName);
    descriptor.call(
        "linkat",
        from,
        fd -> to.descriptor.use(toFd -> FileCalls.linkat(fd, from, toFd, target, 0)));
  }

  /** EOPNOTSUPP for a link. */
  public void chmod(String child, int mode) throws HostException {
    String component = Names.component(child);
    int fd = descriptor.acquire();
    try {
      Opening.chmod(fd, component, mode);
    } finally {
      descriptor.release();
    }
  }

  /** Gives a file, or a link itself, to an owner and a group; -1 keeps the one there is. */
  public void chown(String child, int uid, int gid) throws HostException {
    String component = Names.component(child);
    int flags = FileCalls.AT_SYMLINK_NOFOLLOW;
    descriptor.call(
        "fchownat", component, fd -> FileCalls.fchownat(fd, component, uid, gid, flags));
  }

  /**
   * Makes a FIFO or a socket with nobody behind it; neither is ever opened here.
   *
   * @param mode S_IFIFO or S_IFSOCK and permissions
   */
  public void makeNode(String child, int mode) throws HostException {
    String component = Names.component(child);
    int kind = mode & FileCalls.S_IFMT;
    if (kind != FileCalls.S_IFIFO && kind != FileCalls.S_IFSOCK) {
      throw new IllegalArgumentException(
          "neither FIFO nor socket: mode 0" + Integer.toOctalString(mode));
    }
    descriptor.call("mknodat", component, fd -> FileCalls.mknodat(fd, component, mode, 0));
    chmod(component, mode & ~FileCalls.S_IFMT);
  }

  /** Sets times in nanoseconds since 1970, or {@link #KEEP}s them; of a link, its own. */
  public void utimens(String child, long accessedNanos, long modifiedNanos) throws HostException {
    String component = Names.component(child);
    MemorySegment times = Scratch.mine().out;
    putTime(times, 0, accessedNanos);
    putTime(times, 16, modifiedNanos);
    int flags = FileCalls.AT_SYMLINK_NOFOLLOW;
    descriptor.call(
        "utimensat", component, fd -> FileCalls.utimensat(fd, component, times.address(), flags));
  }

  // ---- the same for this folder itself

  public void chmod(int mode) throws HostException {
    int fd = descriptor.acquire();
    try {
      Opening.chmod(fd, mode, name);
    } finally {
      descriptor.release();
    }
  }

  public void chown(int uid, int gid) throws HostException {
    int flags = FileCalls.AT_EMPTY_PATH;
    descriptor.call("fchownat", name, fd -> FileCalls.fchownat(fd, "", uid, gid, flags));
  }

  public void utimens(long accessedNanos, long modifiedNanos) throws HostException {
    MemorySegment times = Scratch.mine().out;
    putTime(times, 0, accessedNanos);
    putTime(times, 16, modifiedNanos);
    // Not with AT_EMPTY_PATH, which this call knows only since Linux 5.8.
    descriptor.call("utimensat", name, fd -> Opening.utimens(fd, times));
  }

  private static void putTime(MemorySegment timespec, long at, long nanos) {
    boolean keep = nanos == KEEP;
    timespec.set(ValueLayout.JAVA_LONG, at, keep ? 0 : Math.floorDiv(nanos, SECOND));
    timespec.set(ValueLayout.JAVA_LONG, at + 8, keep ? UTIME_OMIT : Math.floorMod(nanos, SECOND));
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
