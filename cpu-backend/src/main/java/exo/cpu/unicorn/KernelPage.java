package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;

/**
 * The one supervisor page of an engine, in the half of the address space that all roots share: the
 * few instructions that enter ring 3 once and for ever.
 */
final class KernelPage {
  /** The last 2 GiB, where Linux has its own text. */
  private static final long BASE = 0xffff_ffff_8000_0000L;

  private static final int PAGES = 512;

  /**
   * To ring 3 with RIP from RDI and RFLAGS from RSI, after XCR0 was opened for x87 and SSE. Without
   * the latter XSAVE would skip the SSE registers, and with it glibc's lazy binding would lose
   * arguments.
   */
  private static final byte[] ENTRY = {
    0x31,
    (byte) 0xc9, // xor ecx, ecx
    (byte) 0xb8,
    3,
    0,
    0,
    0, // mov eax, 3
    0x31,
    (byte) 0xd2, // xor edx, edx
    0x0f,
    0x01,
    (byte) 0xd1, // xsetbv
    0x48,
    (byte) 0x89,
    (byte) 0xf9, // mov rcx, rdi
    0x49,
    (byte) 0x89,
    (byte) 0xf3, // mov r11, rsi
    0x48,
    0x0f,
    0x07, // sysretq
  };

  private final FrameAllocator frames;
  private final PageTables tables;
  private final long frame;
  private final long va;

  private KernelPage(FrameAllocator frames, PageTables tables, long frame, long va) {
    this.frames = frames;
    this.tables = tables;
    this.frame = frame;
    this.va = va;
  }

  /**
   * @throws OutOfFrames when guest RAM has no room for it
   */
  static KernelPage create(PhysicalMemory ram, FrameAllocator frames, PageTables tables)
      throws OutOfFrames {
    long root = tables.kernelRoot();
    for (int i = 0; i < PAGES; i++) {
      long va = BASE + i * PhysicalMemory.FRAME_SIZE;
      if (tables.leaf(root, va) == 0) {
        long frame = frames.allocZeroed();
        if (frame == FrameAllocator.NONE) {
          throw new OutOfFrames();
        }
        if (!tables.map(root, va, frame, Pte.P)) {
          frames.release(frame);
          throw new OutOfFrames();
        }
        long pa = frame << PhysicalMemory.FRAME_SHIFT;
        MemorySegment.copy(ENTRY, 0, ram.segment(), JAVA_BYTE, pa, ENTRY.length);
        return new KernelPage(frames, tables, frame, va);
      }
    }
    throw new IllegalStateException("more than " + PAGES + " engines in one machine");
  }

  /** The root that ring 0 begins on. */
  long root() {
    return tables.kernelRoot();
  }

  /** Where ring 0 begins. */
  long entry() {
    return va;
  }

  void close() {
    tables.unmap(tables.kernelRoot(), va);
    frames.release(frame);
  }

  /** Guest RAM is too full to open an engine. */
  static final class OutOfFrames extends Exception {
    private static final long serialVersionUID = 1;

    OutOfFrames() {
      super("guest memory is full");
    }
  }
}
