package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.abi.layout.Timespec;
import exo.kernel.abi.layout.Timeval;
import exo.kernel.abi.layout.Utimbuf;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;

/** Times of files. Source: utimensat(2), utime(2). */
final class TimestampCalls {
  private static final long MICROS = 1_000_000;

  // Times beyond what nanoseconds in a long reach, some 292 years, are cut, as Linux cuts them to
  // what a file system keeps. The lowest values mean something else.
  private static final long LATEST = Long.MAX_VALUE;
  private static final long EARLIEST = Long.MIN_VALUE + 16;
  private static final long INVALID = EARLIEST - 1;
  private static final long MAX_SECONDS = Long.MAX_VALUE / Times.SECOND;

  private TimestampCalls() {}

  /** Linux {@code utimensat(2)}. */
  static long utimensat(Task task, long dirfd, long path, long times, long flags) throws Errno {
    long atime = Attributes.NOW;
    long mtime = Attributes.NOW;
    if (times != 0) {
      UserMemory m = task.memory();
      long atimeNanos = m.getLong(times + Timespec.TV_NSEC);
      long mtimeNanos = m.getLong(times + Timespec.SIZE + Timespec.TV_NSEC);
      long atimeSeconds = m.getLong(times);
      long mtimeSeconds = m.getLong(times + Timespec.SIZE);
      if (atimeNanos == Stat.UTIME_OMIT && mtimeNanos == Stat.UTIME_OMIT) {
        return 0;
      }
      atime = time(atimeSeconds, atimeNanos);
      mtime = time(mtimeSeconds, mtimeNanos);
    }
    set(task, (int) dirfd, path, atime, mtime, (int) flags);
    return 0;
  }

  private static long time(long seconds, long nanos) {
    if (nanos == Stat.UTIME_NOW) {
      return Attributes.NOW;
    }
    if (nanos == Stat.UTIME_OMIT) {
      return Attributes.OMIT;
    }
    return nanos >= 0 && nanos < Times.SECOND ? nanos(seconds, nanos) : INVALID;
  }

  private static long nanos(long seconds, long nanos) {
    if (seconds >= MAX_SECONDS) {
      return LATEST;
    }
    return seconds <= -MAX_SECONDS ? EARLIEST : seconds * Times.SECOND + nanos;
  }

  /** Linux {@code futimesat(2)}. */
  static long futimesat(Task task, long dirfd, long path, long times) throws Errno {
    long atime = Attributes.NOW;
    long mtime = Attributes.NOW;
    if (times != 0) {
      atime = micros(task.memory(), times);
      mtime = micros(task.memory(), times + Timeval.SIZE);
      if (atime == INVALID || mtime == INVALID) {
        throw Errno.EINVAL;
      }
    }
    set(task, (int) dirfd, path, atime, mtime, 0);
    return 0;
  }

  /** A struct timeval; {@link #INVALID} if it is none. */
  private static long micros(UserMemory m, long va) throws Errno {
    long seconds = m.getLong(va + Timeval.TV_SEC);
    long micros = m.getLong(va + Timeval.TV_USEC);
    boolean valid = micros >= 0 && micros < MICROS;
    return valid ? nanos(seconds, micros * (Times.SECOND / MICROS)) : INVALID;
  }

  /** Linux {@code utimes(2)}. */
  static long utimes(Task task, long path, long times) throws Errno {
    return futimesat(task, Fcntl.AT_FDCWD, path, times);
  }

  /** Linux {@code utime(2)}. */
  static long utime(Task task, long path, long times) throws Errno {
    long atime = Attributes.NOW;
    long mtime = Attributes.NOW;
    if (times != 0) {
      atime = nanos(task.memory().getLong(times + Utimbuf.ACTIME), 0);
      mtime = nanos(task.memory().getLong(times + Utimbuf.MODTIME), 0);
    }
    set(task, Fcntl.AT_FDCWD, path, atime, mtime, 0);
    return 0;
  }

  private static void set(Task task, int dirfd, long path, long atime, long mtime, int flags)
      throws Errno {
    if (path == 0 && dirfd != Fcntl.AT_FDCWD) {
      UserPath.checkFlags(flags, 0);
      OpenFile file = task.files().get(dirfd);
      checkTimes(atime, mtime);
      Attributes.utimens(task, file, atime, mtime);
      return;
    }
    UserPath.checkFlags(flags, Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_EMPTY_PATH);
    String name = UserPath.read(task, path);
    if (atime == INVALID || mtime == INVALID) {
      boolean follow = (flags & Fcntl.AT_SYMLINK_NOFOLLOW) == 0;
      Opens.find(task, dirfd, name, flags | (follow ? Fcntl.AT_SYMLINK_FOLLOW : 0));
    }
    checkTimes(atime, mtime);
    Attributes.utimens(task, dirfd, name, atime, mtime, flags);
  }

  /** Linux looks at the times only when it has found the file. */
  private static void checkTimes(long atime, long mtime) throws Errno {
    if (atime == INVALID || mtime == INVALID) {
      throw Errno.EINVAL;
    }
  }
}
