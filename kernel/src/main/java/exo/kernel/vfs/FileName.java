package exo.kernel.vfs;

import exo.kernel.mm.MappedName;

/** How a mapped file appears in {@code /proc/PID/maps}. */
record FileName(Path file) implements MappedName {
  @Override
  public long device() {
    return file.inode().superblock().device();
  }

  @Override
  public long inode() {
    return file.inode().number();
  }

  @Override
  public String path() {
    String text = PathText.of(file);
    // A name that the cache forgot does not hear of its removal, the inode does.
    boolean gone = file.inode().links() == 0 && !file.dentry().isDeleted();
    return gone ? text + PathText.DELETED : text;
  }
}
