package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of a process; shared by tasks that were cloned with CLONE_FILES. Always the
 * lowest free number is given out. Limits (RLIMIT_NOFILE) are the caller's to say: the first number
 * that may not be used. Owned by the kernel lock.
 */
public final class FdTable {
  private static final int FIRST_SIZE = 64;

  private @Nullable OpenFile[] files = new OpenFile[FIRST_SIZE];

  // Bit n of word n / 64: whether descriptor n is open, and whether execve(2) closes it.
  private long[] open = new long[FIRST_SIZE / 64];
  private long[] closeOnExec = new long[FIRST_SIZE / 64];

  // No descriptor below is free.
  private int lowest;
  private int count;
  private int users = 1;

  /** The file of a descriptor, or null; those opened with O_PATH included. */
  public @Nullable OpenFile peek(int fd) {
    @Nullable OpenFile[] f = files;
    return fd >= 0 && fd < f.length ? f[fd] : null;
  }

  /**
   * The file of a descriptor, for calls that use its contents.
   *
   * @throws Errno EBADF if it is not open, or was opened with O_PATH
   */
  public OpenFile get(int fd) throws Errno {
    OpenFile file = peek(fd);
    if (file == null || file.isPathOnly()) {
      throw Errno.EBADF;
    }
    return file;
  }

  /**
   * The file of a descriptor, for calls that need no more than its place.
   *
   * @throws Errno EBADF if it is not open
   */
  public OpenFile getAny(int fd) throws Errno {
    OpenFile file = peek(fd);
    if (file == null) {
      throw Errno.EBADF;
    }
    return file;
  }

  /**
   * Gives a file the lowest free descriptor from {@code from} on, and takes over the caller's
   * reference to it (only if it succeeds).
   *
   * @throws Errno EMFILE
   */
  public int add(OpenFile file, boolean cloexec, int from, long limit) throws Errno {
    int fd = lowestFree(from);
    if (fd >= limit) {
      throw Errno.EMFILE;
    }
    put(fd, file, cloexec);
    if (fd == lowest) {
      lowest = fd + 1;
    }
    return fd;
  }

  /** The number that the next file gets, from {@code from} on. */
  public int nextFree(int from) {
    return lowestFree(from);
  }

  /**
   * Whether another descriptor could be given out: open(2) asks before it looks for the file.
   *
   * @throws Errno EMFILE
   */
  public void checkRoom(long limit) throws Errno {
    if (lowestFree(0) >= limit) {
      throw Errno.EMFILE;
    }
  }

  /** As {@link #add(OpenFile, boolean, int, long)} from 0 on. */
  public int add(OpenFile file, boolean cloexec, long limit) throws Errno {
    return add(file, cloexec, 0, limit);
  }

  /**
   * dup(2) and F_DUPFD: another descriptor from {@code from} on for the same file.
   *
   * @throws Errno EBADF, EINVAL if {@code from} is beyond the limit, EMFILE
   */
  public int duplicate(int fd, int from, boolean cloexec, long limit) throws Errno {
    OpenFile file = getAny(fd);
    if (from < 0 || from >= limit) {
      throw Errno.EINVAL;
    }
    int copy = add(file, cloexec, from, limit);
    file.retain();
    return copy;
  }

  /**
   * dup2(2) and dup3(2) for two different numbers: {@code to} becomes another descriptor of the
   * file; what it was is closed.
   *
   * @return the file that was closed, whose reference is now the caller's; or null
   * @throws Errno EBADF
   */
  public @Nullable OpenFile duplicateTo(int fd, int to, boolean cloexec, long limit) throws Errno {
    if (to < 0 || to >= limit) {
      throw Errno.EBADF;
    }
    OpenFile file = getAny(fd).retain();
    OpenFile old = peek(to);
    if (old != null) {
      count--;
    }
    put(to, file, cloexec);
    return old;
  }

  private void put(int fd, OpenFile file, boolean cloexec) {
    if (fd >= files.length) {
      int size = Integer.highestOneBit(fd) << 1;
      files = Arrays.copyOf(files, size);
      open = Arrays.copyOf(open, size / 64);
      closeOnExec = Arrays.copyOf(closeOnExec, size / 64);
    }
    files[fd] = file;
    open[fd >> 6] |= 1L << fd;
    mark(fd, cloexec);
    count++;
  }

  private void mark(int fd, boolean cloexec) {
    if (cloexec) {
      closeOnExec[fd >> 6] |= 1L << fd;
    } else {
      closeOnExec[fd >> 6] &= ~(1L << fd);
    }
  }

  private int lowestFree(int from) {
    int fd = Math.max(from, lowest);
    for (int word = fd >> 6; word < open.length; word++) {
      long free = ~open[word];
      if (word == fd >> 6) {
        free &= -1L << fd;
      }
      if (free != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(free);
      }
    }
    return Math.max(fd, open.length << 6);
  }

  /**
   * Takes a descriptor out of the table.
   *
   * @return its file, whose reference is now the caller's
   * @throws Errno EBADF
   */
  public OpenFile remove(int fd) throws Errno {
    OpenFile file = getAny(fd);
    files[fd] = null;
    open[fd >> 6] &= ~(1L << fd);
    closeOnExec[fd >> 6] &= ~(1L << fd);
    lowest = Math.min(lowest, fd);
    count--;
    return file;
  }

  /**
   * close(2). The descriptor is gone even if an error is reported.
   *
   * @throws Errno EBADF, or what the file reports
   */
  public void close(int fd) throws Errno {
    closed(remove(fd));
  }

  /** Ends the reference to a file whose descriptor this table just lost. */
  public void closed(OpenFile file) throws Errno {
    try {
      if (!file.isPathOnly()) {
        file.inode().unlock(this);
      }
      file.flush();
    } finally {
      file.release();
    }
  }

  /** The first open descriptor from {@code from} on, or -1. */
  public int next(int from) {
    int fd = Math.max(from, 0);
    for (int word = fd >> 6; word < open.length; word++) {
      long bits = open[word];
      if (word == fd >> 6) {
        bits &= -1L << fd;
      }
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
    return -1;
  }

  /** How many descriptors are open. */
  public int count() {
    return count;
  }

  /** How many there is room for, as FDSize in {@code /proc/PID/status}. */
  public int capacity() {
    return files.length;
  }

  /**
   * F_GETFD.
   *
   * @throws Errno EBADF
   */
  public boolean isCloseOnExec(int fd) throws Errno {
    getAny(fd);
    return (closeOnExec[fd >> 6] & 1L << fd) != 0;
  }

  /**
   * F_SETFD.
   *
   * @throws Errno EBADF
   */
  public void setCloseOnExec(int fd, boolean on) throws Errno {
    getAny(fd);
    mark(fd, on);
  }

  /** Marks all descriptors of a range, both ends included, to be closed by execve(2). */
  public void setCloseOnExec(int first, int last) {
    for (int fd = next(first); fd >= 0 && fd <= last; fd = next(fd + 1)) {
      mark(fd, true);
    }
  }

  /** Closes all descriptors of a range, both ends included; errors go unreported. */
  public void closeRange(int first, int last) {
    for (int fd = next(first); fd >= 0 && fd <= last; fd = next(fd + 1)) {
      closeQuietly(fd);
    }
  }

  /** Closes what execve(2) closes. */
  public void closeOnExec() {
    for (int fd = next(0); fd >= 0; fd = next(fd + 1)) {
      if ((closeOnExec[fd >> 6] & 1L << fd) != 0) {
        closeQuietly(fd);
      }
    }
  }

  private void closeQuietly(int fd) {
    try {
      close(fd);
    } catch (Errno unreported) {
      // Linux has nobody to tell either: close_range(2), execve(2) and exit ignore it.
    }
  }

  /** The same descriptors of the same files for a child of fork(2), with one user. */
  public FdTable copy() {
    FdTable copy = new FdTable();
    copy.files = files.clone();
    copy.open = open.clone();
    copy.closeOnExec = closeOnExec.clone();
    copy.lowest = lowest;
    copy.count = count;
    for (OpenFile file : copy.files) {
      if (file != null) {
        file.retain();
      }
    }
    return copy;
  }

  /** One more task shares the table. */
  public void retain() {
    users++;
  }

  /** One task less; after the last everything is closed. */
  public void release() {
    if (--users == 0) {
      closeRange(0, Integer.MAX_VALUE);
    } else if (users < 0) {
      throw new KernelBug("descriptors of a process released twice");
    }
  }

  /** How many tasks share it. */
  public int users() {
    return users;
  }
}
