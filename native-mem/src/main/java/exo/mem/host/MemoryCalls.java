package exo.mem.host;

import java.lang.foreign.MemorySegment;

/**
 * The host's system calls for memory, under their C names. Each answers its result or {@code
 * -errno}. Numbers are those of Linux x86-64.
 */
final class MemoryCalls {
  static final int PROT_NONE = 0;
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int PROT_EXEC = 4;

  static final int MAP_SHARED = 0x01;
  static final int MAP_PRIVATE = 0x02;
  static final int MAP_FIXED = 0x10;
  static final int MAP_ANONYMOUS = 0x20;
  static final int MAP_NORESERVE = 0x4000;

  static final int MADV_DONTNEED = 4;
  static final int MADV_REMOVE = 9;
  static final int MADV_DONTDUMP = 16;

  static final int MFD_CLOEXEC = 1;
  static final int MFD_ALLOW_SEALING = 2;

  static final int EFAULT = 14;

  private static final int SYS_MMAP = 9;
  private static final int SYS_MPROTECT = 10;
  private static final int SYS_MUNMAP = 11;
  private static final int SYS_MADVISE = 28;
  private static final int SYS_GETPID = 39;
  private static final int SYS_PROCESS_VM_READV = 310;
  private static final int SYS_MEMFD_CREATE = 319;

  private MemoryCalls() {}

  static long mmap(long address, long length, int protection, int flags, int fd, long off) {
    return Syscall.call(SYS_MMAP, address, length, protection, flags, fd, off);
  }

  static long mprotect(long address, long length, int protection) {
    return Syscall.call(SYS_MPROTECT, address, length, protection);
  }

  static long munmap(long address, long length) {
    return Syscall.call(SYS_MUNMAP, address, length, 0);
  }

  static long madvise(MemorySegment range, int advice) {
    return Syscall.call(SYS_MADVISE, range, range.byteSize(), advice);
  }

  static long madvise(long address, long length, int advice) {
    return Syscall.call(SYS_MADVISE, address, length, advice);
  }

  static long memfd_create(String name, int flags) {
    return Syscall.call(SYS_MEMFD_CREATE, Scratch.mine().name(name), flags, 0);
  }

  /** One piece at each side: addresses of struct iovec, the local one describing {@code to}. */
  static long process_vm_readv(long pid, long local, long remote, MemorySegment to) {
    return Syscall.call(SYS_PROCESS_VM_READV, pid, local, 1, remote, 1, 0, to);
  }

  static long getpid() {
    return Syscall.call(SYS_GETPID, 0, 0, 0);
  }
}
