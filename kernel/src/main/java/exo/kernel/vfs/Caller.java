package exo.kernel.vfs;

import exo.kernel.uaccess.UserMemory;

/** On whose behalf an operation runs: all that the VFS knows of a task. */
public interface Caller {
  /** No limit on the size of files. */
  long UNLIMITED = Long.MAX_VALUE;

  Credentials credentials();

  /** Root and current directory, umask. */
  FsContext fs();

  /** The descriptors that dirfd arguments name. */
  FdTable files();

  /** Where ioctl(2) arguments live. */
  UserMemory memory();

  /** The process id, which {@code /proc/self} stands for and locks belong to. */
  int processId();

  /** The thread id, which {@code /proc/thread-self} stands for. */
  int threadId();

  /** RLIMIT_FSIZE in bytes, or {@link #UNLIMITED}. */
  long fileSizeLimit();

  /** A write or truncation ran into {@link #fileSizeLimit}: SIGXFSZ is due. */
  void fileSizeExceeded();
}
