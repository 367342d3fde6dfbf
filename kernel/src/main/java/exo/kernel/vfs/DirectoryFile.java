package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.uaccess.IoBuffer;

/** An open directory: reading it as a file is EISDIR; "." and ".." come before its entries. */
public abstract class DirectoryFile extends OpenFile {
  /** The position of the first entry behind "." and "..". */
  public static final int FIRST = 2;

  protected DirectoryFile(Path path, int flags) {
    super(path, flags);
  }

  @Override
  protected final long readAt(IoBuffer to, long off) throws Errno {
    throw Errno.EISDIR;
  }

  @Override
  protected final long iterate(long from, DirectoryVisitor visitor) throws Errno {
    if (from < FIRST) {
      rewound();
    }
    if (from <= 0 && !visitor.entry(".", inode().number(), Fs.DT_DIR, 1)) {
      return 0;
    }
    long parent = path().dentry().parent().inode().number();
    if (from <= 1 && !visitor.entry("..", parent, Fs.DT_DIR, FIRST)) {
      return 1;
    }
    return list(Math.max(from, FIRST), visitor);
  }

  /** The directory is to be read from its beginning. */
  protected void rewound() {}

  /** Hands entries from {@link #FIRST} or later on; answers where the next call begins. */
  protected abstract long list(long from, DirectoryVisitor visitor) throws Errno;

  /** How lseek(2) goes where directories are in memory: not from the end, and however far. */
  protected final long seekInMemory(long off, int whence) throws Errno {
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
