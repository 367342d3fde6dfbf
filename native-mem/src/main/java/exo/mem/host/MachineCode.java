package exo.mem.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A host page of machine code: written once, then read-only and executable until closed. */
public final class MachineCode implements AutoCloseable {
  private static final long READ = MemoryCalls.PROT_READ;
  private static final long WRITE = MemoryCalls.PROT_WRITE;
  private static final long EXECUTE = MemoryCalls.PROT_EXEC;
  private static final long PRIVATE = MemoryCalls.MAP_PRIVATE | MemoryCalls.MAP_ANONYMOUS;
  private static final long PAGE = 4096;

  private final MemorySegment page;

  private MachineCode(MemorySegment page) {
    this.page = page;
  }

  /** Whether this host is one whose code and calls we know: Linux on x86-64. */
  public static boolean supported() {
    return System.getProperty("os.name", "").equals("Linux")
        && System.getProperty("os.arch", "").equals("amd64");
  }

  /**
   * Makes a page of code.
   *
   * @param code at most a page
   * @return null when the host refuses executable memory
   */
  public static @Nullable MachineCode of(byte[] code) {
    try {
      long address = (long) Libc.MMAP.invokeExact(0L, PAGE, READ | WRITE, PRIVATE, -1L, 0L, 0L, 0L);
      if (address == -1) {
        return null;
      }
      // Ours until close unmaps it.
      MemorySegment page = MemorySegment.ofAddress(address).reinterpret(PAGE);
      MemorySegment.copy(code, 0, page, JAVA_BYTE, 0, code.length);
      if (!Libc.mprotect(address, READ | EXECUTE)) {
        Libc.munmap(address);
        return null;
      }
      return new MachineCode(page);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /**
   * The same for code that nothing works without.
   *
   * @throws UnsupportedOperationException when the host refuses
   */
  static MachineCode require(byte[] code) {
    MachineCode made = of(code);
    if (made == null) {
      throw new UnsupportedOperationException("the host refuses executable memory");
    }
    return made;
  }

  /**
   * Makes the page around an address writable, or read-only again. Answers whether the host did so.
   */
  public static boolean protect(MemorySegment address, boolean writable) {
    try {
      return Libc.mprotect(address.address() & -PAGE, writable ? READ | WRITE : READ);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /** The code at an offset, to be called or given away as a function pointer. */
  public MemorySegment at(long offset) {
    return page.asSlice(offset);
  }

  @Override
  public void close() {
    try {
      Libc.munmap(page.address());
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /** Not by {@link Syscall}, which is such code itself. */
  private static final class Libc {
    static final MethodHandle MMAP = Linkage.function(Linkage.libc("mmap"));
    static final MethodHandle MPROTECT = Linkage.function(Linkage.libc("mprotect"));
    static final MethodHandle MUNMAP = Linkage.function(Linkage.libc("munmap"));

    static boolean mprotect(long address, long access) throws Throwable {
      return (int) (long) MPROTECT.invokeExact(address, PAGE, access, 0L, 0L, 0L, 0L, 0L) == 0;
    }

    static void munmap(long address) throws Throwable {
      long _ = (long) MUNMAP.invokeExact(address, PAGE, 0L, 0L, 0L, 0L, 0L, 0L);
    }
  }
}
