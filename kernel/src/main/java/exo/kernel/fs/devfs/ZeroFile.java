package exo.kernel.fs.devfs;

import exo.kernel.abi.Errno;
import exo.kernel.fs.tmpfs.MemFd;
import exo.kernel.mm.PageSource;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Path;

/** {@code /dev/zero}: zeros without end; each mapping is fresh memory of its own. */
final class ZeroFile extends MemoryFile {
  private final MemFd memory;

  ZeroFile(Path path, int flags, MemFd memory) {
    super(path, flags);
    this.memory = memory;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    return to.result(to.putZeros(to.remaining()));
  }

  @Override
  public PageSource pages() {
    return memory.zeros();
  }
}
