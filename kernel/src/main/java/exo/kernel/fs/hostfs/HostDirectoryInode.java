package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Stat;
import exo.kernel.fs.overlayfs.LowerDirectory;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.mem.host.HostDirectory;
import exo.mem.host.HostException;
import exo.mem.host.HostFile;
import exo.mem.host.HostStat;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A folder of the host. */
final class HostDirectoryInode extends HostInode implements LowerDirectory {
  /** Positions below are those of "." and "..". */
  private static final long FIRST = 2;

  private final boolean top;
  private @Nullable HostDirectory handle;

  /** Inodes that were last seen in it. */
  int dependants;

  /**
   * @param open the root's handle, which stays open; else null
   */
  HostDirectoryInode(HostSuperblock fs, HostStat stat, @Nullable HostDirectory open) {
    super(fs, stat);
    top = open != null;
    if (open != null) {
      handle = open;
      held++;
      fs.handles().opened(this);
    }
  }

  // Its handle.

  /** The open folder, good until another one is asked for. */
  HostDirectory directory() throws Errno {
    HostDirectory open = handle;
    if (open != null) {
      fs().handles().touch(this);
      return open;
    }
    // Down from the nearest that is open, without recursion: trees may be deep.
    Deque<HostDirectoryInode> closed = new ArrayDeque<>();
    HostDirectoryInode at = this;
    while (at.handle == null) {
      closed.push(at);
      at = at.folder();
    }
    while (!closed.isEmpty()) {
      at = closed.pop().reopen();
    }
    return at.handle();
  }

  private HostDirectoryInode reopen() throws Errno {
    HostDirectoryInode folder = folder();
    folder.held++;
    try {
      fs().handles().reserve();
      HostDirectory opened = folder.handle().openDirectory(name());
      if (!identity().is(opened.stat())) {
        opened.close();
        throw Errno.ESTALE;
      }
      handle = opened;
      fs().handles().opened(this);
      return this;
    } catch (HostException e) {
      throw HostErrors.errno(e);
    } finally {
      folder.held--;
    }
  }

  private HostDirectory handle() {
    HostDirectory open = handle;
    if (open == null) {
      throw new KernelBug("a host folder is closed in the middle of an operation");
    }
    return open;
  }

  @Override
  boolean hasHandle() {
    return handle != null;
  }

  @Override
  void closeHandle() {
    handle().close();
    handle = null;
  }

  @Override
  @Nullable HostStat look() throws Errno {
    HostDirectory open = handle;
    if (open == null) {
      return super.look();
    }
    try {
      return open.stat();
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  @Override
  boolean isNeeded() {
    return dependants > 0 || top;
  }

  /** Not where it would be below itself, as mounts of the host can make it seem. */
  @Override
  boolean mayBeIn(HostDirectoryInode folder) {
    if (top) {
      return false;
    }
    if (dependants > 0) {
      for (HostDirectoryInode at = folder; at != null; at = at.parent()) {
        if (at == this) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  void nameWent() {
    setLinks(0);
  }

  void dependantLeft() {
    dependants--;
    fs().dropIfUnused(this);
  }

  // The root has no name, but can be reached.

  @Override
  boolean hasName() {
    return top || super.hasName();
  }

  @Override
  void chown(int uid, int gid) throws HostException, Errno {
    directory().chown(uid, gid);
  }

  @Override
  void chmod(int mode) throws HostException, Errno {
    directory().chmod(mode);
  }

  @Override
  void utimens(long atime, long mtime) throws HostException, Errno {
    directory().utimens(atime, mtime);
  }

  // Looking.

  @Override
  public @Nullable Inode lookup(String child) throws Errno {
    try {
      return fs().inode(this, child, directory().stat(child));
    } catch (HostException e) {
      if (e.errno() == Errno.ENOENT.number()) {
        return null;
      }
      throw HostErrors.errno(e);
    }
  }

  @Override
  public boolean isCurrent(String child, Inode inode) {
    try {
      HostStat stat = directory().stat(child);
      if (!(inode instanceof HostInode known) || !known.identity().is(stat)) {
        return false;
      }
      known.apply(stat);
      known.locate(this, child);
      return true;
    } catch (HostException | Errno e) {
      // The lookup that follows tells why.
      return false;
    }
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    directory();
    return new HostDirectoryFile(path, flags, this);
  }

  /** Entries are at the host's positions, moved past those of "." and "..". */
  @Override
  public long list(long from, DirectoryVisitor visitor) throws Errno {
    long[] reached = {Math.max(from, FIRST)};
    if (reached[0] == Long.MAX_VALUE) {
      return from;
    }
    long device = identity().device();
    try {
      directory()
          .list(
              reached[0] - FIRST,
              (child, inode, type, next) -> {
                // The host's last position can be the highest number of all.
                long position = next > Long.MAX_VALUE - FIRST ? Long.MAX_VALUE : next + FIRST;
                if (!visitor.entry(child, fs().number(device, inode), type, position)) {
                  return false;
                }
                reached[0] = position;
                return true;
              });
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
    return reached[0];
  }

  // Changing.

  @Override
  public Inode create(String child, NewInode node) throws Errno {
    fs().requireWritable();
    int mode = node.mode() & 07777;
    int type = node.mode() & Stat.S_IFMT;
    if (type != Stat.S_IFDIR && (mode & (Stat.S_ISUID | Stat.S_ISGID)) != 0) {
      throw Errno.EPERM;
    }
    try {
      HostDirectory here = directory();
      switch (type) {
        case Stat.S_IFREG -> {
          return createFile(here, child, mode, node);
        }
        case Stat.S_IFDIR -> here.mkdir(child, mode);
        case Stat.S_IFIFO, Stat.S_IFSOCK -> here.makeNode(child, node.mode());
        default -> throw Errno.EPERM;
      }
      return made(here, child, node);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  private Inode createFile(HostDirectory here, String child, int mode, NewInode node)
      throws HostException, Errno {
    HostFile file = here.createFile(child, mode);
    try {
      Inode inode = made(here, child, node);
      if (inode instanceof HostRegularInode regular && regular.adopt(file)) {
        return inode;
      }
    } catch (HostException | Errno e) {
      file.close();
      throw e;
    }
    file.close();
    throw Errno.ESTALE;
  }

  @Override
  public Inode symlink(String child, NewInode node) throws Errno {
    fs().requireWritable();
    String target = node.target();
    if (target == null) {
      throw new KernelBug("a symbolic link without a text");
    }
    try {
      HostDirectory here = directory();
      here.symlink(target, child);
      return made(here, child, node);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  /** The inode of what was made; its owner is who made it, as far as the host lets us say so. */
  private Inode made(HostDirectory here, String child, NewInode node) throws HostException, Errno {
    HostStat stat = here.stat(child);
    if (stat.uid() != node.uid() || stat.gid() != node.gid()) {
      try {
        here.chown(child, node.uid(), node.gid());
        stat = here.stat(child);
      } catch (HostException e) {
        if (e.errno() != Errno.EPERM.number()) {
          throw e;
        }
      }
    }
    ask();
    return fs().inode(this, child, stat);
  }

  @Override
  public void link(String child, Inode existing) throws Errno {
    fs().requireWritable();
    HostInode inode = mine(existing);
    HostDirectoryInode folder = inode.folder();
    bothOpen(folder, this);
    try {
      folder.handle().link(/* child= */ inode.name(), handle(), /* newName= */ child);
      inode.ask();
      ask();
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  @Override
  public void unlink(String child, Inode inode) throws Errno {
    fs().requireWritable();
    HostInode victim = mine(inode);
    victim.nameGoes();
    try {
      directory().unlink(child);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
    gone(victim, child);
    ask();
  }

  @Override
  public void rmdir(String child, Inode inode) throws Errno {
    fs().requireWritable();
    try {
      directory().rmdir(child);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
    gone(mine(inode), child);
    ask();
  }

  private void gone(HostInode victim, String child) throws Errno {
    victim.nameWent();
    victim.lost(this, child);
  }

  @Override
  public void rename(
      String from, Inode moved, Inode target, String to, @Nullable Inode replaced, int flags)
      throws Errno {
    fs().requireWritable();
    if (!(target instanceof HostDirectoryInode there)) {
      throw Errno.EXDEV;
    }
    boolean exchange = (flags & Fs.RENAME_EXCHANGE) != 0;
    if (replaced != null && !exchange) {
      mine(replaced).nameGoes();
    }
    bothOpen(this, there);
    try {
      handle().rename(from, there.handle(), to, flags);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
    if (replaced != null && exchange) {
      mine(replaced).locate(this, from);
    } else if (replaced != null) {
      there.gone(mine(replaced), to);
    }
    mine(moved).locate(there, to);
    ask();
    there.ask();
  }

  /** Opens two folders so that neither is closed for the other. */
  private static void bothOpen(HostDirectoryInode one, HostDirectoryInode other) throws Errno {
    one.held++;
    try {
      one.directory();
      other.directory();
    } finally {
      one.held--;
    }
  }

  private static HostInode mine(Inode inode) {
    if (inode instanceof HostInode host) {
      return host;
    }
    throw new KernelBug("an inode of another file system in a host folder");
  }
}
