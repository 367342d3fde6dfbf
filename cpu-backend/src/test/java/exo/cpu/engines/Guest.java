package exo.cpu.engines;

import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuProvider;
import exo.cpu.CpuState;
import exo.cpu.CpuStates;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.cpu.x86.DescriptorTables;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A machine for tests: RAM, one engine, one address space with a page of code and some stack. */
public class Guest implements AutoCloseable {
  public static final long CODE = 0x40_0000;
  public static final long DATA = 0x60_0000;
  public static final long STACK_TOP = 0x7fff_0000_0000L;

  /** As many CPUs as tests open. */
  private static final int CPUS = 4;

  public static final long USER = Pte.P | Pte.U;
  public static final long RW = Pte.P | Pte.U | Pte.W | Pte.NX;

  public final PhysicalMemory ram;
  public final FrameAllocator frames;
  public final PageTables tables;
  public final DescriptorTables descriptors;
  public final Cpu cpu;
  public final CpuStates states;
  public final long root;
  public final CpuState state;

  /** With one CPU of that engine. */
  public Guest(CpuProvider provider) throws CpuUnavailable {
    ram = PhysicalMemory.reserve(64 << 20, provider.backing());
    frames = new FrameAllocator(ram);
    tables = new PageTables(ram, frames);
    descriptors = DescriptorTables.create(ram, frames, tables, CPUS);
    cpu = provider.open(ram, frames, tables, new CpuOptions(0, descriptors));
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
  public long unmap(long va) {
    long pte = tables.unmap(root, va);
    cpu.invalidate(root, va, PhysicalMemory.FRAME_SIZE, Invalidation.RIGHTS_REVOKED);
    return Pte.frame(pte);
  }

  /** Maps a fresh page; answers its frame. */
  public long map(long va, long flags) {
    long frame = frames.allocZeroed();
    tables.map(root, va, frame, flags);
    return frame;
  }

  /** Puts bytes where they are mapped, without telling the engine. */
  public Guest put(long va, byte[] bytes) {
    return put(va, bytes, bytes.length);
  }

  public Guest put(long va, byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      ram.putByte(tables.translate(root, va + i), bytes[i]);
    }
    return this;
  }

  public Guest code(Asm asm) {
    return put(CODE, asm.bytes());
  }

  /** Puts code at the beginning of the code page and tells the engine. */
  public Guest newCode(Asm asm) {
    code(asm);
    cpu.invalidate(root, CODE, PhysicalMemory.FRAME_SIZE, Invalidation.CODE_CHANGED);
    return this;
  }

  /** Runs the code page from its beginning. */
  public Exit run() {
    return run(CODE);
  }

  public Exit run(long rip) {
    state.rip(rip);
    return cpu.run(state, root);
  }

  public long getLong(long va) {
    return ram.getLong(tables.translate(root, va));
  }

  public void putLong(long va, long value) {
    ram.putLong(tables.translate(root, va), value);
  }

  public byte[] bytes(long va, int length) {
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
