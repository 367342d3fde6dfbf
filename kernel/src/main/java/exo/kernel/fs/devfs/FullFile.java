package exo.kernel.fs.devfs;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Path;

/** {@code /dev/full}: zeros without end, and no room for a byte. */
final class FullFile extends MemoryFile {
  FullFile(Path path, int flags) {
    super(path, flags);
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    return to.result(to.putZeros(to.remaining()));
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    throw Errno.ENOSPC;
  }
}
