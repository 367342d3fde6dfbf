package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.AttributeChange;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.mem.host.HostDirectory;
import exo.mem.host.HostException;
import exo.mem.host.HostStat;
import org.jspecify.annotations.Nullable;

/**
 * A file of the host, of any kind: its attributes as last seen, and where it was last seen. Owned
 * by the kernel lock.
 */
abstract class HostInode extends Inode {
  private static final int SET_ID = Stat.S_ISUID | Stat.S_ISGID;

  private final HostSuperblock fs;
  private final HostIdentity identity;
  private long size;
  private long blocks;

  // Where it is: a name in a folder. None for the root, and when its name is gone.
  private @Nullable HostDirectoryInode parent;
  private String name = "";

  // The list of HostHandles, and whether it may close this one's.
  @Nullable HostInode newerHandle;
  @Nullable HostInode olderHandle;
  int held;

  HostInode(HostSuperblock fs, HostStat stat) {
    super(
        fs,
        fs.number(stat.device(), stat.inode()),
        new NewInode(stat.mode(), stat.uid(), stat.gid(), stat.specialDevice(), null));
    this.fs = fs;
    this.identity = HostIdentity.of(stat);
    take(stat);
  }

  final HostSuperblock fs() {
    return fs;
  }

  final HostIdentity identity() {
    return identity;
  }

  // Where it is.

  /** The folder it is in; null for a root, and when its name is gone. */
  final @Nullable HostDirectoryInode parent() {
    return parent;
  }

  final String name() {
    return name;
  }

  /** It was seen there, or moved there. */
  final void locate(HostDirectoryInode folder, String newName) {
    if (parent != folder) {
      if (!mayBeIn(folder)) {
        return;
      }
      folder.dependants++;
      forgetPlace();
      parent = folder;
    }
    name = newName;
  }

  boolean mayBeIn(HostDirectoryInode folder) {
    return true;
  }

  /** Its name there is gone; another may turn up. */
  final void lost(HostDirectoryInode folder, String oldName) {
    if (parent == folder && name.equals(oldName)) {
      forgetPlace();
    }
  }

  private void forgetPlace() {
    HostDirectoryInode old = parent;
    parent = null;
    if (old != null) {
      old.dependantLeft();
    }
  }

  /** The folder it is in, or ESTALE. */
  final HostDirectoryInode folder() throws Errno {
    HostDirectoryInode p = parent;
    if (p == null) {
      throw Errno.ESTALE;
    }
    return p;
  }

  /** One of its names is about to be removed. */
  void nameGoes() throws Errno {}

  /** One of its names was removed. */
  void nameWent() throws Errno {
    setLinks(Math.max(0, links() - 1));
  }

  // Handles.

  abstract boolean hasHandle();

  abstract void closeHandle();

  boolean mayCloseHandle() {
    return held == 0 && parent != null;
  }

  // Attributes.

  @Override
  public final long size() {
    return size;
  }

  /** The size is known better than by a look at the host. */
  final void size(long bytes) {
    size = bytes;
  }

  @Override
  public final long blocks() {
    return blocks;
  }

  private void take(HostStat s) {
    setMode(s.mode());
    setOwner(s.uid(), s.gid());
    setLinks((int) Math.min(s.links(), Integer.MAX_VALUE));
    setTimes(s.accessedNanos(), s.modifiedNanos(), s.changedNanos());
    setBirth(s.createdNanos() == 0 ? FileStatus.NO_TIME : s.createdNanos());
    size = s.size();
    blocks = s.blocks();
  }

  /** The host says this of it now. */
  void apply(HostStat stat) {
    take(stat);
  }

  /** What the host says of it now; null if it is not where it was. */
  @Nullable HostStat look() throws Errno {
    HostDirectoryInode p = parent;
    if (p == null) {
      return null;
    }
    try {
      HostStat stat = p.directory().stat(name);
      return identity.is(stat) ? stat : null;
    } catch (HostException e) {
      if (e.errno() == Errno.ENOENT.number()) {
        return null;
      }
      throw HostErrors.errno(e);
    }
  }

  /** Asks the host, unless this is a layer whose attributes are believed. */
  @Override
  public final void refresh() throws Errno {
    if (fs.isFresh()) {
      ask();
    }
  }

  /** Asks the host. What cannot be found any more keeps its last attributes. */
  final void ask() throws Errno {
    HostStat stat = look();
    if (stat != null) {
      apply(stat);
    }
  }

  /**
   * Passes the change on to the host. Set-user-id and set-group-id are never set on host files: a
   * guest could otherwise leave programs there that run as somebody else on the host.
   *
   * @throws Errno EPERM for those, and where the host does not let this process
   */
  @Override
  public final void setAttributes(AttributeChange change) throws Errno {
    fs.requireWritable();
    if (change.has(AttributeChange.MODE)
        && !isDirectory()
        && (change.mode() & SET_ID & ~mode()) != 0) {
      throw Errno.EPERM;
    }
    if (hasName()) {
      try {
        pass(change);
      } catch (HostException e) {
        throw HostErrors.errno(e);
      }
      ask();
    } else {
      super.setAttributes(change);
    }
  }

  boolean hasName() {
    return parent != null;
  }

  private void pass(AttributeChange change) throws HostException, Errno {
    if (change.has(AttributeChange.UID | AttributeChange.GID)) {
      chown(
          change.has(AttributeChange.UID) ? change.uid() : -1,
          change.has(AttributeChange.GID) ? change.gid() : -1);
    }
    if (change.has(AttributeChange.MODE) && change.mode() != (mode() & 07777)) {
      chmod(change.mode());
    }
    if (change.has(AttributeChange.ATIME | AttributeChange.MTIME)) {
      utimens(
          change.has(AttributeChange.ATIME) ? change.atime() : HostDirectory.KEEP,
          change.has(AttributeChange.MTIME) ? change.mtime() : HostDirectory.KEEP);
    }
  }

  void chown(int uid, int gid) throws HostException, Errno {
    folder().directory().chown(name, uid, gid);
  }

  void chmod(int mode) throws HostException, Errno {
    folder().directory().chmod(name, mode);
  }

  void utimens(long atime, long mtime) throws HostException, Errno {
    folder().directory().utimens(name, atime, mtime);
  }

  // The end.

  /** Nobody uses it: what it held goes, and so does it. */
  @Override
  protected final void unused() {
    fs.dropIfUnused(this);
  }

  /** Whether something but its users needs it. */
  boolean isNeeded() {
    return false;
  }

  /** Gives up what it holds. */
  void dropContents() {}
}
