package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;

/** RWF_* of preadv2(2) and pwritev2(2). */
final class TransferFlags {
  private static final int KNOWN =
      Fs.RWF_HIPRI
          | Fs.RWF_DSYNC
          | Fs.RWF_SYNC
          | Fs.RWF_NOWAIT
          | Fs.RWF_APPEND
          | Fs.RWF_NOAPPEND
          | Fs.RWF_ATOMIC
          | Fs.RWF_DONTCACHE;

  private TransferFlags() {}

  /**
   * Refuses what a file does not have, as Linux does for tmpfs.
   *
   * @throws Errno EOPNOTSUPP, EINVAL for RWF_APPEND with RWF_NOAPPEND
   */
  static void check(OpenFile file, int flags, boolean writing) throws Errno {
    if (flags == 0) {
      return;
    }
    boolean folder = file.inode().isDirectory();
    boolean plain = folder || !file.takesTransferFlags(writing);
    if ((flags & ~KNOWN) != 0 || plain && (flags & ~Fs.RWF_HIPRI) != 0) {
      throw Errno.EOPNOTSUPP;
    }
    if (has(flags, Fs.RWF_APPEND) && has(flags, Fs.RWF_NOAPPEND)) {
      throw Errno.EINVAL;
    }
    if (has(flags, Fs.RWF_NOWAIT) && file.inode().isRegular()
        || has(flags, Fs.RWF_ATOMIC)
        || has(flags, Fs.RWF_DONTCACHE)) {
      throw Errno.EOPNOTSUPP;
    }
  }

  /** As {@link Transfer#write}, appending or not and written through as the flags say. */
  static long write(Task task, OpenFile file, IoBuffer from, long off, int flags, boolean mayWait)
      throws Errno {
    int before = file.flags();
    boolean append =
        has(flags, Fs.RWF_APPEND) || file.has(Fcntl.O_APPEND) && !has(flags, Fs.RWF_NOAPPEND);
    // The way to append for one call is to be an appending file for one call: nobody sees it.
    file.setFlags(append ? before | Fcntl.O_APPEND : before & ~Fcntl.O_APPEND);
    long n;
    try {
      n = Transfer.write(task, file, from, off, mayWait);
    } finally {
      file.setFlags(before);
    }
    if (n > 0 && has(flags, Fs.RWF_DSYNC | Fs.RWF_SYNC) && file.inode().isRegular()) {
      file.sync(!has(flags, Fs.RWF_SYNC));
    }
    return n;
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
