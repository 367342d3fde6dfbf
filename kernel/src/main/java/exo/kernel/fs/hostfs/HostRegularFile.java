package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** A host file that the guest has open. Its host descriptor is the inode's. */
final class HostRegularFile extends OpenFile {
  private final HostRegularInode file;

  HostRegularFile(Path path, int flags, HostRegularInode file) {
    super(path, flags);
    this.file = file;
    file.opened(isWritable());
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    long done = file.read(to, off);
    touchAccessTime();
    return done;
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    long done = file.write(from, off);
    if (done > 0 && has(Fcntl.O_SYNC)) {
      file.sync();
    }
    return done;
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
  public void sync(boolean dataOnly) throws Errno {
    file.sync();
  }

  @Override
  public void allocate(int mode, long off, long len) throws Errno {
    file.allocate(mode, off, len);
  }

  @Override
  public void flush() throws Errno {
    if (isWritable()) {
      file.tellWriteBackError();
    }
  }

  @Override
  protected void closed() {
    file.closed(isWritable());
  }
}
