package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.PageCache;
import exo.kernel.vfs.Path;

/** An open regular file of a tmpfs, or a memfd. */
final class TmpfsFile extends OpenFile {
  private static final int NO_WRITES = Fcntl.F_SEAL_WRITE | Fcntl.F_SEAL_FUTURE_WRITE;
  private static final int ALL_SEALS =
      Fcntl.F_SEAL_SEAL | Fcntl.F_SEAL_SHRINK | Fcntl.F_SEAL_GROW | NO_WRITES | Fcntl.F_SEAL_EXEC;

  private final TmpfsRegular file;

  TmpfsFile(Path path, int flags, TmpfsRegular file) {
    super(path, flags);
    this.file = file;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    if (off >= file.size) {
      return 0;
    }
    long done = file.pages.read(to, off);
    touchAccessTime();
    return done;
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    if (file.isSealed(NO_WRITES)) {
      throw Errno.EPERM;
    }
    if (file.isSealed(Fcntl.F_SEAL_GROW) && off + from.remaining() > file.size) {
      if (off >= file.size) {
        throw Errno.EPERM;
      }
      from.limit(file.size - off & -PageCache.PAGE_SIZE);
      if (from.remaining() == 0) {
        throw Errno.EPERM;
      }
    }
    long done = file.pages.write(from, off);
    if (done > 0) {
      file.modified();
    }
    return done;
  }

  @Override
  protected long nextData(long off) throws Errno {
    long data = file.pages.nextData(off);
    if (data < 0 || data >= file.size) {
      throw Errno.ENXIO;
    }
    return data;
  }

  @Override
  protected long nextHole(long off) {
    return Math.min(file.pages.nextHole(off), file.size);
  }

  @Override
  public void allocate(int mode, long off, long len) throws Errno {
    switch (mode) {
      case Fs.FALLOC_FL_PUNCH_HOLE | Fs.FALLOC_FL_KEEP_SIZE -> {
        if (file.isSealed(NO_WRITES)) {
          throw Errno.EPERM;
        }
        file.pages.punch(off, len);
      }
      case 0, Fs.FALLOC_FL_KEEP_SIZE -> {
        long end = off + len;
        boolean grows = mode == 0 && end > file.size;
        if (end > file.size && file.isSealed(Fcntl.F_SEAL_GROW)) {
          throw Errno.EPERM;
        }
        file.pages.fill(off >> PageCache.PAGE_SHIFT, ((end - 1) >> PageCache.PAGE_SHIFT) + 1);
        if (grows) {
          file.size = end;
        }
      }
      default -> throw Errno.EOPNOTSUPP;
    }
    file.modified();
  }

  @Override
  public boolean isWriteSealed() {
    return file.isSealed(NO_WRITES);
  }

  @Override
  public int seals() {
    return file.seals;
  }

  @Override
  public void addSeals(int seals) throws Errno {
    if (!isWritable()) {
      throw Errno.EPERM;
    }
    if ((seals & ~ALL_SEALS) != 0) {
      throw Errno.EINVAL;
    }
    if (file.isSealed(Fcntl.F_SEAL_SEAL)) {
      throw Errno.EPERM;
    }
    int more = seals;
    if ((seals & Fcntl.F_SEAL_EXEC) != 0 && (file.mode() & 0111) != 0) {
      // What may run must not change any more.
      more |= Fcntl.F_SEAL_SHRINK | Fcntl.F_SEAL_GROW | NO_WRITES;
    }
    if ((more & Fcntl.F_SEAL_WRITE) != 0
        && !file.isSealed(Fcntl.F_SEAL_WRITE)
        && file.pages.mappings().hasSharedWritable()) {
      throw Errno.EBUSY;
    }
    file.seals |= more;
  }
}
