package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;

/** What the flags of open(2) mean together. Linux checks them before it looks at the path. */
public final class OpenFlags {
  private static final int KNOWN =
      Fcntl.O_ACCMODE
          | Fcntl.O_CREAT
          | Fcntl.O_EXCL
          | Fcntl.O_NOCTTY
          | Fcntl.O_TRUNC
          | Fcntl.O_APPEND
          | Fcntl.O_NONBLOCK
          | Fcntl.O_SYNC
          | OpenFile.O_ASYNC
          | Fcntl.O_DIRECT
          | Fcntl.O_LARGEFILE
          | Fcntl.O_DIRECTORY
          | Fcntl.O_NOFOLLOW
          | Fcntl.O_NOATIME
          | Fcntl.O_CLOEXEC
          | Fcntl.O_PATH
          | Fcntl.__O_TMPFILE;

  private static final int WITH_PATH =
      Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_PATH | Fcntl.O_CLOEXEC;

  private static final int KNOWN_RESOLVE =
      Fcntl.RESOLVE_NO_XDEV
          | Fcntl.RESOLVE_NO_MAGICLINKS
          | Fcntl.RESOLVE_NO_SYMLINKS
          | Fcntl.RESOLVE_BENEATH
          | Fcntl.RESOLVE_IN_ROOT
          | Fcntl.RESOLVE_CACHED;

  static final int ALL_MODE_BITS = 07777;

  private OpenFlags() {}

  /**
   * What open(2) and openat(2) make of their flags: unknown ones are ignored.
   *
   * @throws Errno EINVAL
   */
  public static int lenient(int flags) throws Errno {
    int f = implied(flags & KNOWN);
    if ((f & Fcntl.O_PATH) != 0) {
      f &= WITH_PATH;
    }
    checkTogether(f);
    return f;
  }

  /**
   * What openat2(2) makes of its flags: unknown ones, unknown mode and resolve bits are errors.
   *
   * @throws Errno EINVAL; EAGAIN for what RESOLVE_CACHED cannot do
   */
  public static int strict(long flags, long mode, long resolve) throws Errno {
    int f = (int) flags;
    boolean scopes =
        (resolve & Fcntl.RESOLVE_BENEATH) != 0 && (resolve & Fcntl.RESOLVE_IN_ROOT) != 0;
    if ((flags & ~(long) KNOWN) != 0
        || (resolve & ~(long) KNOWN_RESOLVE) != 0
        || scopes
        || (makes(f) ? (mode & ~(long) ALL_MODE_BITS) != 0 : mode != 0)
        || ((f & Fcntl.O_PATH) != 0 && (f & ~WITH_PATH) != 0)) {
      throw Errno.EINVAL;
    }
    checkTogether(f);
    if ((resolve & Fcntl.RESOLVE_CACHED) != 0 && (makes(f) || (f & Fcntl.O_TRUNC) != 0)) {
      throw Errno.EAGAIN;
    }
    return implied(f);
  }

  /** Whoever wants everything written at once wants the contents written at once. */
  private static int implied(int flags) {
    return (flags & Fcntl.__O_SYNC) != 0 ? flags | Fcntl.O_DSYNC : flags;
  }

  private static void checkTogether(int flags) throws Errno {
    if ((flags & (Fcntl.O_DIRECTORY | Fcntl.O_CREAT)) == (Fcntl.O_DIRECTORY | Fcntl.O_CREAT)) {
      throw Errno.EINVAL;
    }
    boolean writes = (wanted(flags & ~Fcntl.O_TRUNC) & Permissions.WRITE) != 0;
    if (isUnnamed(flags) && ((flags & Fcntl.O_DIRECTORY) == 0 || !writes)) {
      throw Errno.EINVAL;
    }
  }

  /** Whether a new file may come of it, so that the mode counts. */
  static boolean makes(int flags) {
    return (flags & (Fcntl.O_CREAT | Fcntl.__O_TMPFILE)) != 0;
  }

  /** O_TMPFILE. */
  static boolean isUnnamed(int flags) {
    return (flags & Fcntl.__O_TMPFILE) != 0;
  }

  /** The rights that opening asks for, of {@link Permissions}. */
  static int wanted(int flags) {
    int want =
        switch (flags & Fcntl.O_ACCMODE) {
          case Fcntl.O_RDONLY -> Permissions.READ;
          case Fcntl.O_WRONLY -> Permissions.WRITE;
          default -> Permissions.READ | Permissions.WRITE;
        };
    return (flags & Fcntl.O_TRUNC) != 0 ? want | Permissions.WRITE : want;
  }

  /** How the path is walked. */
  static int walkFlags(int flags) {
    return ((flags & Fcntl.O_NOFOLLOW) == 0 ? PathWalk.FOLLOW : 0)
        | ((flags & Fcntl.O_DIRECTORY) != 0 ? PathWalk.DIRECTORY : 0);
  }
}
