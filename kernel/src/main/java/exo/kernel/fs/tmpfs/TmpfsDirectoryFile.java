package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.DirectoryFile;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.Path;

/** An open directory of a tmpfs. */
final class TmpfsDirectoryFile extends DirectoryFile {
  private final TmpfsDirectory directory;

  // Entries that came after reading began are left out, or renaming while reading might never end.
  private long end = Long.MAX_VALUE;

  TmpfsDirectoryFile(Path path, int flags, TmpfsDirectory directory) {
    super(path, flags);
    this.directory = directory;
  }

  @Override
  protected void rewound() {
    end = directory.entries.nextPosition();
  }

  @Override
  protected long list(long from, DirectoryVisitor visitor) {
    return directory.entries.visit(from, end, visitor);
  }

  @Override
  protected long seekTo(long off, int whence) throws Errno {
    return seekInMemory(off, whence);
  }
}
