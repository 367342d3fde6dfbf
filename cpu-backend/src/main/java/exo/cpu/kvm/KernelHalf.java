package exo.cpu.kvm;

import exo.cpu.x86.Gdt;
import exo.cpu.x86.Idt;
import exo.cpu.x86.Tss;
import exo.cpu.x86.Vector;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * All of ring 0, in the half of the address space that all roots share.
 *
 * <pre>
 *   BASE           stubs: one OUT a vector, one for SYSCALL, one that touches page tables
 *   BASE + 4 KiB   interrupt descriptor table
 *   BASE + 8 KiB   a page for each CPU, see {@link CpuPage}
 *   DIRECT_MAP     all of guest RAM, so that ring 0 can touch page tables
 * </pre>
 *
 * <p>An OUT leaves the machine, and what it writes where tells why: its port is the vector or
 * {@link #SYSCALL_PORT}, its width the kind. Nothing of ring 0 runs after it.
 */
final class KernelHalf {
  /** The last 2 GiB, where Linux has its own text. */
  static final long BASE = 0xffff_ffff_8000_0000L;

  private static final long IDT = BASE + PhysicalMemory.FRAME_SIZE;
  private static final long CPUS = BASE + 2 * PhysicalMemory.FRAME_SIZE;

  /** Where Linux has its direct map. */
  private static final long DIRECT_MAP = 0xffff_8880_0000_0000L;

  // Widths of the OUT.
  static final int VECTOR_WIDTH = 1;
  static final int TOUCHED_WIDTH = 2;
  static final int SYSCALL_WIDTH = 4;

  static final int SYSCALL_PORT = 0x80;

  private static final int STUB_SIZE = 2;
  private static final long TOUCH_OFFSET = 0x600;
  private static final long SYSCALL_OFFSET = 0x700;

  /** Where SYSCALL goes, the value of MSR LSTAR. */
  static final long SYSCALL_ENTRY = BASE + SYSCALL_OFFSET;

  /** Writes, without a change, to each of ECX page tables whose addresses RSI points to. */
  static final long TOUCH_ENTRY = BASE + TOUCH_OFFSET;

  // The write is atomic, since Java may change the same entry; 2 bytes, so that it cannot be one
  // entry for a KVM that keeps shadows of them; and far from the bits that the processor sets.
  private static final int[] TOUCH = {
    0x85, 0xc9, // test ecx, ecx
    0x74, 0x11, // jz done
    0x48, 0x8b, 0x06, // next: mov rax, [rsi]
    0xf0, 0x66, 0x83, 0x48, 0x06, 0x00, // lock or word [rax + 6], 0
    0x48, 0x83, 0xc6, 0x08, // add rsi, 8
    0xff, 0xc9, // dec ecx
    0x75, 0xef, // jnz next
    0x66, 0xe7, 0x00, // done: out 0, ax
  };

  private static final int OUT_AL = 0xe6;
  private static final int OUT_EAX = 0xe7;

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final PageTables tables;

  private KernelHalf(PhysicalMemory ram, FrameAllocator frames, PageTables tables) {
    this.ram = ram;
    this.frames = frames;
    this.tables = tables;
  }

  /** Guest RAM is too full to open an engine. */
  static final class OutOfFrames extends Exception {
    private static final long serialVersionUID = 1;

    OutOfFrames() {
      super("guest memory is full");
    }
  }

  static KernelHalf create(PhysicalMemory ram, FrameAllocator frames, PageTables tables)
      throws OutOfFrames {
    KernelHalf half = new KernelHalf(ram, frames, tables);
    boolean complete = false;
    try {
      half.writeStubs(half.map(BASE, Pte.P));
      half.writeGates(half.map(IDT, Pte.P | Pte.NX));
      half.mapAll();
      complete = true;
      return half;
    } finally {
      if (!complete) {
        half.close();
      }
    }
  }

  private void writeStubs(long pa) {
    for (int vector = 0; vector < Idt.VECTORS; vector++) {
      put(pa + (long) vector * STUB_SIZE, OUT_AL, vector);
    }
    put(pa + TOUCH_OFFSET, TOUCH);
    put(pa + SYSCALL_OFFSET, OUT_EAX, SYSCALL_PORT);
  }

  private void put(long pa, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      ram.putByte(pa + i, (byte) bytes[i]);
    }
  }

  private void writeGates(long pa) {
    for (int vector = 0; vector < Idt.VECTORS; vector++) {
      int ring = Vector.openToUser(vector) ? 3 : 0;
      Idt.gate(ram, pa, vector, BASE + (long) vector * STUB_SIZE, ring, 0);
    }
  }

  /** The tables for it stay when the engine is closed, as all of the shared half. */
  private void mapAll() throws OutOfFrames {
    for (long pa = 0; pa < ram.size(); pa += PhysicalMemory.GRANULE) {
      long frame = pa >>> PhysicalMemory.FRAME_SHIFT;
      if (!tables.mapLarge(
          tables.kernelRoot(), DIRECT_MAP + pa, frame, Pte.P | Pte.W | Pte.NX | Pte.A | Pte.D)) {
        throw new OutOfFrames();
      }
    }
  }

  /** Where ring 0 sees a frame. */
  static long direct(long frame) {
    return DIRECT_MAP + (frame << PhysicalMemory.FRAME_SHIFT);
  }

  static long idt() {
    return IDT;
  }

  /** A CPU's page: descriptor table, task state segment, list of page tables, stack. */
  CpuPage cpuPage(int index) throws OutOfFrames {
    long va = CPUS + index * PhysicalMemory.FRAME_SIZE;
    return new CpuPage(ram, map(va, Pte.P | Pte.W | Pte.NX), va);
  }

  void freeCpuPage(CpuPage page) {
    unmap(page.va());
  }

  /** A frame of zeros. Answers its physical address. */
  private long map(long va, long flags) throws OutOfFrames {
    if (tables.leaf(tables.kernelRoot(), va) != 0) {
      throw new IllegalStateException("two engines in one machine, or two CPUs of one number");
    }
    long frame = frames.allocZeroed();
    if (frame == FrameAllocator.NONE) {
      throw new OutOfFrames();
    }
    if (!tables.map(tables.kernelRoot(), va, frame, flags | Pte.A | Pte.D)) {
      frames.release(frame);
      throw new OutOfFrames();
    }
    return frame << PhysicalMemory.FRAME_SHIFT;
  }

  private void unmap(long va) {
    long entry = tables.unmap(tables.kernelRoot(), va);
    if (entry != 0) {
      frames.release(Pte.frame(entry));
    }
  }

  void close() {
    unmap(BASE);
    unmap(IDT);
  }

  /**
   * What each CPU needs of its own.
   *
   * <pre>
   *   0      GDT
   *   0x80   TSS
   *   0x100  virtual addresses of page tables to touch
   *   4096   stack for traps, downwards
   * </pre>
   */
  record CpuPage(PhysicalMemory ram, long pa, long va) {
    private static final long TSS = 0x80;
    private static final long LIST = 0x100;

    /** How many page tables fit into the list; the rest of the page is stack. */
    static final int LIST_LENGTH = 384;

    CpuPage {
      Gdt.write(ram, pa, va + TSS);
      Tss.write(ram, pa + TSS, va + PhysicalMemory.FRAME_SIZE);
    }

    long tss() {
      return va + TSS;
    }

    long list() {
      return va + LIST;
    }

    void touch(int index, long frame) {
      ram.putLong(pa + LIST + (long) index * Long.BYTES, direct(frame));
    }

    /** What the processor pushed last, counted in words from the top: SS is 1. */
    long pushed(int word) {
      return ram.getLong(pa + PhysicalMemory.FRAME_SIZE - (long) word * Long.BYTES);
    }
  }
}
