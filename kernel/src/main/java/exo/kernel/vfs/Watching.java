package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;

/** Finding what is to be watched: the side of inotify_add_watch(2) that walks paths. */
public final class Watching {
  private Watching() {}

  /**
   * The inode that a path names, which the caller may read.
   *
   * @param follow whether a link at the end stands for what it names
   * @param onlyDirectory whether it has to be a directory
   * @throws Errno EACCES, ENOTDIR and all of path resolution
   */
  public static Inode find(Caller who, String path, boolean follow, boolean onlyDirectory)
      throws Errno {
    int how = (follow ? PathWalk.FOLLOW : 0) | (onlyDirectory ? PathWalk.DIRECTORY : 0);
    Inode inode = who.fs().walk.resolve(who, Fcntl.AT_FDCWD, path, how);
    Permissions.check(inode, Permissions.READ, who.credentials());
    return inode;
  }
}
