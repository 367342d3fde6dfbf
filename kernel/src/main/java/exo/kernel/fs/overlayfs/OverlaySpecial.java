package exo.kernel.fs.overlayfs;

import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;

/** A device node, FIFO or socket. */
final class OverlaySpecial extends OverlayInode {
  OverlaySpecial(OverlaySuperblock fs, Inode lower) {
    super(fs, lower);
  }

  OverlaySpecial(OverlaySuperblock fs, NewInode node, Inode upper) {
    super(fs, node, upper);
  }

  @Override
  public long size() {
    return 0;
  }
}
