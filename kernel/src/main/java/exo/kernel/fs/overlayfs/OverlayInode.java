package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.vfs.AttributeChange;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of any kind as the guest sees it: from the lower layer, changed or not, or new. Attributes
 * are its own from the beginning. Owned by the kernel lock.
 */
abstract class OverlayInode extends Inode {
  final OverlaySuperblock fs;
  private @Nullable Inode lower;
  private @Nullable Inode upper;
  private boolean changed;

  /** Names that were added, and count against the limit of the upper layer. */
  private int addedNames;

  /** One of the lower layer, as it is there. */
  OverlayInode(OverlaySuperblock fs, Inode lower) {
    super(
        fs,
        lower.number(),
        new NewInode(lower.mode(), lower.uid(), lower.gid(), lower.rdev(), null));
    this.fs = fs;
    this.lower = lower;
    lower.retain();
    setLinks(lower.links());
    setTimes(lower.atime(), lower.mtime(), lower.ctime());
    setBirth(lower.btime());
  }

  /**
   * A new one, with one name to come.
   *
   * @param upper the unnamed file that stands for it in the upper layer
   */
  OverlayInode(OverlaySuperblock fs, NewInode node, Inode upper) {
    super(fs, fs.nextNumber(), node);
    this.fs = fs;
    this.upper = upper;
    changed = true;
    upper.retain();
  }

  /** What it is in the lower layer; null if it is new, or nothing is taken from there any more. */
  final @Nullable Inode lower() {
    return lower;
  }

  /** What holds its contents and extended attributes in memory, if it has any. */
  final @Nullable Inode upper() {
    return upper;
  }

  /** The unnamed file for contents and attributes, made when it is first needed. */
  final Inode needUpper() throws Errno {
    Inode u = upper;
    if (u == null) {
      u = fs.newUpper();
      u.retain();
      try {
        copyXattrs(u);
      } catch (Errno e) {
        u.release();
        throw e;
      }
      upper = u;
      change();
    }
    return u;
  }

  private void copyXattrs(Inode to) throws Errno {
    Inode from = lower;
    if (from != null) {
      for (String name : from.listXattrs()) {
        to.setXattr(name, from.getXattr(name), 0);
      }
    }
  }

  /** From now on it is not as in the lower layer: it is kept. */
  final void change() {
    changed = true;
  }

  /** Nothing is taken from the lower file any more. */
  final void leaveLower() {
    Inode from = lower;
    lower = null;
    if (from != null) {
      from.release();
    }
  }

  // Attributes.

  @Override
  public long blocks() {
    Inode from = lower;
    return from == null ? 0 : from.blocks();
  }

  @Override
  public void setAttributes(AttributeChange c) throws Errno {
    refresh();
    change();
    super.setAttributes(c);
  }

  @Override
  public final void modified() {
    change();
    super.modified();
  }

  @Override
  public final void changed() {
    change();
    super.changed();
  }

  /** Of a file that is as in the lower layer, the times stay as there. */
  @Override
  public final void accessed(long now) {
    if (changed) {
      super.accessed(now);
    }
  }

  final void links(int count) {
    setLinks(count);
    changed();
  }

  // Names.

  /**
   * A name is about to be added.
   *
   * @throws Errno ENOSPC
   */
  final void reserveName() throws Errno {
    if (links() > 0) {
      fs.upper().reserveInode();
      addedNames++;
    }
  }

  /** A name was removed. */
  final void nameRemoved() {
    if (addedNames > 0) {
      addedNames--;
      fs.upper().unreserveInode();
    }
    links(links() - 1);
  }

  // Extended attributes.

  @Override
  public final byte[] getXattr(String name) throws Errno {
    Inode from = upper != null ? upper : lower;
    if (from == null) {
      throw new KernelBug("an inode in neither layer");
    }
    try {
      return from.getXattr(name);
    } catch (Errno e) {
      throw e == Errno.EOPNOTSUPP ? Errno.ENODATA : e;
    }
  }

  @Override
  public final void setXattr(String name, byte[] value, int flags) throws Errno {
    needUpper().setXattr(name, value, flags);
    changed();
  }

  @Override
  public final void removeXattr(String name) throws Errno {
    getXattr(name);
    needUpper().removeXattr(name);
    changed();
  }

  @Override
  public final List<String> listXattrs() throws Errno {
    Inode from = upper != null ? upper : lower;
    return from == null ? List.of() : new ArrayList<>(from.listXattrs());
  }

  // The end.

  /** Without names it goes; as long as it is as in the lower layer it can be made again. */
  @Override
  protected final void unused() {
    if (links() <= 0 || !changed) {
      drop();
    }
  }

  /** Gives back all it holds. */
  final void drop() {
    fs.forget(this);
    dropContents();
    leaveLower();
    Inode u = upper;
    upper = null;
    if (u != null) {
      u.release();
    }
  }

  void dropContents() {}
}
