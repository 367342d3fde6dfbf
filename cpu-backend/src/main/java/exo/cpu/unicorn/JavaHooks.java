package exo.cpu.unicorn;

import exo.cpu.CpuState;
import exo.cpu.unicorn.sys.Callbacks;
import exo.cpu.unicorn.sys.Unicorn;
import exo.mem.paging.Access;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that run in Java: all that are rare, and the frequent ones where we have no machine
 * code for the host.
 */
final class JavaHooks implements Callbacks {
  private final Engine engine;
  private final Traps traps;
  private final PageTables tables;
  private final Registers registers;
  private final CpuState atPort;

  private boolean plainPort;
  private boolean supervisor = true;
  private boolean faulted;
  private long faultAddress;
  private int faultCode;
  private @Nullable Throwable failure;

  /**
   * @param atPort where the registers go when a port instruction traps
   */
  JavaHooks(Engine engine, Traps traps, PageTables tables, CpuState atPort) {
    this.engine = engine;
    this.traps = traps;
    this.tables = tables;
    this.atPort = atPort;
    registers = new ApiRegisters(engine);
  }

  /** From now on all accesses are those of ring 3. */
  void inRing3() {
    supervisor = false;
  }

  /** For the start-up check: the next port instruction stops the engine and is no trap. */
  void plainPort() {
    plainPort = true;
  }

  void clearFault() {
    faulted = false;
  }

  /** Whether {@link #fill} refused an access since {@link #clearFault}. */
  boolean faulted() {
    return faulted;
  }

  /** Address of the access that {@link #fill} refused last. */
  long faultAddress() {
    return faultAddress;
  }

  /** Whether the refused address was one at all: bits 47 to 63 alike. */
  boolean canonicalFault() {
    return faultAddress << 16 >> 16 == faultAddress;
  }

  int faultCode() {
    return faultCode;
  }

  /** What a hook threw, once; null when none did. */
  @Nullable Throwable takeFailure() {
    Throwable taken = failure;
    failure = null;
    return taken;
  }

  @Override
  public void syscall() {
    stop(Traps.SYSCALL, 0);
  }

  @Override
  public void sysenter() {
    stop(Traps.SYSENTER, 0);
  }

  @Override
  public void interrupt(int vector) {
    stop(Traps.INTERRUPT, vector);
  }

  @Override
  public int in(int port, int size) {
    port();
    return 0;
  }

  @Override
  public void out(int port, int size) {
    port();
  }

  private void port() {
    if (plainPort) {
      plainPort = false;
      engine.stop();
      return;
    }
    if (traps.kind() == Traps.NONE) {
      registers.store(atPort);
    }
    stop(Traps.PORT, 0);
  }

  private void stop(int kind, int vector) {
    traps.set(kind, vector);
    engine.stop();
  }

  @Override
  public long fill(long va, int type) {
    int access =
        switch (type) {
          case Unicorn.UC_MEM_WRITE -> Access.WRITE;
          case Unicorn.UC_MEM_FETCH -> Access.EXECUTE;
          default -> Access.READ;
        };
    int user = supervisor ? 0 : Access.USER;
    long root = engine.root();
    long pa = tables.translate(root, va, access | user);
    long leaf = tables.leaf(root, va);
    if (pa < 0) {
      faulted = true;
      faultAddress = va;
      faultCode = access | user | (Pte.present(leaf) ? Access.PRESENT : 0);
      return -1;
    }
    // Tables above a leaf allow everything. A write must come here again while the page is clean,
    // for its D bit.
    long rights = 1;
    rights |= Pte.writable(leaf) && (leaf & Pte.D) != 0 ? 2 : 0;
    rights |= (leaf & Pte.NX) == 0 ? 4 : 0;
    return (pa & -PhysicalMemory.FRAME_SIZE) | rights | (access == Access.WRITE ? 2 : 0);
  }

  @Override
  public void failed(Throwable t) {
    failure = t;
    stop(Traps.BROKEN, 0);
  }
}
