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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the library from translating more than {@link #INSTRUCTIONS} guest instructions at once.
 *
 * <p>Its translator has room for 512 temporary values in a block, does not look whether they
 * suffice, and forgets to give some back: about 450 {@code pshufd} or x87 instructions without a
 * branch make it write past its array and die, and this process with it. The library has no setting
 * for the length of a block. But it calls {@code gen_intermediate_code}, whose third argument is
 * that length, through its table of imported functions: the entry is replaced by a few instructions
 * that cap the argument. That is done once in a process, for Linux on x86-64; elsewhere a guest can
 * end the process, and the engine says so.
 */
public final class BlockLimit {
  /**
   * The longest block. Ten leaked values an instruction would still fit; four is the most that was
   * found.
   */
  public static final int INSTRUCTIONS = 48;

  private static final String TRANSLATE = "gen_intermediate_code_x86_64";

  private static final int PT_DYNAMIC = 2;
  private static final int DT_NULL = 0;
  private static final int DT_PLTRELSZ = 2;
  private static final int DT_JMPREL = 23;
  private static final int R_X86_64_JUMP_SLOT = 7;
  private static final long RELA_SIZE = 24;

  /** A holder, so that the library is changed when first asked for. */
  private static final class Once {
    static final boolean ACTIVE = MachineCode.supported() && install();
  }

  private BlockLimit() {}

  /** Whether blocks are limited, from now on. */
  public static boolean active() {
    return Once.ACTIVE;
  }

  private static boolean install() {
    MemorySegment translate = Unicorn.find(TRANSLATE);
    if (translate == null) {
      return false;
    }
    MemorySegment slot = importSlot(translate.address());
    if (slot == null) {
      return false;
    }
    MachineCode code = MachineCode.of(cap(translate.address()));
    if (code == null) {
      return false;
    }
    // Written before any engine runs. The page was made read-only after the library was linked, and
    // becomes so again.
    if (!MachineCode.protect(slot, true)) {
      code.close();
      return false;
    }
    slot.set(JAVA_LONG, 0, code.at(0).address());
    return MachineCode.protect(slot, false);
  }

  /** {@code gen_intermediate_code(cpu: rdi, tb: rsi, max_insns: edx)}. */
  private static byte[] cap(long translate) {
    ByteBuffer code = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    code.putInt(0xfa1e0ff3); // endbr64
    code.putShort((short) 0xfa81).putInt(INSTRUCTIONS); // cmp edx, INSTRUCTIONS
    code.putShort((short) 0x057e); // jle over the next
    code.put((byte) 0xba).putInt(INSTRUCTIONS); // mov edx, INSTRUCTIONS
    code.putShort((short) 0xb848).putLong(translate); // mov rax, translate
    code.putShort((short) 0xe0ff); // jmp rax
    return code.array();
  }

  /**
   * Where the library keeps the address that it calls this function by; null when it does so in
   * another way.
   */
  private static @Nullable MemorySegment importSlot(long function) {
    long base = loadAddress(function);
    if (base == 0) {
      return null;
    }
    // The library's image: mapped for as long as the process lives, laid out as its own headers say
    // (System V gABI, ELF).
    MemorySegment image = MemorySegment.ofAddress(base).reinterpret(Long.MAX_VALUE - base);
    long dynamic = dynamicSection(image);
    long table = 0;
    long size = 0;
    for (long at = dynamic; dynamic != 0 && image.get(JAVA_LONG, at) != DT_NULL; at += 16) {
      long value = image.get(JAVA_LONG, at + 8);
      switch ((int) image.get(JAVA_LONG, at)) {
        // The loader turns addresses in this table into absolute ones.
        case DT_JMPREL -> table = value > base ? value - base : value;
        case DT_PLTRELSZ -> size = value;
        default -> {}
      }
    }
    for (long at = table; table != 0 && at < table + size; at += RELA_SIZE) {
      long offset = image.get(JAVA_LONG, at);
      if (image.get(JAVA_INT, at + 8) == R_X86_64_JUMP_SLOT
          && image.get(JAVA_LONG, offset) == function) {
        return image.asSlice(offset, Long.BYTES);
      }
    }
    return null;
  }

  private static long dynamicSection(MemorySegment image) {
    long headers = image.get(JAVA_LONG, 32);
    int size = image.get(JAVA_SHORT, 54);
    int count = image.get(JAVA_SHORT, 56);
    for (int i = 0; i < count; i++) {
      long header = headers + (long) i * size;
      if (image.get(JAVA_INT, header) == PT_DYNAMIC) {
        return image.get(JAVA_LONG, header + 16);
      }
    }
    return 0;
  }

  /** Where the library that holds this function begins, or 0. */
  private static long loadAddress(long function) {
    Linker linker = Linker.nativeLinker();
    MethodHandle dladdr =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("dladdr"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(32, 8);
      return (int) dladdr.invokeExact(function, info) == 0 ? 0 : info.get(JAVA_LONG, 8);
    } catch (Throwable t) {
      throw Unicorn.unexpected(t);
    }
  }
}
