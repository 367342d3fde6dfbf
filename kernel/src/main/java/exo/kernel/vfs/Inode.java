package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Stat;
import exo.kernel.mm.PageSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file, directory, link, device node, FIFO or socket of a file system. File systems extend it;
 * the verbs of this package check permissions and call it.
 *
 * <p>Attributes are kept here. A file system whose attributes live elsewhere brings them up to date
 * in {@link #refresh} and passes changes on in {@link #setAttributes}. Operations that a kind does
 * not have answer what Linux answers for it.
 *
 * <p>Owned by the kernel lock.
 */
public abstract class Inode {
  private final Superblock superblock;
  private final long number;
  private int mode;
  private int uid;
  private int gid;
  private int links = 1;
  private final long rdev;
  private long atime;
  private long mtime;
  private long ctime;
  private long btime;

  private int users;

  // Whether linkat(2) may give it a name though it has none: O_TMPFILE without O_EXCL.
  private boolean linkable;

  // Descriptors open for writing if positive, running programs of this file if negative.
  private int writers;
  private @Nullable List<InodeWatcher> watchers;
  private @Nullable FileLocks locks;
  private byte writeHint;

  /** All times are now, one link. */
  protected Inode(Superblock superblock, long number, NewInode node) {
    this.superblock = superblock;
    this.number = number;
    this.mode = node.mode();
    this.uid = node.uid();
    this.gid = node.gid();
    this.rdev = node.rdev();
    long now = superblock.now();
    atime = now;
    mtime = now;
    ctime = now;
    btime = now;
  }

  public final Superblock superblock() {
    return superblock;
  }

  public final long number() {
    return number;
  }

  /** Kind and permissions, as in stat(2). */
  public final int mode() {
    return mode;
  }

  /** The kind: one of S_IF*. */
  public final int type() {
    return mode & Stat.S_IFMT;
  }

  public final boolean isDirectory() {
    return type() == Stat.S_IFDIR;
  }

  public final boolean isRegular() {
    return type() == Stat.S_IFREG;
  }

  public final boolean isSymlink() {
    return type() == Stat.S_IFLNK;
  }

  /** Whether it stands for all files of a kind, as those of epoll: its mode has no file type. */
  public boolean isShared() {
    return type() == 0 && superblock.isInternal();
  }

  /** A device node, FIFO or socket: what is written there does not change the file system. */
  public final boolean isSpecial() {
    return !isRegular() && !isDirectory() && !isSymlink();
  }

  public final int uid() {
    return uid;
  }

  public final int gid() {
    return gid;
  }

  public final int links() {
    return links;
  }

  /** Device number of a device node, as {@link DeviceNumber}; else 0. */
  public final long rdev() {
    return rdev;
  }

  public final long atime() {
    return atime;
  }

  public final long mtime() {
    return mtime;
  }

  public final long ctime() {
    return ctime;
  }

  /** Time of birth, or {@link FileStatus#NO_TIME}. */
  public final long btime() {
    return btime;
  }

  /** Bytes, as stat(2) shows them. */
  public abstract long size();

  /** Blocks of 512 bytes. */
  public long blocks() {
    return 0;
  }

  /** Fills what stat(2) shows; a file system adds attribute bits. */
  public void status(FileStatus out) {
    out.of(this);
  }

  // Attributes, for file systems.

  protected final void setMode(int newMode) {
    mode = newMode;
  }

  protected final void setOwner(int newUid, int newGid) {
    uid = newUid;
    gid = newGid;
  }

  protected final void setLinks(int count) {
    links = count;
  }

  protected final void setTimes(long newAtime, long newMtime, long newCtime) {
    atime = newAtime;
    mtime = newMtime;
    ctime = newCtime;
  }

  protected final void setBirth(long newBtime) {
    btime = newBtime;
  }

  /** The contents were read at that time; the caller has asked the mount's atime rules. */
  public void accessed(long now) {
    atime = now;
  }

  /** The contents changed now: mtime and ctime. */
  public void modified() {
    long now = superblock.now();
    mtime = now;
    ctime = now;
  }

  /** Attributes or links changed now: ctime. */
  public void changed() {
    ctime = superblock.now();
  }

  /** Brings attributes up to date that are kept elsewhere; asked before they are shown. */
  public void refresh() throws Errno {}

  /** Applies a change that was found permitted. */
  public void setAttributes(AttributeChange change) throws Errno {
    if (change.has(AttributeChange.MODE)) {
      mode = type() | (change.mode() & 07777);
    }
    if (change.has(AttributeChange.UID)) {
      uid = change.uid();
    }
    if (change.has(AttributeChange.GID)) {
      gid = change.gid();
    }
    if (change.has(AttributeChange.ATIME)) {
      atime = change.atime();
    }
    if (change.has(AttributeChange.MTIME)) {
      mtime = change.mtime();
    }
    ctime = change.ctime();
  }

  // Directories.

  /**
   * The inode of an entry, or null for none. "." and ".." are never asked for; the name has at most
   * NAME_MAX bytes.
   */
  public @Nullable Inode lookup(String name) throws Errno {
    throw Errno.ENOTDIR;
  }

  /**
   * Whether a cached entry still holds; asked only if {@link Superblock#revalidates}.
   *
   * @param child what the lookup of {@code name} answered then
   */
  public boolean isCurrent(String name, Inode child) {
    return true;
  }

  /** Makes a new entry and inode of any kind but a symbolic link; the name is free. */
  public Inode create(String name, NewInode node) throws Errno {
    throw (node.mode() & Stat.S_IFMT) == Stat.S_IFREG ? Errno.EACCES : Errno.EPERM;
  }

  /** Makes a symbolic link; the name is free. */
  public Inode symlink(String name, NewInode node) throws Errno {
    throw Errno.EPERM;
  }

  /** One more name of an inode of this file system; the name is free. */
  public void link(String name, Inode existing) throws Errno {
    throw Errno.EPERM;
  }

  /** Removes an entry that is no directory. */
  public void unlink(String name, Inode child) throws Errno {
    throw Errno.EPERM;
  }

  /** Removes a directory, or answers ENOTEMPTY. */
  public void rmdir(String name, Inode child) throws Errno {
    throw Errno.EPERM;
  }

  /**
   * Renames an entry of this directory. Kinds fit and loops are excluded; that a directory to be
   * replaced is empty is for the file system to see (ENOTEMPTY).
   *
   * @param target directory of the same file system, perhaps this one
   * @param replaced what has the new name, or null
   * @param flags RENAME_EXCHANGE or 0 (RENAME_NOREPLACE was checked)
   */
  public void rename(
      String from, Inode moved, Inode target, String to, @Nullable Inode replaced, int flags)
      throws Errno {
    throw Errno.EPERM;
  }

  /** A regular file without a name, for O_TMPFILE: no links. */
  public Inode createUnnamed(NewInode node) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  // Links.

  /** The text of a symbolic link. */
  public String readLink(Caller who) throws Errno {
    throw Errno.EINVAL;
  }

  /**
   * Where a magic link leads, whatever its text says ({@code /proc/self/fd/1}, {@code
   * /proc/self/exe}); null for an ordinary symbolic link, whose text is walked.
   */
  public @Nullable Path jump(Caller who) throws Errno {
    return null;
  }

  // Contents.

  /**
   * Opens a regular file or directory; permissions were checked. Devices and FIFOs go to {@link
   * Vfs} instead.
   *
   * @param flags O_* of open(2)
   */
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    throw Errno.ENXIO;
  }

  /** Cuts or extends a regular file to {@code length} >= 0 bytes. */
  public void truncate(long length) throws Errno {
    throw Errno.EINVAL;
  }

  /** The pages of a regular file, for mmap(2); null if it cannot be mapped. */
  public @Nullable PageSource pages() {
    return null;
  }

  // What chattr(1) shows and changes.

  /**
   * FS_*_FL of ioctl_iflags(2).
   *
   * @throws Errno ENOTTY where there are none
   */
  public int attributeFlags() throws Errno {
    throw Errno.ENOTTY;
  }

  /**
   * Changes them.
   *
   * @throws Errno ENOTTY where there are none, EOPNOTSUPP for those that are not known
   */
  public void attributeFlags(int flags) throws Errno {
    throw Errno.ENOTTY;
  }

  // Extended attributes; the name's prefix was checked.

  /** The value of an extended attribute, not to be changed; ENODATA. */
  public byte[] getXattr(String name) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  /**
   * Sets an extended attribute.
   *
   * @param flags XATTR_CREATE (EEXIST), XATTR_REPLACE (ENODATA), or 0
   */
  public void setXattr(String name, byte[] value, int flags) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  public void removeXattr(String name) throws Errno {
    throw Errno.EOPNOTSUPP;
  }

  public List<String> listXattrs() throws Errno {
    return List.of();
  }

  // Who uses it.

  /** One more user: a cached name, an open file, a mapping. */
  public final void retain() {
    users++;
  }

  /** One user less. After the last, {@link #unused} decides what becomes of the contents. */
  public final void release() {
    if (--users == 0) {
      unused();
    } else if (users < 0) {
      throw new KernelBug("inode " + number + " released once too often");
    }
  }

  /** Whether somebody holds it. */
  public final boolean isUsed() {
    return users > 0;
  }

  /** The last user went: the time to free what an inode without links held. */
  protected void unused() {}

  final void mayBeLinked(boolean may) {
    linkable = may;
  }

  final boolean mayBeLinked() {
    return linkable;
  }

  /** A descriptor that writes is there; {@link #writesDenied} was asked. */
  final void addWriter() {
    writers++;
  }

  final void removeWriter() {
    writers--;
  }

  /** Whether the file runs as a program: opening it for writing is ETXTBSY. */
  public final boolean writesDenied() {
    return writers < 0;
  }

  /**
   * A program is started from this file: nobody may write to it until {@link #allowWrites}.
   *
   * @throws Errno ETXTBSY if somebody has it open for writing
   */
  public final void denyWrites() throws Errno {
    if (writers > 0) {
      throw Errno.ETXTBSY;
    }
    writers--;
  }

  public final void allowWrites() {
    if (writers >= 0) {
      throw new KernelBug("writes to inode " + number + " were not denied");
    }
    writers++;
  }

  /** The locks on it. */
  public final FileLocks locks() {
    FileLocks l = locks;
    if (l == null) {
      l = new FileLocks();
      locks = l;
    }
    return l;
  }

  /** Whether somebody ever locked it: asking for its locks makes nothing then. */
  public final boolean hasLocks() {
    return locks != null;
  }

  /** Somebody who may hold locks closed it: an {@link FdTable} or an {@link OpenFile}. */
  final void unlock(Object owner) {
    if (locks != null) {
      locks.forget(owner);
    }
  }

  /** How long what is written is said to live: RWH_WRITE_LIFE_* of F_SET_RW_HINT. */
  public final int writeHint() {
    return writeHint;
  }

  public final void writeHint(int hint) {
    writeHint = (byte) hint;
  }

  public final void watch(InodeWatcher watcher) {
    List<InodeWatcher> list = watchers;
    if (list == null) {
      list = new ArrayList<>(2);
      watchers = list;
    }
    list.add(watcher);
  }

  public final void unwatch(InodeWatcher watcher) {
    List<InodeWatcher> list = watchers;
    if (list != null && list.remove(watcher) && list.isEmpty()) {
      watchers = null;
    }
  }

  /** Tells the watchers of one IN_* event. */
  final void happened(int event, int cookie, @Nullable String name) {
    List<InodeWatcher> list = watchers;
    if (list != null) {
      for (InodeWatcher w : List.copyOf(list)) {
        w.happened(this, event, cookie, name);
      }
    }
  }
}
