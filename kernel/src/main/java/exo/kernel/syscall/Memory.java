package exo.kernel.syscall;

import static exo.kernel.abi.Mman.MAP_ANONYMOUS;
import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.MAP_TYPE;
import static exo.kernel.abi.Mman.MLOCK_ONFAULT;
import static exo.kernel.abi.Mman.PKEY_ACCESS_MASK;
import static exo.kernel.abi.Mman.PROT_EXEC;
import static exo.kernel.abi.Mman.PROT_READ;
import static exo.kernel.abi.Mman.PROT_WRITE;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Personality;
import exo.kernel.mm.AddressSpace;
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
import exo.kernel.mm.PageSource;
import exo.kernel.mm.RemapFilePages;
import exo.kernel.task.Task;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/** The calls about address spaces. Source: mmap(2) and what its page refers to. */
final class Memory {
  private static final long PAGE_MASK = AddressSpace.PAGE_SIZE - 1;
  private static final int IOVEC_SIZE = 16;

  private Memory() {}

  /** Linux {@code mmap(2)}. */
  static long mmap(Task task, long addr, long len, long prot, long flags, long fd, long off)
      throws Errno {
    if ((off & PAGE_MASK) != 0) {
      throw Errno.EINVAL;
    }
    FileMapping file = null;
    if (((int) flags & MAP_ANONYMOUS) == 0) {
      OpenFile open = task.files().get((int) fd);
      file = mapping(open);
      boolean shared = ((int) flags & MAP_TYPE) != MAP_PRIVATE;
      if (len != 0 && shared && (prot & PROT_WRITE) != 0 && isSealed(open)) {
        throw Errno.EPERM;
      }
    }
    int rights = (int) prot;
    if (readImpliesExec(task, prot) && (file == null || file.mayExecute())) {
      rights |= PROT_EXEC;
    }
    long pageOffset = off >>> AddressSpace.PAGE_SHIFT;
    return Mmap.map(task.space(), addr, len, rights, (int) flags, file, pageOffset);
  }

  private static FileMapping mapping(OpenFile open) {
    boolean mayWrite = open.isWritable() && !open.isWriteSealed();
    boolean mayExecute = !open.path().mount().has(Mount.NO_EXEC);
    FileMapping mapping =
        new FileMapping(pages(open), open.mappedName(), open.isReadable(), mayWrite, mayExecute);
    return open.inode().isRegular() ? mapping : mapping.endless();
  }

  private static @Nullable PageSource pages(OpenFile open) {
    try {
      return open.pages();
    } catch (Errno notMappable) {
      // Linux asks last, so other errors come first.
      return null;
    }
  }

  private static boolean isSealed(OpenFile open) {
    return open.isReadable() && open.isWritable() && open.isWriteSealed();
  }

  private static boolean readImpliesExec(Task task, long prot) {
    return (prot & PROT_READ) != 0
        && (task.extras().personality & Personality.READ_IMPLIES_EXEC) != 0;
  }

  /** Linux {@code munmap(2)}. */
  static long munmap(Task task, long addr, long len) throws Errno {
    Munmap.unmap(task.space(), addr, len);
    return 0;
  }

  /** Linux {@code mprotect(2)}. */
  static long mprotect(Task task, long addr, long len, long prot) throws Errno {
    int rights = (int) prot | (readImpliesExec(task, prot) ? PROT_EXEC : 0);
    Mprotect.protect(task.space(), addr, len, rights);
    return 0;
  }

  /** Linux {@code mremap(2)}. */
  static long mremap(Task task, long addr, long oldLen, long newLen, long flags, long newAddr)
      throws Errno {
    return Mremap.remap(task.space(), addr, oldLen, newLen, (int) flags, newAddr);
  }

  /** Linux {@code brk(2)}: answers the break, moved or not. */
  static long brk(Task task, long addr) {
    return Brk.set(task.space(), addr);
  }

  /** Linux {@code madvise(2)}. */
  static long madvise(Task task, long addr, long len, long advice) throws Errno {
    Madvise.advise(task.space(), addr, len, (int) advice);
    return 0;
  }

  /** Linux {@code msync(2)}. */
  static long msync(Task task, long addr, long len, long flags) throws Errno {
    Msync.sync(task.space(), addr, len, (int) flags);
    return 0;
  }

  /** Linux {@code mincore(2)}. */
  static long mincore(Task task, long addr, long len, long vector) throws Errno {
    Mincore.residency(task.space(), addr, len, vector);
    return 0;
  }

  /** Linux {@code mlock(2)}. */
  static long mlock(Task task, long addr, long len) throws Errno {
    Mlock.lock(task.space(), addr, len, false);
    return 0;
  }

  /** Linux {@code mlock2(2)}. */
  static long mlock2(Task task, long addr, long len, long flags) throws Errno {
    if (((int) flags & ~MLOCK_ONFAULT) != 0) {
      throw Errno.EINVAL;
    }
    Mlock.lock(task.space(), addr, len, (int) flags != 0);
    return 0;
  }

  /** Linux {@code munlock(2)}. */
  static long munlock(Task task, long addr, long len) throws Errno {
    Mlock.unlock(task.space(), addr, len);
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

  /** Linux {@code remap_file_pages(2)}. */
  static long remap_file_pages(
      Task task, long addr, long len, long prot, long pageOffset, long flags) throws Errno {
    RemapFilePages.remap(task.space(), addr, len, prot, pageOffset, flags);
    return 0;
  }

  /** Linux {@code pkey_mprotect(2)} on a processor without protection keys. */
  static long pkey_mprotect(Task task, long addr, long len, long prot, long key) throws Errno {
    long end = addr + (len + 4095 & ~4095L);
    if ((int) key != -1 && len != 0 && Long.compareUnsigned(end, addr) > 0) {
      throw Errno.EINVAL;
    }
    return mprotect(task, addr, len, prot);
  }

  /** Linux {@code pkey_alloc(2)} on a processor without protection keys. */
  static long pkey_alloc(Task task, long flags, long rights) throws Errno {
    if (flags != 0 || (rights & ~PKEY_ACCESS_MASK) != 0) {
      throw Errno.EINVAL;
    }
    // Not ENOSPC, as pkeys(7) has it: x86 finds a key free and fails to set its rights.
    throw Errno.EINVAL;
  }

  /** Linux {@code pkey_free(2)}: there is none to free. */
  static long pkey_free(Task task, long key) throws Errno {
    throw Errno.EINVAL;
  }
}
