package exo.kernel.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.cpu.Invalidation;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.fs.tmpfs.TmpfsSuperblock;
import exo.kernel.fs.tmpfs.TmpfsType;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.MemoryContext;
import exo.kernel.mm.MemoryLimits;
import exo.kernel.time.VirtualClock;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** A machine with a tmpfs as root and one process, and what tests of files say often. */
@SuppressWarnings("exports") // Tests of other packages use it, nobody else.
public final class VfsFixture implements AutoCloseable {
  public static final int CWD = Fcntl.AT_FDCWD;
  public static final long LIMIT = 1024;

  /** What the clock says at first. */
  public static final long EPOCH = 1_700_000_000_000_000_000L;

  public final PhysicalMemory ram;
  public final FrameAllocator frames;
  public final VirtualClock clock = new VirtualClock(EPOCH);
  public final Vfs vfs;
  public final TmpfsSuperblock root;
  public final MountNamespace namespace;
  public final MemoryContext memory;
  public final AddressSpace space;
  public final TestCaller who;
  private final long usedAtStart;

  public VfsFixture() {
    this(64L << 20);
  }

  public VfsFixture(long bytes) {
    ram = PhysicalMemory.reserve(bytes, PhysicalMemory.Backing.ANONYMOUS);
    frames = new FrameAllocator(ram);
    PageTables tables = new PageTables(ram, frames);
    memory = new MemoryContext(ram, frames, tables, VfsFixture::ignore, UserMemory.USER_TOP);
    usedAtStart = frames.statistics().used();
    try {
      space = AddressSpace.create(memory, MemoryLimits.NONE);
    } catch (Errno e) {
      throw new AssertionError(e);
    }
    vfs = new Vfs(ram, frames, clock);
    TmpfsType type = new TmpfsType();
    vfs.register(type);
    root = type.create(vfs, 0755);
    namespace = new MountNamespace(root, "rootfs", Mount.RELATIVE_ATIME);
    who = new TestCaller(new FsContext(namespace), new FdTable(), space.memory());
    who.fs().umask(0);
  }

  private static void ignore(long root, long va, long len, Invalidation kind) {
    // There is no CPU.
  }

  /** Another process with its own directories and descriptors. */
  public TestCaller process() {
    return new TestCaller(who.fs().copy(), who.files().copy(), space.memory());
  }

  public OpenFile open(String path, int flags) throws Errno {
    return Opens.open(who, CWD, path, flags, 0644);
  }

  /** Opens, and gives it a descriptor. */
  public int fd(String path, int flags) throws Errno {
    return who.files().add(open(path, flags), false, LIMIT);
  }

  /** Makes or replaces a file. */
  public void write(String path, String text) throws Errno {
    OpenFile file = open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC);
    try {
      write(file, text);
    } finally {
      file.release();
    }
  }

  public long write(OpenFile file, String text) throws Errno {
    return file.write(bytes(text), who);
  }

  public long pwrite(OpenFile file, String text, long off) throws Errno {
    return file.pwrite(bytes(text), off, who);
  }

  public static IoBuffer bytes(String text) {
    return IoBuffer.kernel(MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** What one read of at most {@code len} bytes answers. */
  public static String read(OpenFile file, int len) throws Errno {
    byte[] b = new byte[len];
    long n = Errno.check(file.read(IoBuffer.kernel(MemorySegment.ofArray(b))));
    return new String(b, 0, (int) n, StandardCharsets.ISO_8859_1);
  }

  public static String pread(OpenFile file, int len, long off) throws Errno {
    byte[] b = new byte[len];
    long n = Errno.check(file.pread(IoBuffer.kernel(MemorySegment.ofArray(b)), off));
    return new String(b, 0, (int) n, StandardCharsets.ISO_8859_1);
  }

  /** The contents of a file, up to 64 KiB. */
  public String read(String path) throws Errno {
    OpenFile file = open(path, Fcntl.O_RDONLY);
    try {
      return read(file, 1 << 16);
    } finally {
      file.release();
    }
  }

  public void mkdir(String path) throws Errno {
    Directories.mkdir(who, CWD, path, 0755);
  }

  public void mkdir(String path, int mode) throws Errno {
    Directories.mkdir(who, CWD, path, mode);
  }

  public void symlink(String text, String path) throws Errno {
    Links.symlink(who, text, CWD, path);
  }

  public void link(String from, String to) throws Errno {
    Links.link(who, CWD, from, CWD, to, 0);
  }

  public void unlink(String path) throws Errno {
    Links.unlink(who, CWD, path);
  }

  public void rmdir(String path) throws Errno {
    Directories.rmdir(who, CWD, path);
  }

  public void rename(String from, String to) throws Errno {
    rename(from, to, 0);
  }

  public void rename(String from, String to, int flags) throws Errno {
    Renames.rename(who, CWD, from, CWD, to, flags);
  }

  /** What stat(2) says. */
  public FileStatus stat(String path) throws Errno {
    FileStatus status = new FileStatus();
    Statuses.stat(who, CWD, path, 0, status);
    return status;
  }

  public FileStatus lstat(String path) throws Errno {
    FileStatus status = new FileStatus();
    Statuses.stat(who, CWD, path, Fcntl.AT_SYMLINK_NOFOLLOW, status);
    return status;
  }

  public boolean exists(String path) throws Errno {
    try {
      lstat(path);
      return true;
    } catch (Errno e) {
      assertEquals(Errno.ENOENT, e);
      return false;
    }
  }

  public boolean isDirectory(String path) throws Errno {
    return (stat(path).mode & Stat.S_IFMT) == Stat.S_IFDIR;
  }

  /** Where a path leads. */
  public Path path(String path) throws Errno {
    PathWalk walk = who.fs().walk;
    walk.resolve(who, CWD, path, PathWalk.FOLLOW);
    return walk.path();
  }

  /** Mounts a new tmpfs. */
  public Mount mount(String at, int flags) throws Errno {
    return Mounting.mount(new TmpfsType().create(vfs, 0755), "tmpfs", flags, path(at));
  }

  /** The names in a directory in the order in which they are read. */
  public List<String> list(String path) throws Errno {
    OpenFile file = open(path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
    try {
      return list(file, Integer.MAX_VALUE);
    } finally {
      file.release();
    }
  }

  /** What one readdir(3) with room for {@code room} entries answers. */
  public static List<String> list(OpenFile directory, int room) throws Errno {
    List<String> names = new ArrayList<>();
    directory.readDirectory((name, inode, type, next) -> names.size() < room && names.add(name));
    return names;
  }

  /** Becomes an ordinary user. */
  public void become(int uid) {
    who.credentials = Credentials.of(uid, uid);
  }

  public void becomeRoot() {
    who.credentials = Credentials.root();
  }

  public static void assertErrno(Errno expected, Executable call) {
    assertEquals(expected, assertThrows(Errno.class, call));
  }

  /** Ends the process and the tree; every frame must be back. */
  @Override
  public void close() {
    try {
      who.files().release();
      who.fs().release();
      namespace.close();
      space.release();
      assertEquals(usedAtStart, frames.statistics().used(), "frames in use");
    } finally {
      ram.close();
    }
  }
}
