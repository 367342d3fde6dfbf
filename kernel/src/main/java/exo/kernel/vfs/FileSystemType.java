package exo.kernel.vfs;

import exo.kernel.abi.Errno;

/** A kind of file system that mount(2) knows by name. */
public interface FileSystemType {
  /** As in {@code /proc/filesystems}. */
  String name();

  /** Whether it needs no block device: "nodev" in {@code /proc/filesystems}. */
  default boolean isVirtual() {
    return true;
  }

  /**
   * A file system to be mounted: a new one, or the only one of its kind.
   *
   * @param source the device or text given to mount(2)
   * @param options the data given to mount(2), comma-separated
   */
  Superblock mount(Vfs vfs, String source, String options, Caller who) throws Errno;
}
