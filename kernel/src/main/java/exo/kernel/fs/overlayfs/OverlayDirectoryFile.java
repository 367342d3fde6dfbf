package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** An open directory. */
final class OverlayDirectoryFile extends OpenFile {
  private final OverlayDirectory directory;

  // Entries that came after reading began are left out, or renaming while reading might never end.
  private long end = Long.MAX_VALUE;

  OverlayDirectoryFile(Path path, int flags, OverlayDirectory directory) {
    super(path, flags);
    this.directory = directory;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    throw Errno.EISDIR;
  }

  @Override
  protected long iterate(long from, DirectoryVisitor visitor) throws Errno {
    if (from < 2) {
      end = directory.nextPosition();
    }
    long at = iterateDots(from, visitor);
    return at < 2 ? at : directory.iterate(at, end, visitor);
  }

  @Override
  protected long seekTo(long off, int whence) throws Errno {
    long to =
        switch (whence) {
          case Fs.SEEK_SET -> off;
          case Fs.SEEK_CUR -> position() + off;
          default -> throw Errno.EINVAL;
        };
    if (to < 0) {
      throw Errno.EINVAL;
    }
    return to;
  }
}
