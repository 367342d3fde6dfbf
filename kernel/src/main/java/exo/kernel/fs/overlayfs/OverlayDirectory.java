package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.KernelBug;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import java.lang.ref.SoftReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A directory: the lower one's entries, but for the names that {@link #differing} knows of. */
final class OverlayDirectory extends OverlayInode {
  /** The size of a directory that is in memory only, as tmpfs has it. */
  private static final int ENTRY_SIZE = 20;

  private final DifferingNames differing = new DifferingNames();

  // Read again when memory was short: it does not change.
  private SoftReference<@Nullable LowerListing> listing = new SoftReference<>(null);

  OverlayDirectory(OverlaySuperblock fs, Inode lower) {
    super(fs, lower);
  }

  OverlayDirectory(OverlaySuperblock fs, NewInode node, Inode upper) {
    super(fs, node, upper);
    setLinks(2);
  }

  @Override
  public long size() {
    Inode from = lower();
    return from != null ? from.size() : (differing.size() + 2L) * ENTRY_SIZE;
  }

  // Looking.

  @Override
  public @Nullable Inode lookup(String name) throws Errno {
    DifferingNames.Entry e = differing.get(name);
    return e == null ? lowerChild(name) : e.inode();
  }

  private @Nullable OverlayInode lowerChild(String name) throws Errno {
    Inode from = lower();
    Inode child = from == null ? null : from.lookup(name);
    if (child == null) {
      return null;
    }
    // It may be known already, and then nobody else takes it.
    child.retain();
    try {
      return fs.inode(child);
    } finally {
      child.release();
    }
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    lowerEntries();
    return new OverlayDirectoryFile(path, flags, this);
  }

  private @Nullable LowerListing lowerEntries() throws Errno {
    if (lower() == null) {
      return null;
    }
    LowerListing known = listing.get();
    if (known == null) {
      if (!(lower() instanceof LowerDirectory directory)) {
        throw new KernelBug("a lower directory that cannot be listed");
      }
      known = LowerListing.of(directory);
      listing = new SoftReference<>(known);
    }
    return known;
  }

  /**
   * Hands entries to the visitor: first the lower layer's, as they are now, then those that are
   * here only. So nothing that is there all the time is missed or seen twice when it is copied up,
   * replaced or renamed over while somebody reads.
   *
   * @param from 2 or more
   * @param end entries that were added at this position or later are left out
   */
  long iterate(long from, long end, DirectoryVisitor visitor) throws Errno {
    LowerListing lowerEntries = lowerEntries();
    long at = from;
    if (lowerEntries != null) {
      for (long i = from - 2; i < lowerEntries.size(); i++) {
        LowerListing.Entry low = lowerEntries.get((int) i);
        DifferingNames.Entry e = differing.get(low.name());
        OverlayInode now = e == null ? null : e.inode();
        if (e != null && now == null) {
          at = i + 3;
          continue;
        }
        long number = now == null ? low.inode() : now.number();
        int type = now == null ? low.type() : now.type() >> 12;
        if (!visitor.entry(low.name(), number, type, i + 3)) {
          return at;
        }
        at = i + 3;
      }
    }
    return differing.visitAdded(at, end, visitor);
  }

  /** Where an entry that is added now would be seen. */
  long nextPosition() {
    return differing.nextPosition();
  }

  private boolean isEmpty() throws Errno {
    if (differing.hasInodes()) {
      return false;
    }
    LowerListing lowerEntries = lowerEntries();
    for (int i = 0; lowerEntries != null && i < lowerEntries.size(); i++) {
      if (differing.get(lowerEntries.get(i).name()) == null) {
        return false;
      }
    }
    return true;
  }

  /** Tells of each inode that has a name here which the lower layer does not know. */
  void forEachUpper(Consumer<OverlayInode> visitor) {
    differing.forEach(visitor);
  }

  // Changing.

  @Override
  public Inode create(String name, NewInode node) throws Errno {
    OverlayInode made = fs.make(node);
    differing.put(name, made, false);
    if (made.isDirectory()) {
      setLinks(links() + 1);
    }
    modified();
    return made;
  }

  @Override
  public Inode symlink(String name, NewInode node) throws Errno {
    return create(name, node);
  }

  @Override
  public Inode createUnnamed(NewInode node) throws Errno {
    OverlayRegular made = (OverlayRegular) fs.make(node);
    made.setUnnamed();
    return made;
  }

  @Override
  public void link(String name, Inode existing) throws Errno {
    OverlayInode inode = (OverlayInode) existing;
    inode.reserveName();
    differing.put(name, inode, false);
    inode.links(inode.links() + 1);
    modified();
  }

  @Override
  public void unlink(String name, Inode child) {
    differing.remove(name);
    modified();
    ((OverlayInode) child).nameRemoved();
  }

  @Override
  public void rmdir(String name, Inode child) throws Errno {
    OverlayDirectory victim = (OverlayDirectory) child;
    if (!victim.isEmpty()) {
      throw Errno.ENOTEMPTY;
    }
    differing.remove(name);
    setLinks(links() - 1);
    modified();
    victim.links(0);
  }

  @Override
  public void rename(
      String from, Inode moved, Inode target, String to, @Nullable Inode replaced, int flags)
      throws Errno {
    OverlayDirectory other = (OverlayDirectory) target;
    OverlayInode inode = (OverlayInode) moved;
    @Nullable OverlayInode victim = (OverlayInode) replaced;
    boolean exchange = victim != null && (flags & Fs.RENAME_EXCHANGE) != 0;
    if (isBound(inode) || (exchange && victim != null && isBound(victim))) {
      throw Errno.EXDEV;
    }
    if (!exchange && victim instanceof OverlayDirectory directory && !directory.isEmpty()) {
      throw Errno.ENOTEMPTY;
    }
    if (exchange && victim != null) {
      differing.put(from, victim, true);
      other.differing.put(to, inode, true);
      victim.changed();
      countDirectories(other, inode, victim);
    } else {
      differing.remove(from);
      other.differing.put(to, inode, victim != null);
      countDirectories(other, inode, null);
    }
    modified();
    other.modified();
    inode.changed();
    if (victim != null && !exchange) {
      if (victim.isDirectory()) {
        other.setLinks(other.links() - 1);
        victim.links(0);
      } else {
        victim.nameRemoved();
      }
    }
  }

  /** Whether it is a directory of the lower layer, whose entries cannot come along. */
  private static boolean isBound(@Nullable OverlayInode inode) {
    return inode != null && inode.isDirectory() && inode.lower() != null;
  }

  /** A directory counts as a link of the one that it is in. */
  private void countDirectories(
      OverlayDirectory other, OverlayInode there, @Nullable OverlayInode here) {
    int change = (here != null && here.isDirectory() ? 1 : 0) - (there.isDirectory() ? 1 : 0);
    setLinks(links() + change);
    other.setLinks(other.links() - change);
  }
}
