package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.DirectoryFile;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.Path;

/** An open directory. */
final class OverlayDirectoryFile extends DirectoryFile {
  private final OverlayDirectory directory;

  // Entries that came after reading began are left out, or renaming while reading might never end.
  private long end = Long.MAX_VALUE;

  OverlayDirectoryFile(Path path, int flags, OverlayDirectory directory) {
    super(path, flags);
    this.directory = directory;
  }

  @Override
  protected void rewound() {
    end = directory.nextPosition();
  }

  @Override
  protected long list(long from, DirectoryVisitor visitor) throws Errno {
    return directory.iterate(from, end, visitor);
  }

  @Override
  protected long seekTo(long off, int whence) throws Errno {
    return seekInMemory(off, whence);
  }
}
