package exo.cpu.unicorn;

import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuProvider;
import exo.cpu.CpuState;
import exo.cpu.CpuStates;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Assumptions;

/** A machine for tests: RAM, one engine, one address space with a page of code and some stack. */
final class Guest implements AutoCloseable {
  static final long CODE = 0x40_0000;
  static final long DATA = 0x60_0000;
  static final long STACK_TOP = 0x7fff_0000_0000L;
  static final long USER = Pte.P | Pte.U;
  static final long RW = Pte.P | Pte.U | Pte.W | Pte.NX;

  final PhysicalMemory ram;
  final FrameAllocator frames;
  final PageTables tables;
  final Cpu cpu;
  final CpuStates states;
  final long root;
  final CpuState state;

  /** On the best engine. */
  Guest() throws CpuUnavailable {
    this(new UnicornProvider(null, false));
  }

  /** On an engine that works in a given way. */
  Guest(Boot.Mode mode) throws CpuUnavailable {
    this(new UnicornProvider(mode.name(), false));
  }

  Guest(UnicornProvider provider) throws CpuUnavailable {
    CpuProvider.Probe probe = provider.probe();
    Assumptions.assumeTrue(probe.usable(), probe.detail() + "; " + probe.remedy());
    ram = PhysicalMemory.reserve(64 << 20, PhysicalMemory.Backing.ANONYMOUS);
    frames = new FrameAllocator(ram);
    tables = new PageTables(ram, frames);
    cpu = provider.open(ram, frames, tables, CpuOptions.FIRST);
    states = new CpuStates(cpu.capabilities().xsaveSize());
    root = tables.newRoot();
    state = states.take();
    map(CODE, USER);
    map(DATA, RW);
    for (int i = 1; i <= 4; i++) {
      map(STACK_TOP - i * 4096L, RW);
    }
    state.rsp(STACK_TOP - 64);
  }

  /** Undoes a mapping and tells the engine. Answers the frame. */
  long unmap(long va) {
    long pte = tables.unmap(root, va);
    cpu.invalidate(root, va, PhysicalMemory.FRAME_SIZE, Invalidation.RIGHTS_REVOKED);
    return Pte.frame(pte);
  }

  /** Maps a fresh page; answers its frame. */
  long map(long va, long flags) {
    long frame = frames.allocZeroed();
    tables.map(root, va, frame, flags);
    return frame;
  }

  /** Puts bytes where they are mapped, without telling the engine. */
  Guest put(long va, byte[] bytes) {
    return put(va, bytes, bytes.length);
  }

  Guest put(long va, byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      ram.putByte(tables.translate(root, va + i), bytes[i]);
    }
    return this;
  }

  Guest code(Asm asm) {
    return put(CODE, asm.bytes());
  }

  /** Puts code at the beginning of the code page and tells the engine. */
  Guest newCode(Asm asm) {
    code(asm);
    cpu.invalidate(root, CODE, PhysicalMemory.FRAME_SIZE, Invalidation.CODE_CHANGED);
    return this;
  }

  /** Runs the code page from its beginning. */
  Exit run() {
    return run(CODE);
  }

  Exit run(long rip) {
    state.rip(rip);
    return cpu.run(state, root);
  }

  long getLong(long va) {
    return ram.getLong(tables.translate(root, va));
  }

  void putLong(long va, long value) {
    ram.putLong(tables.translate(root, va), value);
  }

  byte[] bytes(long va, int length) {
    MemorySegment slice = ram.segment().asSlice(tables.translate(root, va), length);
    return slice.toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    cpu.close();
    states.close();
    ram.close();
  }
}
