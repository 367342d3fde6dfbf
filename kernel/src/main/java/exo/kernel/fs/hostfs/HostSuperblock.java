package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.FileSystemStatus;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import exo.mem.host.HostDirectory;
import exo.mem.host.HostException;
import exo.mem.host.HostFileSystem;
import exo.mem.host.HostStat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder or file of the host as a file system. Owned by the kernel lock. */
final class HostSuperblock extends Superblock {
  /** Where in an inode number the host's file system is told, if it is not the root's. */
  private static final int DEVICE_SHIFT = 54;

  private final HostPageCache cache;
  private final boolean fresh;
  private final boolean writable;
  private final int blockSize;
  private final HostHandles handles = new HostHandles();
  private final Map<HostIdentity, HostInode> inodes = new HashMap<>();
  private final Map<Long, Integer> devices = new HashMap<>();
  private final HostDirectoryInode top;

  /**
   * @param folder the folder to show, or to show a file of; closed with this file system
   * @param file the name of the only file to show, or null for the folder
   * @param fresh whether the host is asked each time
   */
  HostSuperblock(
      Vfs vfs,
      HostPageCache cache,
      HostDirectory folder,
      @Nullable String file,
      boolean fresh,
      boolean writable)
      throws HostException, Errno {
    super(vfs, HostFs.TYPE, folder.fileSystem().type());
    this.cache = cache;
    this.fresh = fresh;
    this.writable = writable;
    readOnly(!writable);
    HostStat stat = folder.stat();
    blockSize = stat.blockSize();
    top = new HostDirectoryInode(this, stat, folder);
    inodes.put(top.identity(), top);
    if (file == null) {
      root(top);
    } else {
      root(onlyFile(file, folder.stat(file), writable));
    }
  }

  private HostInode onlyFile(String name, HostStat stat, boolean writable) throws Errno {
    HostInode inode = inode(top, name, stat);
    if (!(inode instanceof HostRegularInode regular)) {
      throw Errno.EACCES;
    }
    regular.keepOpen(writable);
    return regular;
  }

  HostPageCache cache() {
    return cache;
  }

  HostHandles handles() {
    return handles;
  }

  boolean isFresh() {
    return fresh;
  }

  /** What the user gave for reading no remount makes writable. */
  @Override
  public void readOnly(boolean value) throws Errno {
    if (!value) {
      requireWritable();
    }
    super.readOnly(value);
  }

  /**
   * To be asked before anything changes the host, whoever checked what before.
   *
   * @throws Errno EROFS
   */
  void requireWritable() throws Errno {
    if (!writable) {
      throw Errno.EROFS;
    }
  }

  // Inodes.

  /**
   * The inode number for the guest. A folder may hold several of the host's file systems, here they
   * are one: all but the first one's numbers are moved out of its way.
   */
  long number(long device, long inode) {
    Integer index = devices.get(device);
    if (index == null) {
      index = devices.size();
      devices.put(device, index);
    }
    return inode ^ (long) index << DEVICE_SHIFT;
  }

  /** The inode of what was seen in a folder. */
  HostInode inode(HostDirectoryInode folder, String name, HostStat stat) {
    HostIdentity identity = HostIdentity.of(stat);
    HostInode inode = inodes.get(identity);
    if (inode == null) {
      inode =
          switch (identity.type()) {
            case Stat.S_IFREG -> new HostRegularInode(this, stat);
            case Stat.S_IFDIR -> new HostDirectoryInode(this, stat, null);
            case Stat.S_IFLNK -> new HostSymlinkInode(this, stat);
            default -> new HostSpecialInode(this, stat);
          };
      inodes.put(identity, inode);
    } else {
      inode.apply(stat);
    }
    inode.locate(folder, name);
    return inode;
  }

  /**
   * Forgets an inode that nobody uses and nothing is in, and its folder if that was all it was kept
   * for, and so on.
   */
  void dropIfUnused(HostInode inode) {
    HostInode at = inode;
    while (at != null && !at.isUsed() && !at.isNeeded() && inodes.remove(at.identity(), at)) {
      at.dropContents();
      handles.close(at);
      HostDirectoryInode folder = at.parent();
      if (folder != null) {
        folder.dependants--;
      }
      at = folder;
    }
  }

  // The file system.

  @Override
  public int blockSize() {
    return blockSize;
  }

  @Override
  public boolean revalidates() {
    return fresh;
  }

  /** The host keeps the times of access, in its way. */
  @Override
  public boolean noAccessTimes() {
    return true;
  }

  @Override
  public void statfs(FileSystemStatus out) throws Errno {
    super.statfs(out);
    try {
      HostFileSystem host = top.directory().fileSystem();
      out.blockSize = host.blockSize();
      out.fragmentSize = host.blockSize();
      out.blocks = host.blocks();
      out.freeBlocks = host.free();
      out.availableBlocks = host.available();
      out.files = host.files();
      out.freeFiles = host.freeFiles();
      out.nameLength = host.longestName();
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  @Override
  public void sync() throws Errno {
    Errno failed = null;
    for (HostInode inode : List.copyOf(inodes.values())) {
      try {
        if (inode instanceof HostRegularInode regular) {
          regular.writeBack();
        }
      } catch (Errno e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  protected void shutdown() {
    for (HostInode inode : new ArrayList<>(inodes.values())) {
      inode.dropContents();
    }
    inodes.clear();
    handles.closeAll();
  }

  /** Inodes that are known. */
  int inodeCount() {
    return inodes.size();
  }

  /** Host descriptors that are open. */
  int openHandles() {
    return handles.size();
  }
}
