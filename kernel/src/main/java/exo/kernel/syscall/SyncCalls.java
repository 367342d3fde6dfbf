package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.task.Task;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.OpenFile;

/** Writing back. Source: sync(2), fsync(2), sync_file_range(2). */
final class SyncCalls {
  private static final int RANGE_FLAGS =
      Fs.SYNC_FILE_RANGE_WAIT_BEFORE | Fs.SYNC_FILE_RANGE_WRITE | Fs.SYNC_FILE_RANGE_WAIT_AFTER;

  private SyncCalls() {}

  /** Linux {@code sync(2)}. */
  static long sync(Task task) {
    for (Mount mount : task.fs().namespace().mounts()) {
      try {
        mount.superblock().sync();
      } catch (Errno unreported) {
        // sync(2) always succeeds; fsync(2) of the file concerned reports it.
      }
    }
    return 0;
  }

  /** Linux {@code syncfs(2)}. */
  static long syncfs(Task task, long fd) throws Errno {
    task.files().get((int) fd).inode().superblock().sync();
    return 0;
  }

  /** Linux {@code fsync(2)}. */
  static long fsync(Task task, long fd) throws Errno {
    task.files().get((int) fd).sync(false);
    return 0;
  }

  /** Linux {@code fdatasync(2)}. */
  static long fdatasync(Task task, long fd) throws Errno {
    task.files().get((int) fd).sync(true);
    return 0;
  }

  /** Linux {@code sync_file_range(2)}. The whole file is written back. */
  static long sync_file_range(Task task, long fd, long off, long len, long flags) throws Errno {
    OpenFile file = task.files().get((int) fd);
    UserPath.checkFlags((int) flags, RANGE_FLAGS);
    if (off < 0 || off + len < off) {
      throw Errno.EINVAL;
    }
    int type = file.inode().type();
    if (type != Stat.S_IFREG && type != Stat.S_IFDIR && type != Stat.S_IFBLK) {
      throw Errno.ESPIPE;
    }
    if (flags != 0 && type == Stat.S_IFREG && file.inode().pages() != null) {
      file.sync(true);
    }
    return 0;
  }
}
