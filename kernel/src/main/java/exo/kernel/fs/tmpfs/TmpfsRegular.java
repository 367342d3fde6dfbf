package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.mm.PageSource;
import exo.kernel.vfs.AttributeChange;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** A regular file of a tmpfs, or a memfd; only a memfd can be sealed. */
final class TmpfsRegular extends TmpfsInode {
  final TmpfsPages pages;
  long size;

  /** F_SEAL_*. */
  int seals = Fcntl.F_SEAL_SEAL;

  TmpfsRegular(TmpfsSuperblock tmpfs, NewInode node) {
    super(tmpfs, node);
    pages = new TmpfsPages(this);
  }

  boolean isSealed(int anyOf) {
    return (seals & anyOf) != 0;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long blocks() {
    return pages.held() * 8;
  }

  @Override
  public PageSource pages() {
    return pages;
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) {
    return new TmpfsFile(path, flags, this);
  }

  @Override
  public void truncate(long length) throws Errno {
    if ((length < size && isSealed(Fcntl.F_SEAL_SHRINK))
        || (length > size && isSealed(Fcntl.F_SEAL_GROW))) {
      throw Errno.EPERM;
    }
    boolean shrinks = length < size;
    size = length;
    if (shrinks) {
      pages.cut(length);
    }
    modified();
  }

  @Override
  public void setAttributes(AttributeChange change) throws Errno {
    if (change.has(AttributeChange.MODE)
        && isSealed(Fcntl.F_SEAL_EXEC)
        && ((change.mode() ^ mode()) & 0111) != 0) {
      throw Errno.EPERM;
    }
    super.setAttributes(change);
  }

  @Override
  void freeContents() {
    pages.freeAll();
  }
}
