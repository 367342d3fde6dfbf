package exo.cpu.unicorn.sys;

import exo.mem.host.Linkage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of {@code unicorn/unicorn.h}, under their own names. May be touched only after
 * {@link UnicornLibrary#find} has answered a usable library.
 *
 * <p>An engine belongs to one thread; only {@link #uc_emu_stop} may be called from another.
 * Segments named {@code uc} are engine pointers of no known size: never dereferenced here. The
 * others must stay alive during the call, or as long as is said.
 */
public final class Unicorn {
  public static final int UC_ERR_OK = 0;
  public static final int UC_ERR_INSN_INVALID = 10;

  public static final int UC_ARCH_X86 = 4;
  public static final int UC_MODE_64 = 8;
  public static final int UC_PROT_ALL = 7;

  public static final int UC_HOOK_INTR = 1;
  public static final int UC_HOOK_INSN = 1 << 1;
  public static final int UC_HOOK_BLOCK = 1 << 3;
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

  private static final int UC_CTL_ARGUMENTS_SHIFT = 26;
  private static final int UC_CTL_WRITE = 1 << 30;
  private static final int UC_CTL_READ_WRITE = 3 << 30;

  private static final SymbolLookup SYMBOLS = UnicornLibrary.find().require();

  private static final MethodHandle OPEN = function("uc_open");
  private static final MethodHandle CLOSE = function("uc_close");
  private static final MethodHandle STRERROR = function("uc_strerror");
  private static final MethodHandle MEM_MAP_PTR = function("uc_mem_map_ptr");
  private static final MethodHandle EMU_START = function("uc_emu_start");
  private static final MethodHandle CONTEXT_ALLOC = function("uc_context_alloc");
  private static final MethodHandle CONTEXT_FREE = function("uc_context_free");
  private static final MethodHandle CONTEXT_SIZE = function("uc_context_size");
  private static final MethodHandle REG_READ = critical("uc_reg_read");
  private static final MethodHandle REG_WRITE = critical("uc_reg_write");
  private static final MethodHandle REG_READ_BATCH = critical("uc_reg_read_batch");
  private static final MethodHandle REG_WRITE_BATCH = critical("uc_reg_write_batch");
  private static final MethodHandle EMU_STOP = critical("uc_emu_stop");
  private static final MethodHandle CONTEXT_SAVE = critical("uc_context_save");
  private static final MethodHandle CONTEXT_RESTORE = critical("uc_context_restore");
  private static final MethodHandle HOOK_ADD = function("uc_hook_add");
  private static final MethodHandle CTL = function("uc_ctl");

  private Unicorn() {}

  /**
   * Makes an engine.
   *
   * @param result 8 bytes for the engine's pointer
   */
  public static int uc_open(int arch, int mode, MemorySegment result) {
    return call(OPEN, arch, mode, result.address());
  }

  public static int uc_close(MemorySegment uc) {
    return call(CLOSE, uc.address(), 0, 0);
  }

  public static String uc_strerror(int error) {
    try {
      long text = (long) STRERROR.invokeExact((long) error, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
      // A constant of the library, which is never unloaded.
      return MemorySegment.ofAddress(text).reinterpret(256).getString(0);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
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
      return (int)
          (long)
              MEM_MAP_PTR.invokeExact(
                  uc.address(), pa, size, (long) perms, memory.address(), 0L, 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  public static int uc_reg_read(MemorySegment uc, int register, MemorySegment value) {
    try {
      return (int) (long) REG_READ.invokeExact(uc.address(), (long) register, value.address(), 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  public static int uc_reg_write(MemorySegment uc, int register, MemorySegment value) {
    try {
      return (int) (long) REG_WRITE.invokeExact(uc.address(), (long) register, value.address(), 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
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
      return (int)
          (long)
              REG_READ_BATCH.invokeExact(
                  uc.address(), registers.address(), values.address(), (long) count);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /** Parameters as for {@link #uc_reg_read_batch}. */
  public static int uc_reg_write_batch(
      MemorySegment uc, MemorySegment registers, MemorySegment values, int count) {
    try {
      return (int)
          (long)
              REG_WRITE_BATCH.invokeExact(
                  uc.address(), registers.address(), values.address(), (long) count);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  public static int uc_emu_start(
      MemorySegment uc, long begin, long until, long timeout, long count) {
    try {
      return (int)
          (long) EMU_START.invokeExact(uc.address(), begin, until, timeout, count, 0L, 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /** From any thread. Lost when it comes before {@link #uc_emu_start} has begun. */
  public static int uc_emu_stop(MemorySegment uc) {
    try {
      return (int) (long) EMU_STOP.invokeExact(uc.address(), 0L, 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /** The address of {@code uc_emu_stop}, for machine code. */
  public static MemorySegment uc_emu_stop() {
    return SYMBOLS.findOrThrow("uc_emu_stop");
  }

  /**
   * Adds a hook at every address.
   *
   * @param result 8 bytes for the hook's number
   * @param callback code that must stay alive for as long as the engine
   * @param instruction which one, with {@link #UC_HOOK_INSN}; not looked at with the others
   */
  public static int uc_hook_add(
      MemorySegment uc,
      MemorySegment result,
      int type,
      MemorySegment callback,
      MemorySegment userData,
      int instruction) {
    // All addresses: the end before the beginning.
    long begin = 1;
    long end = 0;
    try {
      return (int)
          (long)
              HOOK_ADD.invokeExact(
                  uc.address(),
                  result.address(),
                  (long) type,
                  callback.address(),
                  userData.address(),
                  begin,
                  end,
                  (long) instruction);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  public static int uc_ctl(MemorySegment uc, int type) {
    return control(uc, type | UC_CTL_WRITE, 0, 0);
  }

  public static int uc_ctl(MemorySegment uc, int type, int value) {
    return control(uc, type | 1 << UC_CTL_ARGUMENTS_SHIFT | UC_CTL_WRITE, value, 0);
  }

  public static int uc_ctl(MemorySegment uc, int type, long from, long to) {
    return control(uc, type | 2 << UC_CTL_ARGUMENTS_SHIFT | UC_CTL_WRITE, from, to);
  }

  /**
   * {@link #UC_CTL_TB_REQUEST_CACHE}: translates a block without running it.
   *
   * @param block receives a {@code uc_tb}: address, then as 16-bit numbers the instructions and
   *     bytes in it
   */
  public static int uc_ctl_request_cache(MemorySegment uc, long va, MemorySegment block) {
    int type = UC_CTL_TB_REQUEST_CACHE | 2 << UC_CTL_ARGUMENTS_SHIFT | UC_CTL_READ_WRITE;
    return control(uc, type, va, block.address());
  }

  private static int control(MemorySegment uc, int control, long first, long second) {
    try {
      return (int)
          (long) CTL.invokeExact(uc.address(), (long) control, first, second, 0L, 0L, 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /**
   * Makes room for a context.
   *
   * @param result 8 bytes for the pointer
   */
  public static int uc_context_alloc(MemorySegment uc, MemorySegment result) {
    return call(CONTEXT_ALLOC, uc.address(), result.address(), 0);
  }

  public static int uc_context_free(MemorySegment context) {
    return call(CONTEXT_FREE, context.address(), 0, 0);
  }

  public static int uc_context_size(MemorySegment uc) {
    return call(CONTEXT_SIZE, uc.address(), 0, 0);
  }

  public static int uc_context_save(MemorySegment uc, MemorySegment context) {
    try {
      return (int) (long) CONTEXT_SAVE.invokeExact(uc.address(), context.address(), 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  public static int uc_context_restore(MemorySegment uc, MemorySegment context) {
    try {
      return (int) (long) CONTEXT_RESTORE.invokeExact(uc.address(), context.address(), 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /** All that the library exports. */
  static SymbolLookup symbols() {
    return SYMBOLS;
  }

  /** A call that need not be fast. */
  private static int call(MethodHandle function, long first, long second, long third) {
    try {
      return (int) (long) function.invokeExact(first, second, third, 0L, 0L, 0L, 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  private static MethodHandle function(String name) {
    return Linkage.function(SYMBOLS.findOrThrow(name));
  }

  private static MethodHandle critical(String name) {
    return Linkage.critical(SYMBOLS.findOrThrow(name));
  }
}
