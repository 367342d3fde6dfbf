package exo.mem.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads this process's own memory without risk, for engines that must find a library's state. */
public final class ProcessMemory {
  private ProcessMemory() {}

  /**
   * Copies from any address. The host does it and checks the address, so a bad one is an answer and
   * not a crash.
   *
   * @return bytes copied: fewer than asked for when the range runs into memory that is not there, 0
   *     when it begins there
   */
  public static long copyFromSelf(long address, MemorySegment to, long at, long len)
      throws HostException {
    Host.requireLinux();
    long local = iovec(0, to.asSlice(at, len).address(), len);
    long remote = iovec(16, address, len);
    long done = MemoryCalls.process_vm_readv(MemoryCalls.getpid(), local, remote, to);
    return done == -MemoryCalls.EFAULT
        ? 0
        : HostException.check(done, "process_vm_readv", "of this process");
  }

  private static long iovec(long at, long base, long len) {
    MemorySegment iovec = Scratch.mine().out.asSlice(at, 16);
    iovec.set(ValueLayout.JAVA_LONG, 0, base);
    iovec.set(ValueLayout.JAVA_LONG, 8, len);
    return iovec.address();
  }
}
