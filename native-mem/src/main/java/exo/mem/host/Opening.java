package exo.mem.host;

import java.lang.foreign.MemorySegment;

/**
 * Opens host files without following a link and without touching what is no regular file.
 *
 * <p>Opening a FIFO can block, opening a device can act. So a name is first opened with O_PATH,
 * which reaches the object but does nothing to it; when that proves to be a regular file, this very
 * object, not the name again, is opened for access through {@code /proc/self/fd}.
 */
final class Opening {
  private static final int PATH = FileCalls.O_PATH | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
  private static final int ACCESS = FileCalls.O_NONBLOCK | FileCalls.O_NOCTTY | FileCalls.O_CLOEXEC;

  private Opening() {}

  /** Answers a descriptor. The device is that of the directory. */
  static int regular(int directory, String name, long device, int access) throws HostException {
    int path = path(directory, name);
    try {
      HostStat stat = HostStat.of(path);
      if (!stat.isRegular()) {
        throw new HostException("open", name, refusal(stat));
      }
      if (stat.device() != device) {
        refuseProc(path, name);
      }
      return reopen(path, name, access);
    } finally {
      DescriptorCalls.close(path);
    }
  }

  /** Changes the permissions of the named object itself. */
  static void chmod(int directory, String name, int mode) throws HostException {
    int path = path(directory, name);
    try {
      if (HostStat.of(path).isSymbolicLink()) {
        throw new HostException("chmod", name, FileCalls.EOPNOTSUPP);
      }
      chmod(path, mode, name);
    } finally {
      DescriptorCalls.close(path);
    }
  }

  static void chmod(int fd, int mode, String name) throws HostException {
    String object = Names.ofDescriptor(fd);
    HostException.check(FileCalls.fchmodat(FileCalls.AT_FDCWD, object, mode), "chmod", name);
  }

  /** Sets the times of the object that a descriptor stands for. */
  static long utimens(int fd, MemorySegment times) {
    String object = Names.ofDescriptor(fd);
    return FileCalls.utimensat(FileCalls.AT_FDCWD, object, times.address(), 0);
  }

  /** A new file with exactly this mode, open for reading and writing. */
  static int create(int directory, String name, int mode) throws HostException {
    int flags = FileCalls.O_RDWR | FileCalls.O_CREAT | FileCalls.O_EXCL | FileCalls.O_NOFOLLOW;
    long result = FileCalls.openat(directory, name, flags | ACCESS, mode);
    int fd = (int) HostException.check(result, "create", name);
    try {
      // This process's umask took its part of the mode; the guest's own has already done so.
      chmod(fd, mode, name);
      return fd;
    } catch (HostException e) {
      DescriptorCalls.close(fd);
      throw e;
    }
  }

  /** EACCES when the descriptor is on procfs, which shows this process from the inside. */
  static void refuseProc(int fd, String name) throws HostException {
    if (HostFileSystem.of(fd, name).type() == FileCalls.PROC_SUPER_MAGIC) {
      throw new HostException("open on the host's procfs", name, FileCalls.EACCES);
    }
  }

  private static int path(int directory, String name) throws HostException {
    return (int) HostException.check(FileCalls.openat(directory, name, PATH, 0), "open", name);
  }

  private static int reopen(int path, String name, int access) throws HostException {
    String object = Names.ofDescriptor(path);
    long result = FileCalls.openat(FileCalls.AT_FDCWD, object, access | ACCESS, 0);
    return (int) HostException.check(result, "open", name);
  }

  private static int refusal(HostStat stat) {
    if (stat.isSymbolicLink()) {
      return FileCalls.ELOOP;
    }
    return stat.isDirectory() ? FileCalls.EISDIR : FileCalls.EACCES;
  }
}
