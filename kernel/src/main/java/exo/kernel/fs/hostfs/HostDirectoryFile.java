package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** A host folder that the guest has open: holds nothing on the host, positions are the host's. */
final class HostDirectoryFile extends OpenFile {
  private final HostDirectoryInode folder;

  HostDirectoryFile(Path path, int flags, HostDirectoryInode folder) {
    super(path, flags);
    this.folder = folder;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    throw Errno.EISDIR;
  }

  @Override
  protected long iterate(long from, DirectoryVisitor visitor) throws Errno {
    long at = iterateDots(from, visitor);
    return at < 2 ? at : folder.list(at, visitor);
  }
}
