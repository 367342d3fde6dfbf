package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
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

  /** Longs in a relocation: place, type and symbol, addend. */
  private static final int RELA_LONGS = 3;

  private final MemorySegment image;

  // Copies, because one pass over thousands of entries in foreign memory takes long in a JVM that
  // has just started.
  private final long[] relocations;
  private final long[] slots;
  private final long firstSlot;

  private ImportTable(MemorySegment image, long[] relocations) {
    this.image = image;
    this.relocations = relocations;
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int i = 0; i < relocations.length; i += RELA_LONGS) {
      first = Math.min(first, relocations[i]);
      last = Math.max(last, relocations[i]);
    }
    firstSlot = first;
    slots =
        last == 0
            ? new long[0]
            : image.asSlice(first, last - first + Long.BYTES).toArray(JAVA_LONG);
  }

  /**
   * The table of the library that holds a function; an empty one when the loader does not know it.
   */
  static ImportTable of(MemorySegment function) {
    long base = loadAddress(function.address());
    if (base == 0) {
      return new ImportTable(MemorySegment.NULL, new long[0]);
    }
    // The library's image: mapped for as long as the process lives, and laid out as its own headers
    // say.
    MemorySegment image = MemorySegment.ofAddress(base).reinterpret(Long.MAX_VALUE - base);
    long place = 0;
    long size = 0;
    for (long at = dynamicSection(image); image.get(JAVA_LONG, at) != DT_NULL; at += 16) {
      long value = image.get(JAVA_LONG, at + 8);
      switch ((int) image.get(JAVA_LONG, at)) {
        // The loader has made it an absolute address.
        case DT_JMPREL -> place = value - base;
        case DT_PLTRELSZ -> size = value;
        default -> {}
      }
    }
    return new ImportTable(image, image.asSlice(place, size).toArray(JAVA_LONG));
  }

  /**
   * Sends the library's calls of one function to another. Answers false, with nothing changed, when
   * it makes none through the table or the host refuses.
   */
  boolean redirect(MemorySegment from, MemorySegment to) {
    long wanted = from.address();
    for (int i = 0; i < relocations.length; i += RELA_LONGS) {
      long place = relocations[i];
      if ((int) relocations[i + 1] == R_X86_64_JUMP_SLOT
          && slots[(int) ((place - firstSlot) >> 3)] == wanted) {
        return write(image.asSlice(place, Long.BYTES), to.address());
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
    MethodHandle dladdr = Linkage.plain(Linkage.libc("dladdr"));
    try (Arena arena = Arena.ofConfined()) {
      // Dl_info: name, base, symbol, address.
      MemorySegment info = arena.allocate(32, 8);
      return (int) (long) dladdr.invokeExact(address, info.address(), 0L, 0L, 0L, 0L) == 0
          ? 0
          : info.get(JAVA_LONG, 8);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }
}
