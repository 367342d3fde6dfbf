package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.KernelBug;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a file system: its root, its device number, its figures. It lives while a mount
 * shows it or a mapping holds one of its files. Owned by the kernel lock.
 */
public abstract class Superblock {
  private final Vfs vfs;
  private final FileSystemType type;
  private final long magic;
  private final long device;
  private @Nullable Dentry root;
  private boolean readOnly;
  private int users;
  private int writers;

  /**
   * A file system with an anonymous device number of its own.
   *
   * @param magic f_type of statfs(2)
   */
  protected Superblock(Vfs vfs, FileSystemType type, long magic) {
    this.vfs = vfs;
    this.type = type;
    this.magic = magic;
    this.device = vfs.nextDevice();
  }

  /** To be called once, by the constructor of the file system. */
  protected final void root(Inode inode) {
    root = Dentry.root(this, inode);
  }

  public final Dentry root() {
    Dentry r = root;
    if (r == null) {
      throw new KernelBug("a file system without root");
    }
    return r;
  }

  public final Vfs vfs() {
    return vfs;
  }

  public final FileSystemType type() {
    return type;
  }

  public final long magic() {
    return magic;
  }

  public final long device() {
    return device;
  }

  /** CLOCK_REALTIME, nanoseconds. */
  public final long now() {
    return vfs.clock().realtimeNanos();
  }

  public final boolean isReadOnly() {
    return readOnly;
  }

  /**
   * Makes it read-only or writable.
   *
   * @throws Errno EROFS if it can never be written
   */
  public void readOnly(boolean value) throws Errno {
    readOnly = value;
  }

  /** st_blksize and f_bsize. */
  public int blockSize() {
    return 4096;
  }

  /** Longest file in bytes; beyond is EFBIG. */
  public long maxFileSize() {
    return Long.MAX_VALUE;
  }

  /** Most links of one inode; beyond is EMLINK. */
  public int maxLinks() {
    return Integer.MAX_VALUE;
  }

  /** Whether cached names must be asked again ({@link Inode#isCurrent}): procfs. */
  public boolean revalidates() {
    return false;
  }

  /** Whether it pays to remember that a name does not exist. */
  public boolean cachesAbsence() {
    return true;
  }

  /** Whether reading never sets atime, whatever the mount says. */
  public boolean noAccessTimes() {
    return readOnly;
  }

  /** Whether it is the kernel's own (pipes, sockets): never in a tree, its names not paths. */
  public boolean isInternal() {
    return false;
  }

  /** Fills the figures; the base has filled those without capacity. */
  public void statfs(FileSystemStatus out) throws Errno {
    out.magic = magic;
    out.blockSize = blockSize();
    out.fragmentSize = blockSize();
    out.blocks = 0;
    out.freeBlocks = 0;
    out.availableBlocks = 0;
    out.files = 0;
    out.freeFiles = 0;
    out.id = device;
    out.nameLength = Fs.NAME_MAX;
    out.flags = 0;
  }

  /** Changes options at a remount; the text of mount(2)'s data. */
  public void reconfigure(String options) throws Errno {}

  /** Its own options as {@code /proc/mounts} shows them, each with a comma before it. */
  public String options() {
    return "";
  }

  /** Writes back what is not yet where it belongs: sync(2), syncfs(2). */
  public void sync() throws Errno {}

  /** The file system is shown nowhere any more: frees what it held. */
  protected void shutdown() {}

  /** A mount shows it, or a mapping holds a file of it. */
  public final void addUser() {
    users++;
  }

  public final void removeUser() {
    if (--users == 0) {
      root().dropTree();
      shutdown();
    }
  }

  /** Whether some mount or mapping needs it. */
  public final boolean isShown() {
    return users > 0;
  }

  final void addWriter() {
    writers++;
  }

  final void removeWriter() {
    writers--;
  }

  /** Whether some descriptor writes to a file here: it cannot become read-only. */
  public final boolean hasWriters() {
    return writers > 0;
  }
}
