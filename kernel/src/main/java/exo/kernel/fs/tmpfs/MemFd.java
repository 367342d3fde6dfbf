package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Mman;
import exo.kernel.abi.Stat;
import exo.kernel.mm.PageSource;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.Dentry;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Vfs;

/** memfd_create(2): files in memory without a name, which can be sealed. One a machine. */
public final class MemFd {
  private static final int KNOWN_FLAGS =
      Mman.MFD_CLOEXEC
          | Mman.MFD_ALLOW_SEALING
          | Mman.MFD_HUGETLB
          | Mman.MFD_NOEXEC_SEAL
          | Mman.MFD_EXEC
          | Mman.MFD_HUGE_MASK << Mman.MFD_HUGE_SHIFT;

  /** NAME_MAX less what "memfd:" takes. */
  public static final int LONGEST_NAME = 249;

  private final Mount mount;
  private final TmpfsSuperblock files;

  public MemFd(Vfs vfs) {
    long unlimited = Long.MAX_VALUE >> 12;
    files =
        new TmpfsSuperblock(
            vfs, new TmpfsType(), new TmpfsOptions(unlimited, unlimited, 0700, 0, 0), true);
    mount = new Mount(files.root(), "tmpfs", 0);
  }

  /**
   * A new file, open for reading and writing.
   *
   * @param name what {@code /proc/self/fd} shows after "memfd:"
   * @param flags MFD_*; close-on-exec is for the caller to see to
   * @throws Errno EINVAL, ENOSYS for huge pages
   */
  public OpenFile create(Caller who, String name, int flags) throws Errno {
    checkFlags(flags);
    if (name.length() > LONGEST_NAME) {
      throw Errno.EINVAL;
    }
    boolean noExec = (flags & Mman.MFD_NOEXEC_SEAL) != 0;
    Credentials c = who.credentials();
    int mode = Stat.S_IFREG | (noExec ? 0666 : 0777);
    TmpfsRegular file = files.createUnnamed(new NewInode(mode, c.fsuid(), c.fsgid(), 0, null));
    if (noExec) {
      file.seals = Fcntl.F_SEAL_EXEC;
    } else if ((flags & Mman.MFD_ALLOW_SEALING) != 0) {
      file.seals = 0;
    }
    Dentry dentry = Dentry.unnamed(files, "/memfd:" + name + " (deleted)", file);
    return new TmpfsFile(new Path(mount, dentry), Fcntl.O_RDWR | Fcntl.O_LARGEFILE, file);
  }

  /**
   * Memory for one mapping of {@code /dev/zero}: it reads as zeros, and lives as long as the
   * mapping and its copies.
   */
  public PageSource zeros() {
    try {
      TmpfsRegular file = files.createUnnamed(new NewInode(Stat.S_IFREG, 0, 0, 0, null));
      file.size = Long.MAX_VALUE;
      return file.pages();
    } catch (Errno noSpace) {
      throw new KernelBug("files in memory have a limit", noSpace);
    }
  }

  /**
   * Linux looks at the flags before it reads the name.
   *
   * @throws Errno EINVAL, ENOSYS for huge pages
   */
  public static void checkFlags(int flags) throws Errno {
    boolean huge = (flags & Mman.MFD_HUGETLB) != 0;
    int known = huge ? KNOWN_FLAGS : KNOWN_FLAGS & (1 << Mman.MFD_HUGE_SHIFT) - 1;
    int execution = Mman.MFD_EXEC | Mman.MFD_NOEXEC_SEAL;
    if ((flags & ~known) != 0 || (flags & execution) == execution) {
      throw Errno.EINVAL;
    }
    if (huge) {
      throw Errno.ENOSYS;
    }
  }
}
