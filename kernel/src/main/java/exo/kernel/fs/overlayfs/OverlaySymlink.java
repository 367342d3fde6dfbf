package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import org.jspecify.annotations.Nullable;

/** A symbolic link. */
final class OverlaySymlink extends OverlayInode {
  private final @Nullable String text;

  OverlaySymlink(OverlaySuperblock fs, Inode lower) {
    super(fs, lower);
    text = null;
  }

  OverlaySymlink(OverlaySuperblock fs, NewInode node, Inode upper, String text) {
    super(fs, node, upper);
    this.text = text;
  }

  @Override
  public long size() {
    Inode from = lower();
    return text != null ? text.length() : from == null ? 0 : from.size();
  }

  @Override
  public String readLink(Caller who) throws Errno {
    Inode from = lower();
    return text != null || from == null ? String.valueOf(text) : from.readLink(who);
  }
}
