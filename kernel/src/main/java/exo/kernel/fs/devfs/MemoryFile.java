package exo.kernel.fs.devfs;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** A device that swallows what is written and whose position is always 0. */
abstract class MemoryFile extends OpenFile {
  MemoryFile(Path path, int flags) {
    super(path, flags);
  }

  @Override
  public final boolean isPositional() {
    return true;
  }

  @Override
  protected final long seekTo(long off, int whence) {
    return 0;
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    // Not looked at: even a wild pointer is swallowed.
    return from.remaining();
  }
}
