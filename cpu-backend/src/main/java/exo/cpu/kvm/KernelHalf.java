package exo.cpu.kvm;

import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * What this engine adds to the kernel's half of the address space, beside the {@linkplain
 * exo.cpu.x86.DescriptorTables descriptor tables}: what ring 0 needs to touch page tables.
 *
 * <pre>
 *   BASE           the code that touches page tables
 *   BASE + 4 KiB   a page for each CPU: the addresses of those to touch
 *   DIRECT_MAP     all of guest RAM
 * </pre>
 */
final class KernelHalf {
  /** The last 2 GiB, where Linux has its own text. */
  private static final long BASE = 0xffff_ffff_8000_0000L;

  private static final long LISTS = BASE + PhysicalMemory.FRAME_SIZE;

  /** Where Linux has its direct map. */
  private static final long DIRECT_MAP = 0xffff_8880_0000_0000L;

  /** Width of the OUT that the code ends with: no stub of a vector makes one like it. */
  static final int TOUCHED_WIDTH = 2;

  /** Writes, without a change, to each of ECX page tables whose addresses RSI points to. */
  static final long TOUCH_ENTRY = BASE;

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
      half.writeCode(half.map(BASE, Pte.P));
      half.mapAll();
      complete = true;
      return half;
    } finally {
      if (!complete) {
        half.close();
      }
    }
  }

  private void writeCode(long pa) {
    for (int i = 0; i < TOUCH.length; i++) {
      ram.putByte(pa + i, (byte) TOUCH[i]);
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

  /** A CPU's list of page tables. */
  TouchList touchList(int index) throws OutOfFrames {
    long va = LISTS + index * PhysicalMemory.FRAME_SIZE;
    return new TouchList(ram, map(va, Pte.P | Pte.NX), va);
  }

  void freeTouchList(TouchList list) {
    unmap(list.va());
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
  }

  /** Page tables that ring 0 of one CPU is to touch, by their addresses in the direct map. */
  record TouchList(PhysicalMemory ram, long pa, long va) {
    static final int LENGTH = (int) (PhysicalMemory.FRAME_SIZE / Long.BYTES);

    void set(int index, long frame) {
      ram.putLong(
          pa + (long) index * Long.BYTES, DIRECT_MAP + (frame << PhysicalMemory.FRAME_SHIFT));
    }
  }
}
