package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A host page of machine code: written once, then read-only and executable until closed. */
public final class MachineCode implements AutoCloseable {
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
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
      MemorySegment page =
          (MemorySegment)
              Libc.MMAP.invokeExact(
                  MemorySegment.NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
      if (page.address() == -1) {
        return null;
      }
      // Ours until close unmaps it.
      page = page.reinterpret(PAGE);
      MemorySegment.copy(code, 0, page, JAVA_BYTE, 0, code.length);
      if ((int) Libc.MPROTECT.invokeExact(page, PAGE, PROT_READ | PROT_EXEC) != 0) {
        int _ = (int) Libc.MUNMAP.invokeExact(page, PAGE);
        return null;
      }
      return new MachineCode(page);
    } catch (Throwable t) {
      throw Unicorn.unexpected(t);
    }
  }

  /**
   * Makes the page around an address writable, or read-only again. Answers whether the host did so.
   */
  static boolean protect(MemorySegment address, boolean writable) {
    MemorySegment start = MemorySegment.ofAddress(address.address() & -PAGE);
    try {
      return (int)
              Libc.MPROTECT.invokeExact(start, PAGE, writable ? PROT_READ | PROT_WRITE : PROT_READ)
          == 0;
    } catch (Throwable t) {
      throw Unicorn.unexpected(t);
    }
  }

  /** The code at an offset, to be given away as a function pointer. */
  public MemorySegment at(long offset) {
    return page.asSlice(offset);
  }

  @Override
  public void close() {
    try {
      int _ = (int) Libc.MUNMAP.invokeExact(page, PAGE);
    } catch (Throwable t) {
      throw Unicorn.unexpected(t);
    }
  }

  private static final class Libc {
    static final MethodHandle MMAP =
        link(
            "mmap",
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    static final MethodHandle MPROTECT =
        link("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    static final MethodHandle MUNMAP =
        link("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

    private static MethodHandle link(String name, FunctionDescriptor signature) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
    }
  }
}
