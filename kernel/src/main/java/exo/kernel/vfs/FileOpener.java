package exo.kernel.vfs;

import exo.kernel.abi.Errno;

/** Opens what stands behind a device node or FIFO. */
@FunctionalInterface
public interface FileOpener {
  /**
   * Opens it; permissions on the node were checked.
   *
   * @param path the node: its inode tells the device number
   * @param flags O_* of open(2)
   */
  OpenFile open(Path path, int flags, Caller who) throws Errno;
}
