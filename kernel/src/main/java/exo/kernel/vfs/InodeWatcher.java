package exo.kernel.vfs;

import org.jspecify.annotations.Nullable;

/** Hears what happens to an inode: the side of inotify(7) that stands in the VFS. */
public interface InodeWatcher {
  /**
   * Something happened.
   *
   * @param event one IN_* event, with IN_ISDIR where its subject is a directory, and with
   *     IN_EXCL_UNLINK where the name it is reached by was removed
   * @param cookie the same for the two halves of a rename, else 0
   * @param name the entry concerned, or null if the inode itself is
   */
  void happened(Inode inode, int event, int cookie, @Nullable String name);
}
