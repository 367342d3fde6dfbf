package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.vfs.FileSystemStatus;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One tmpfs and its two budgets: pages of contents, and bytes of inodes, names and attributes. An
 * inode or a further name costs 1 KiB of the second, as in Linux, so the host's memory for them is
 * bounded too.
 */
public final class TmpfsSuperblock extends Superblock {
  private static final long INODE_SPACE = 1024;

  private final TmpfsDirectory rootDirectory;
  private final boolean internal;
  private long maxPages;
  private long maxInodes;
  private long usedPages;
  private long usedSpace;
  private long lastInode;

  /** A file system with an empty root. */
  public TmpfsSuperblock(Vfs vfs, FileSystemType type, TmpfsOptions options) {
    this(vfs, type, options, false);
  }

  /**
   * A file system with an empty root.
   *
   * @param internal it is in no tree: the names of its files are not paths
   */
  TmpfsSuperblock(Vfs vfs, FileSystemType type, TmpfsOptions options, boolean internal) {
    super(vfs, type, Statfs.TMPFS_MAGIC);
    this.internal = internal;
    maxPages = options.pages();
    maxInodes = options.inodes();
    rootDirectory =
        new TmpfsDirectory(
            this,
            new NewInode(Stat.S_IFDIR | options.mode(), options.uid(), options.gid(), 0, null));
    usedSpace += INODE_SPACE;
    root(rootDirectory);
  }

  /**
   * A file without a name.
   *
   * @throws Errno ENOSPC
   */
  TmpfsRegular createUnnamed(NewInode node) throws Errno {
    reserveInode();
    TmpfsRegular made = new TmpfsRegular(this, node);
    made.setUnnamed();
    return made;
  }

  /**
   * Opens one of its regular files as it is, for a file system on top of this one.
   *
   * @param path a place of that file
   * @param flags O_* of open(2)
   */
  public OpenFile open(Path path, int flags) {
    return new TmpfsFile(path, flags, (TmpfsRegular) path.inode());
  }

  @Override
  public boolean isInternal() {
    return internal;
  }

  long nextInode() {
    return ++lastInode;
  }

  /** Takes pages from the budget; false if they are not there. */
  boolean reservePages(long count) {
    if (count > maxPages - usedPages) {
      return false;
    }
    usedPages += count;
    return true;
  }

  void unreservePages(long count) {
    usedPages -= count;
  }

  /**
   * Takes one inode or name from the budget.
   *
   * @throws Errno ENOSPC
   */
  public void reserveInode() throws Errno {
    reserveSpace(INODE_SPACE);
  }

  public void unreserveInode() {
    usedSpace -= INODE_SPACE;
  }

  /**
   * Takes bytes for attributes from the inodes' budget.
   *
   * @throws Errno ENOSPC
   */
  void reserveSpace(long bytes) throws Errno {
    if (usedSpace + bytes > maxInodes * INODE_SPACE) {
      throw Errno.ENOSPC;
    }
    usedSpace += bytes;
  }

  void unreserveSpace(long bytes) {
    usedSpace -= bytes;
  }

  /** Pages of contents in use. */
  public long usedPages() {
    return usedPages;
  }

  @Override
  public boolean cachesAbsence() {
    // Asking the directory costs no more than asking the cache.
    return false;
  }

  @Override
  public void statfs(FileSystemStatus out) throws Errno {
    super.statfs(out);
    out.blocks = maxPages;
    out.freeBlocks = maxPages - usedPages;
    out.availableBlocks = out.freeBlocks;
    out.files = maxInodes;
    out.freeFiles = maxInodes - (usedSpace + INODE_SPACE - 1) / INODE_SPACE;
  }

  @Override
  public void reconfigure(String options) throws Errno {
    TmpfsOptions now = new TmpfsOptions(maxPages, maxInodes, 0, 0, 0);
    TmpfsOptions wanted = TmpfsOptions.parse(options, now, vfs().ram().frames());
    if (wanted.pages() < usedPages || wanted.inodes() * INODE_SPACE < usedSpace) {
      throw Errno.EINVAL;
    }
    maxPages = wanted.pages();
    maxInodes = wanted.inodes();
  }

  @Override
  public String options() {
    return ",size=" + maxPages * 4 + "k,nr_inodes=" + maxInodes;
  }

  @Override
  protected void shutdown() {
    // Without recursion: a guest makes trees deeper than any Java stack.
    Deque<TmpfsInode> todo = new ArrayDeque<>();
    todo.add(rootDirectory);
    for (TmpfsInode at = todo.poll(); at != null; at = todo.poll()) {
      at.shutdown();
      if (at instanceof TmpfsDirectory directory) {
        directory.entries.forEach(inode -> todo.add((TmpfsInode) inode));
      }
    }
  }
}
