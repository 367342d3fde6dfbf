package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import exo.mem.host.Linkage;
import exo.mem.host.MachineCode;
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
  private static final int PT_GNU_RELRO = 0x6474e552;

  /** Offsets in a program header. */
  private static final int VADDR = 16;

  private static final int MEMSZ = 40;

  private static final int DT_NULL = 0;
  private static final int DT_PLTRELSZ = 2;
  private static final int DT_STRTAB = 5;
  private static final int DT_SYMTAB = 6;
  private static final int DT_JMPREL = 23;
  private static final int R_X86_64_JUMP_SLOT = 7;

  /** Longs in a relocation: place, type and symbol, addend. */
  private static final int RELA_LONGS = 3;

  private static final long SYMBOL_SIZE = 24;

  private final MemorySegment image;

  // Copies, because one pass over thousands of entries in foreign memory takes long in a JVM that
  // has just started.
  private final long[] relocations;
  private final long[] slots;
  private final long firstSlot;
  private final long symbols;
  private final long names;

  private ImportTable(MemorySegment image, long[] relocations, long symbols, long names) {
    this.image = image;
    this.relocations = relocations;
    this.symbols = symbols;
    this.names = names;
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
      return new ImportTable(MemorySegment.NULL, new long[0], 0, 0);
    }
    // The library's image: mapped for as long as the process lives, and laid out as its own headers
    // say.
    MemorySegment image = MemorySegment.ofAddress(base).reinterpret(Long.MAX_VALUE - base);
    long place = 0;
    long size = 0;
    long symbols = 0;
    long names = 0;
    long dynamic = image.get(JAVA_LONG, header(image, PT_DYNAMIC) + VADDR);
    for (long at = dynamic; image.get(JAVA_LONG, at) != DT_NULL; at += 16) {
      long value = image.get(JAVA_LONG, at + 8);
      switch ((int) image.get(JAVA_LONG, at)) {
        // The loader has made these absolute addresses.
        case DT_JMPREL -> place = value - base;
        case DT_SYMTAB -> symbols = value - base;
        case DT_STRTAB -> names = value - base;
        case DT_PLTRELSZ -> size = value;
        default -> {}
      }
    }
    return new ImportTable(image, image.asSlice(place, size).toArray(JAVA_LONG), symbols, names);
  }

  /**
   * Sends the library's calls of one function to another. Answers false, with nothing changed, when
   * it makes none through the table or the host refuses.
   *
   * @param name the function's
   * @param from where it is
   */
  boolean redirect(String name, MemorySegment from, MemorySegment to) {
    long place = placeByAddress(from.address());
    if (place == 0) {
      // A library that is linked as it runs: the table has the address from the first call on.
      place = placeByName(name);
    }
    return place != 0 && write(place, to.address());
  }

  private long placeByAddress(long function) {
    for (int i = 0; i < relocations.length; i += RELA_LONGS) {
      long place = relocations[i];
      if ((int) relocations[i + 1] == R_X86_64_JUMP_SLOT
          && slots[(int) ((place - firstSlot) >> 3)] == function) {
        return place;
      }
    }
    return 0;
  }

  private long placeByName(String name) {
    for (int i = 0; i < relocations.length; i += RELA_LONGS) {
      long symbol = relocations[i + 1] >>> 32;
      if ((int) relocations[i + 1] == R_X86_64_JUMP_SLOT && isNamed(symbol, name)) {
        return relocations[i];
      }
    }
    return 0;
  }

  private boolean isNamed(long symbol, String name) {
    long at = names + image.get(JAVA_INT, symbols + symbol * SYMBOL_SIZE);
    for (int i = 0; i < name.length(); i++) {
      if (image.get(JAVA_BYTE, at + i) != name.charAt(i)) {
        return false;
      }
    }
    return image.get(JAVA_BYTE, at + name.length()) == 0;
  }

  /** Within the part that the loader made read-only when it was done, the page becomes so again. */
  private boolean write(long place, long value) {
    MemorySegment slot = image.asSlice(place, Long.BYTES);
    long sealed = header(image, PT_GNU_RELRO);
    long start = sealed == 0 ? 0 : image.get(JAVA_LONG, sealed + VADDR);
    long end = sealed == 0 ? 0 : start + image.get(JAVA_LONG, sealed + MEMSZ);
    boolean readOnly = place >= start && place < end;
    if (readOnly && !MachineCode.protect(slot, true)) {
      return false;
    }
    slot.set(JAVA_LONG, 0, value);
    return !readOnly || MachineCode.protect(slot, false);
  }

  /** The first program header of a type, or 0. */
  private static long header(MemorySegment image, int type) {
    long headers = image.get(JAVA_LONG, 32);
    int entry = image.get(JAVA_SHORT, 54);
    int count = image.get(JAVA_SHORT, 56);
    for (int i = 0; i < count; i++) {
      long header = headers + (long) i * entry;
      if (image.get(JAVA_INT, header) == type) {
        return header;
      }
    }
    return 0;
  }

  /** Where the library that holds this address begins, or 0. */
  private static long loadAddress(long address) {
    MethodHandle dladdr = Linkage.function(Linkage.libc("dladdr"));
    try (Arena arena = Arena.ofConfined()) {
      // Dl_info: name, base, symbol, address.
      MemorySegment info = arena.allocate(32, 8);
      return (int) (long) dladdr.invokeExact(address, info.address(), 0L, 0L, 0L, 0L, 0L, 0L) == 0
          ? 0
          : info.get(JAVA_LONG, 8);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }
}
