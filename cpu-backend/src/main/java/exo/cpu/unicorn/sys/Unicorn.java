package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of {@code unicorn/unicorn.h}, under their own names. May be touched only after
 * {@link UnicornLibrary#find} has answered a usable library.
 *
 * <p>An engine belongs to one thread; only {@link #uc_emu_stop} may be called from another.
 * Segments named {@code uc} are engine pointers of no known size: never dereferenced here.
 */
public final class Unicorn {
  public static final int UC_ERR_OK = 0;
  public static final int UC_ERR_INSN_INVALID = 10;

  public static final int UC_ARCH_X86 = 4;
  public static final int UC_MODE_64 = 8;
  public static final int UC_PROT_ALL = 7;

  public static final int UC_HOOK_INTR = 1;
  public static final int UC_HOOK_INSN = 1 << 1;
  public static final int UC_HOOK_TLB_FILL = 1 << 17;

  public static final int UC_MEM_READ = 16;
  public static final int UC_MEM_WRITE = 17;
  public static final int UC_MEM_FETCH = 18;

  public static final int UC_CTL_UC_USE_EXITS = 4;
  public static final int UC_CTL_TB_REQUEST_CACHE = 8;
  public static final int UC_CTL_TB_REMOVE_CACHE = 9;
  public static final int UC_CTL_TB_FLUSH = 10;
  public static final int UC_CTL_TLB_TYPE = 12;

  /** Value of {@link #UC_CTL_TLB_TYPE}: translations come from a hook, not from the page tables. */
  public static final int UC_TLB_VIRTUAL = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = symbols();

  // Short functions that neither block nor call back go without a thread state transition.
  private static final Linker.Option CRITICAL = Linker.Option.critical(false);

  private static final MethodHandle OPEN = link("uc_open", args(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle CLOSE = link("uc_close", args(ADDRESS));
  private static final MethodHandle STRERROR =
      link("uc_strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
  private static final MethodHandle MEM_MAP_PTR =
      link("uc_mem_map_ptr", args(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS));
  private static final MethodHandle REG_READ =
      link("uc_reg_read", args(ADDRESS, JAVA_INT, ADDRESS), CRITICAL);
  private static final MethodHandle REG_WRITE =
      link("uc_reg_write", args(ADDRESS, JAVA_INT, ADDRESS), CRITICAL);
  private static final MethodHandle REG_READ_BATCH =
      link("uc_reg_read_batch", args(ADDRESS, ADDRESS, ADDRESS, JAVA_INT), CRITICAL);
  private static final MethodHandle REG_WRITE_BATCH =
      link("uc_reg_write_batch", args(ADDRESS, ADDRESS, ADDRESS, JAVA_INT), CRITICAL);
  private static final MethodHandle EMU_START =
      link("uc_emu_start", args(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle EMU_STOP = link("uc_emu_stop", args(ADDRESS), CRITICAL);
  private static final MethodHandle HOOK_ADD =
      variadic(
          "uc_hook_add", 7, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle HOOK_ADD_INSN =
      variadic(
          "uc_hook_add",
          7,
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT);
  private static final MethodHandle CTL_0 = variadic("uc_ctl", 2, ADDRESS, JAVA_INT);
  private static final MethodHandle CTL_INT = variadic("uc_ctl", 2, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CTL_RANGE =
      variadic("uc_ctl", 2, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CTL_BLOCK =
      variadic("uc_ctl", 2, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle CONTEXT_ALLOC =
      link("uc_context_alloc", args(ADDRESS, ADDRESS));
  private static final MethodHandle CONTEXT_FREE = link("uc_context_free", args(ADDRESS));
  private static final MethodHandle CONTEXT_SIZE =
      link("uc_context_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
  private static final MethodHandle CONTEXT_SAVE =
      link("uc_context_save", args(ADDRESS, ADDRESS), CRITICAL);
  private static final MethodHandle CONTEXT_RESTORE =
      link("uc_context_restore", args(ADDRESS, ADDRESS), CRITICAL);

  private Unicorn() {}

  /**
   * Makes an engine.
   *
   * @param result 8 bytes for the engine's pointer
   */
  public static int uc_open(int arch, int mode, MemorySegment result) {
    try {
      return (int) OPEN.invokeExact(arch, mode, result);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_close(MemorySegment uc) {
    try {
      return (int) CLOSE.invokeExact(uc);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static String uc_strerror(int error) {
    try {
      // A constant of the library, which is never unloaded.
      return ((MemorySegment) STRERROR.invokeExact(error)).reinterpret(256).getString(0);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * Gives the engine memory of ours.
   *
   * @param memory must stay alive for as long as the engine: the guest's loads and stores go
   *     straight there
   */
  public static int uc_mem_map_ptr(
      MemorySegment uc, long pa, long size, int perms, MemorySegment memory) {
    try {
      return (int) MEM_MAP_PTR.invokeExact(uc, pa, size, perms, memory);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_reg_read(MemorySegment uc, int register, MemorySegment value) {
    try {
      return (int) REG_READ.invokeExact(uc, register, value);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_reg_write(MemorySegment uc, int register, MemorySegment value) {
    try {
      return (int) REG_WRITE.invokeExact(uc, register, value);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * Reads several registers.
   *
   * @param registers int[count]
   * @param values pointer[count]
   */
  public static int uc_reg_read_batch(
      MemorySegment uc, MemorySegment registers, MemorySegment values, int count) {
    try {
      return (int) REG_READ_BATCH.invokeExact(uc, registers, values, count);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Parameters as for {@link #uc_reg_read_batch}. */
  public static int uc_reg_write_batch(
      MemorySegment uc, MemorySegment registers, MemorySegment values, int count) {
    try {
      return (int) REG_WRITE_BATCH.invokeExact(uc, registers, values, count);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_emu_start(
      MemorySegment uc, long begin, long until, long timeout, long count) {
    try {
      return (int) EMU_START.invokeExact(uc, begin, until, timeout, count);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** From any thread. Lost when it comes before {@link #uc_emu_start} has begun. */
  public static int uc_emu_stop(MemorySegment uc) {
    try {
      return (int) EMU_STOP.invokeExact(uc);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** The address of {@code uc_emu_stop}, for machine code. */
  public static long uc_emu_stop() {
    return SYMBOLS.findOrThrow("uc_emu_stop").address();
  }

  /**
   * Adds a hook at every address.
   *
   * @param result 8 bytes for the hook's number
   * @param callback code that must stay alive for as long as the engine
   */
  public static int uc_hook_add(
      MemorySegment uc,
      MemorySegment result,
      int type,
      MemorySegment callback,
      MemorySegment userData) {
    try {
      // All addresses: the end before the beginning.
      return (int) HOOK_ADD.invokeExact(uc, result, type, callback, userData, 1L, 0L);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** {@link #uc_hook_add} of {@link #UC_HOOK_INSN} for one instruction. */
  public static int uc_hook_add(
      MemorySegment uc,
      MemorySegment result,
      MemorySegment callback,
      MemorySegment userData,
      int instruction) {
    try {
      return (int)
          HOOK_ADD_INSN.invokeExact(
              uc, result, UC_HOOK_INSN, callback, userData, 1L, 0L, instruction);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_ctl(MemorySegment uc, int type) {
    try {
      return (int) CTL_0.invokeExact(uc, control(type, 0));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_ctl(MemorySegment uc, int type, int value) {
    try {
      return (int) CTL_INT.invokeExact(uc, control(type, 1), value);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_ctl(MemorySegment uc, int type, long from, long to) {
    try {
      return (int) CTL_RANGE.invokeExact(uc, control(type, 2), from, to);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * {@link #UC_CTL_TB_REQUEST_CACHE}: translates a block without running it.
   *
   * @param block receives a {@code uc_tb}: address, then as 16-bit numbers the instructions and
   *     bytes in it
   */
  public static int uc_ctl_request_cache(MemorySegment uc, long va, MemorySegment block) {
    int readAndWrite = control(UC_CTL_TB_REQUEST_CACHE, 2) | 1 << 31;
    try {
      return (int) CTL_BLOCK.invokeExact(uc, readAndWrite, va, block);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** UC_CTL_WRITE of the header: the type, how many arguments, and the direction. */
  private static int control(int type, int arguments) {
    return type | arguments << 26 | 1 << 30;
  }

  /**
   * Makes room for a context.
   *
   * @param result 8 bytes for the pointer
   */
  public static int uc_context_alloc(MemorySegment uc, MemorySegment result) {
    try {
      return (int) CONTEXT_ALLOC.invokeExact(uc, result);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_context_free(MemorySegment context) {
    try {
      return (int) CONTEXT_FREE.invokeExact(context);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static long uc_context_size(MemorySegment uc) {
    try {
      return (long) CONTEXT_SIZE.invokeExact(uc);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_context_save(MemorySegment uc, MemorySegment context) {
    try {
      return (int) CONTEXT_SAVE.invokeExact(uc, context);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  public static int uc_context_restore(MemorySegment uc, MemorySegment context) {
    try {
      return (int) CONTEXT_RESTORE.invokeExact(uc, context);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** All that the library exports. */
  static SymbolLookup symbols() {
    SymbolLookup symbols = UnicornLibrary.find().symbols();
    if (symbols == null) {
      throw new IllegalStateException(UnicornLibrary.find().detail());
    }
    return symbols;
  }

  private static FunctionDescriptor args(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static MethodHandle link(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), signature, options);
  }

  private static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
    return link(name, args(arguments), Linker.Option.firstVariadicArg(fixed));
  }

  /** A method handle declares Throwable, but a C function throws nothing. */
  static AssertionError unexpected(Throwable t) {
    return new AssertionError("a call of libunicorn threw", t);
  }
}
