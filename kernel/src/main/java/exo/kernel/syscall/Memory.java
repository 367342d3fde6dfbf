package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import exo.kernel.mm.Brk;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Madvise;
import exo.kernel.mm.Mincore;
import exo.kernel.mm.Mlock;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Mprotect;
import exo.kernel.mm.Mremap;
import exo.kernel.mm.Msync;
import exo.kernel.mm.Munmap;
import exo.kernel.task.Task;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.OpenFile;

/** The address space of the calling process. Source: mmap(2) and the pages it names. */
final class Memory {
  private static final long PAGE = 4096;

  private Memory() {}

  /** Linux {@code mmap(2)}. */
  static long mmap(Task task, long hint, long len, long prot, long flags, long fd, long off)
      throws Errno {
    if ((off & (PAGE - 1)) != 0) {
      throw Errno.EINVAL;
    }
    int f = (int) flags;
    FileMapping file = null;
    if ((f & Mman.MAP_ANONYMOUS) == 0) {
      OpenFile open = task.files().get((int) fd);
      if ((f & Mman.MAP_HUGETLB) != 0) {
        throw Errno.EINVAL;
      }
      file = mapping(open);
    } else if ((f & Mman.MAP_HUGETLB) != 0) {
      throw Errno.ENOMEM;
    }
    return Mmap.map(task.space(), hint, len, (int) prot, f, file, off >>> 12);
  }

  private static FileMapping mapping(OpenFile open) throws Errno {
    return new FileMapping(
        open.pages(),
        open.mappedName(),
        open.isReadable(),
        open.isReadable() && open.isWritable(),
        !open.path().mount().has(Mount.NO_EXEC));
  }

  /** Linux {@code munmap(2)}. */
  static long munmap(Task task, long va, long len) throws Errno {
    Munmap.unmap(task.space(), va, len);
    return 0;
  }

  /** Linux {@code mprotect(2)}. */
  static long mprotect(Task task, long va, long len, long prot) throws Errno {
    Mprotect.protect(task.space(), va, len, (int) prot);
    return 0;
  }

  /** Linux {@code mremap(2)}. */
  static long mremap(Task task, long va, long oldLen, long newLen, long flags, long newVa)
      throws Errno {
    return Mremap.remap(task.space(), va, oldLen, newLen, (int) flags, newVa);
  }

  /** Linux {@code brk(2)}; answers the break, moved or not. */
  static long brk(Task task, long wanted) {
    return Brk.set(task.space(), wanted);
  }

  /** Linux {@code madvise(2)}. */
  static long madvise(Task task, long va, long len, long advice) throws Errno {
    Madvise.advise(task.space(), va, len, (int) advice);
    return 0;
  }

  /** Linux {@code msync(2)}. */
  static long msync(Task task, long va, long len, long flags) throws Errno {
    Msync.sync(task.space(), va, len, (int) flags);
    return 0;
  }

  /** Linux {@code mincore(2)}. */
  static long mincore(Task task, long va, long len, long vector) throws Errno {
    Mincore.residency(task.space(), va, len, vector);
    return 0;
  }

  /** Linux {@code mlock(2)}. */
  static long mlock(Task task, long va, long len) throws Errno {
    Mlock.lock(task.space(), va, len, false);
    return 0;
  }

  /** Linux {@code mlock2(2)}. */
  static long mlock2(Task task, long va, long len, long flags) throws Errno {
    if (((int) flags & ~Mman.MLOCK_ONFAULT) != 0) {
      throw Errno.EINVAL;
    }
    Mlock.lock(task.space(), va, len, (int) flags != 0);
    return 0;
  }

  /** Linux {@code munlock(2)}. */
  static long munlock(Task task, long va, long len) throws Errno {
    Mlock.unlock(task.space(), va, len);
    return 0;
  }

  /** Linux {@code mlockall(2)}. */
  static long mlockall(Task task, long flags) throws Errno {
    Mlock.lockAll(task.space(), (int) flags);
    return 0;
  }

  /** Linux {@code munlockall(2)}. */
  static long munlockall(Task task) throws Errno {
    Mlock.unlockAll(task.space());
    return 0;
  }
}
