package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The table of function addresses through which a loaded ELF library makes its calls (System V
 * gABI, chapter 5; psABI for x86-64, "Procedure Linkage Table"). The loader fills it in and makes
 * it read-only.
 */
final class ImportTable {
  private static final int PT_DYNAMIC = 2;
  private static final int DT_NULL = 0;
  private static final int DT_PLTRELSZ = 2;
  private static final int DT_JMPREL = 23;
  private static final int R_X86_64_JUMP_SLOT = 7;
  private static final long RELA_SIZE = 24;

  private final MemorySegment image;
  private final long relocations;
  private final long size;

  private ImportTable(MemorySegment image, long relocations, long size) {
    this.image = image;
    this.relocations = relocations;
    this.size = size;
  }

  /**
   * The table of the library that holds a function; an empty one when the loader does not know it.
   */
  static ImportTable of(MemorySegment function) {
    long base = loadAddress(function.address());
    if (base == 0) {
      return new ImportTable(MemorySegment.NULL, 0, 0);
    }
    // The library's image: mapped for as long as the process lives, and laid out as its own headers
    // say.
    MemorySegment image = MemorySegment.ofAddress(base).reinterpret(Long.MAX_VALUE - base);
    long relocations = 0;
    long size = 0;
    for (long at = dynamicSection(image); image.get(JAVA_LONG, at) != DT_NULL; at += 16) {
      long value = image.get(JAVA_LONG, at + 8);
      switch ((int) image.get(JAVA_LONG, at)) {
        // The loader has made it an absolute address.
        case DT_JMPREL -> relocations = value - base;
        case DT_PLTRELSZ -> size = value;
        default -> {}
      }
    }
    return new ImportTable(image, relocations, size);
  }

  /**
   * Sends the library's calls of one function to another. Answers false, with nothing changed, when
   * it makes none through the table or the host refuses.
   */
  boolean redirect(MemorySegment from, MemorySegment to) {
    for (long at = relocations; at < relocations + size; at += RELA_SIZE) {
      long offset = image.get(JAVA_LONG, at);
      if (image.get(JAVA_INT, at + 8) == R_X86_64_JUMP_SLOT
          && image.get(JAVA_LONG, offset) == from.address()) {
        return write(image.asSlice(offset, Long.BYTES), to.address());
      }
    }
    return false;
  }

  private static boolean write(MemorySegment slot, long value) {
    if (!MachineCode.protect(slot, true)) {
      return false;
    }
    slot.set(JAVA_LONG, 0, value);
    return MachineCode.protect(slot, false);
  }

  private static long dynamicSection(MemorySegment image) {
    long headers = image.get(JAVA_LONG, 32);
    int entry = image.get(JAVA_SHORT, 54);
    int count = image.get(JAVA_SHORT, 56);
    for (int i = 0; i < count; i++) {
      long header = headers + (long) i * entry;
      if (image.get(JAVA_INT, header) == PT_DYNAMIC) {
        return image.get(JAVA_LONG, header + 16);
      }
    }
    throw new IllegalStateException("a shared library without a dynamic section");
  }

  /** Where the library that holds this address begins, or 0. */
  private static long loadAddress(long address) {
    Linker linker = Linker.nativeLinker();
    MethodHandle dladdr =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("dladdr"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      // Dl_info: name, base, symbol, address.
      MemorySegment info = arena.allocate(32, 8);
      return (int) dladdr.invokeExact(address, info) == 0 ? 0 : info.get(JAVA_LONG, 8);
    } catch (Throwable t) {
      throw Unicorn.unexpected(t);
    }
  }
}
