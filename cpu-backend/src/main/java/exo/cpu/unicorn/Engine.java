package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import exo.cpu.unicorn.sys.Containment;
import exo.cpu.unicorn.sys.Unicorn;
import exo.cpu.unicorn.sys.UnicornRegisters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One {@code uc_engine}: its pointer, its memory and its calls, with every error turned into an
 * exception.
 *
 * <p>Owned by the thread that runs it, but for {@link #stop}.
 */
final class Engine implements AutoCloseable {
  private static final long VALUE = 0;
  private static final long MSR_VALUE = 8;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment scratch = arena.allocate(64, 16);
  private final MemorySegment uc;
  private long root;
  private boolean open = true;

  Engine() {
    // This thread may have run an engine that another one closed.
    Containment.unbind();
    int error = Unicorn.uc_open(Unicorn.UC_ARCH_X86, Unicorn.UC_MODE_64, scratch);
    if (error != Unicorn.UC_ERR_OK) {
      arena.close();
    }
    check(error, "uc_open");
    uc = scratch.get(ADDRESS, 0);
    // With an empty set of exits "until" is ignored, and no translation is dropped at each return.
    check(Unicorn.uc_ctl(uc, Unicorn.UC_CTL_UC_USE_EXITS, 1), "uc_ctl exits");
  }

  MemorySegment uc() {
    return uc;
  }

  /** Lives as long as the engine: for what the engine points to. */
  Arena arena() {
    return arena;
  }

  /** Guest physical memory from address 0. */
  void map(MemorySegment ram) {
    check(
        Unicorn.uc_mem_map_ptr(uc, 0, ram.byteSize(), Unicorn.UC_PROT_ALL, ram), "uc_mem_map_ptr");
  }

  /** Translations come from a hook from now on. Before the first run. */
  void useVirtualTlb() {
    check(
        Unicorn.uc_ctl(uc, Unicorn.UC_CTL_TLB_TYPE, Unicorn.UC_TLB_VIRTUAL), "uc_ctl virtual TLB");
  }

  long get(int register) {
    scratch.set(JAVA_LONG, VALUE, 0);
    check(Unicorn.uc_reg_read(uc, register, scratch), "uc_reg_read");
    return scratch.get(JAVA_LONG, VALUE);
  }

  void set(int register, long value) {
    scratch.set(JAVA_LONG, VALUE, value);
    check(Unicorn.uc_reg_write(uc, register, scratch), "uc_reg_write");
  }

  /** Writes a register that is wider than 8 bytes, in the layout of {@code unicorn/x86.h}. */
  void set(int register, MemorySegment value) {
    check(Unicorn.uc_reg_write(uc, register, value), "uc_reg_write");
  }

  /** Writes CR3, which forgets all translations of addresses; those of code stay. */
  void setRoot(long newRoot) {
    set(UnicornRegisters.UC_X86_REG_CR3, newRoot);
    root = newRoot;
  }

  /** The root that was set last. */
  long root() {
    return root;
  }

  void setMsr(int number, long value) {
    scratch.set(JAVA_INT, VALUE, number);
    scratch.set(JAVA_LONG, MSR_VALUE, value);
    check(
        Unicorn.uc_reg_write(uc, UnicornRegisters.UC_X86_REG_MSR, scratch),
        "uc_reg_write of an MSR");
  }

  void hook(int type, MemorySegment callback, MemorySegment userData) {
    check(Unicorn.uc_hook_add(uc, scratch, type, callback, userData, 0), "uc_hook_add");
  }

  void hookInstruction(int instruction, MemorySegment callback, MemorySegment userData) {
    check(
        Unicorn.uc_hook_add(uc, scratch, Unicorn.UC_HOOK_INSN, callback, userData, instruction),
        "uc_hook_add");
  }

  /** Runs from {@code rip} until a hook or {@link #stop} ends it. Answers a {@code uc_err}. */
  int start(long rip, Traps traps) {
    Containment.bind(traps, traps.record());
    traps.begin();
    int error = Unicorn.uc_emu_start(uc, rip, 0, 0, 0);
    traps.end();
    return error;
  }

  /** Ends a run soon. From any thread that knows the engine to be open. */
  void stop() {
    check(Unicorn.uc_emu_stop(uc), "uc_emu_stop");
  }

  /**
   * Forgets what was translated from the physical pages behind this virtual range of the current
   * root.
   */
  void removeTranslations(long va, long length) {
    check(
        Unicorn.uc_ctl(uc, Unicorn.UC_CTL_TB_REMOVE_CACHE, va, va + length), "uc_ctl remove cache");
  }

  /** How many instructions the block at this address gets, or -1 when the library does not tell. */
  int blockLength(long va) {
    int error = Unicorn.uc_ctl_request_cache(uc, va, scratch);
    return error == Unicorn.UC_ERR_OK ? scratch.get(JAVA_SHORT, 8) & 0xffff : -1;
  }

  /** Forgets all translated code. */
  void removeAllTranslations() {
    check(Unicorn.uc_ctl(uc, Unicorn.UC_CTL_TB_FLUSH), "uc_ctl flush");
  }

  /** Throws unless {@code error} is none. */
  static void check(int error, String what) {
    if (error != Unicorn.UC_ERR_OK) {
      throw new IllegalStateException(what + ": " + Unicorn.uc_strerror(error));
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      Unicorn.uc_close(uc);
      Containment.unbind();
      arena.close();
    }
  }
}
