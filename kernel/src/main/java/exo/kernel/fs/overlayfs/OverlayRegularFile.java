package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/**
 * An open regular file: reads what the file is now, though it was copied up since it was opened.
 */
final class OverlayRegularFile extends OpenFile {
  private final OverlayRegular file;

  OverlayRegularFile(Path path, int flags, OverlayRegular file) {
    super(path, flags);
    this.file = file;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    long done = file.read(to, off);
    touchAccessTime();
    return done;
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    return file.write(from, off);
  }

  @Override
  protected long nextData(long off) throws Errno {
    return file.nextData(off);
  }

  @Override
  protected long nextHole(long off) throws Errno {
    return file.nextHole(off);
  }

  @Override
  public void allocate(int mode, long off, long len) throws Errno {
    file.allocate(mode, off, len);
  }
}
