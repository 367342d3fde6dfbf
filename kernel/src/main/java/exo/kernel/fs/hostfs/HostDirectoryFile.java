package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.DirectoryFile;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.Path;

/** A host folder that the guest has open: holds nothing on the host, positions are the host's. */
final class HostDirectoryFile extends DirectoryFile {
  private final HostDirectoryInode folder;

  HostDirectoryFile(Path path, int flags, HostDirectoryInode folder) {
    super(path, flags);
    this.folder = folder;
  }

  @Override
  protected long list(long from, DirectoryVisitor visitor) throws Errno {
    return folder.list(from, visitor);
  }
}
