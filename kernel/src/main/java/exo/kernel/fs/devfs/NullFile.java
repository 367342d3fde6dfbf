package exo.kernel.fs.devfs;

import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Path;

/** {@code /dev/null}: at its end at once. */
final class NullFile extends MemoryFile {
  NullFile(Path path, int flags) {
    super(path, flags);
  }

  @Override
  protected long readAt(IoBuffer to, long off) {
    return 0;
  }
}
