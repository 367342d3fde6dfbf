package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import org.jspecify.annotations.Nullable;

/** A directory of a tmpfs. */
final class TmpfsDirectory extends TmpfsInode {
  /** What Linux's tmpfs shows as the size of an entry. */
  private static final int ENTRY_SIZE = 20;

  final DirectoryEntries entries = new DirectoryEntries();

  TmpfsDirectory(TmpfsSuperblock tmpfs, NewInode node) {
    super(tmpfs, node);
    setLinks(2);
  }

  @Override
  public long size() {
    return (entries.size() + 2L) * ENTRY_SIZE;
  }

  @Override
  public @Nullable Inode lookup(String name) {
    return entries.get(name);
  }

  @Override
  public Inode create(String name, NewInode node) throws Errno {
    tmpfs.reserveInode();
    TmpfsInode made = make(node);
    entries.add(name, made);
    if (made.isDirectory()) {
      setLinks(links() + 1);
    }
    modified();
    return made;
  }

  private TmpfsInode make(NewInode node) {
    return switch (node.mode() & Stat.S_IFMT) {
      case Stat.S_IFDIR -> new TmpfsDirectory(tmpfs, node);
      case Stat.S_IFREG -> new TmpfsRegular(tmpfs, node);
      default -> new TmpfsInode(tmpfs, node);
    };
  }

  @Override
  public Inode symlink(String name, NewInode node) throws Errno {
    String text = node.target();
    if (text == null) {
      throw new KernelBug("a symbolic link without text");
    }
    tmpfs.reserveInode();
    TmpfsInode made;
    try {
      made = new TmpfsSymlink(tmpfs, node, text);
    } catch (Errno e) {
      tmpfs.unreserveInode();
      throw e;
    }
    entries.add(name, made);
    modified();
    return made;
  }

  @Override
  public Inode createUnnamed(NewInode node) throws Errno {
    return tmpfs.createUnnamed(node);
  }

  @Override
  public void link(String name, Inode existing) throws Errno {
    TmpfsInode inode = (TmpfsInode) existing;
    // The first name of an unnamed file is its inode's own.
    if (inode.links() > 0) {
      tmpfs.reserveInode();
    }
    entries.add(name, inode);
    inode.addLinks(1);
    modified();
  }

  @Override
  public void unlink(String name, Inode child) {
    entries.remove(name);
    modified();
    removeName((TmpfsInode) child);
  }

  /** One name less: its part of the budget goes with it, the last name's with the inode. */
  private void removeName(TmpfsInode child) {
    if (child.isDirectory()) {
      child.unlinked(2);
      return;
    }
    if (child.links() > 1) {
      tmpfs.unreserveInode();
    }
    child.unlinked(1);
  }

  @Override
  public void rmdir(String name, Inode child) throws Errno {
    if (!((TmpfsDirectory) child).entries.isEmpty()) {
      throw Errno.ENOTEMPTY;
    }
    entries.remove(name);
    setLinks(links() - 1);
    modified();
    removeName((TmpfsInode) child);
  }

  @Override
  public void rename(
      String from, Inode moved, Inode target, String to, @Nullable Inode replaced, int flags)
      throws Errno {
    TmpfsDirectory other = (TmpfsDirectory) target;
    TmpfsInode inode = (TmpfsInode) moved;
    if (replaced != null && (flags & Fs.RENAME_EXCHANGE) != 0) {
      exchange(from, inode, other, to, (TmpfsInode) replaced);
      return;
    }
    if (replaced instanceof TmpfsDirectory victim && !victim.entries.isEmpty()) {
      throw Errno.ENOTEMPTY;
    }
    if (replaced != null) {
      other.entries.remove(to);
      if (replaced.isDirectory()) {
        other.setLinks(other.links() - 1);
      }
    }
    entries.remove(from);
    other.entries.add(to, inode);
    if (inode.isDirectory()) {
      setLinks(links() - 1);
      other.setLinks(other.links() + 1);
    }
    modified();
    other.modified();
    inode.changed();
    if (replaced != null) {
      removeName((TmpfsInode) replaced);
    }
  }

  private void exchange(
      String from, TmpfsInode inode, TmpfsDirectory other, String to, TmpfsInode replaced) {
    entries.replace(from, replaced);
    other.entries.replace(to, inode);
    int change = (replaced.isDirectory() ? 1 : 0) - (inode.isDirectory() ? 1 : 0);
    setLinks(links() + change);
    other.setLinks(other.links() - change);
    modified();
    other.modified();
    inode.changed();
    replaced.changed();
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) {
    return new TmpfsDirectoryFile(path, flags, this);
  }
}
