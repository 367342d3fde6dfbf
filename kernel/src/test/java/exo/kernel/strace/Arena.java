package exo.kernel.strace;

import exo.kernel.uaccess.Revocations;
import exo.kernel.uaccess.UserMemory;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A page of user memory at a known address, and nothing else. */
final class Arena implements AutoCloseable {
  static final long VA = 0x1000_0000L;
  static final int SIZE = 4096;

  private final PhysicalMemory ram =
      PhysicalMemory.reserve(64 << 20, PhysicalMemory.Backing.ANONYMOUS);
  private final UserMemory memory;
  private final long frame;

  Arena() {
    FrameAllocator frames = new FrameAllocator(ram);
    PageTables tables = new PageTables(ram, frames);
    long root = tables.newRoot();
    frame = frames.allocZeroed();
    tables.map(root, VA, frame, Pte.P | Pte.W | Pte.U);
    memory = new UserMemory(ram, frames, tables, root, (va, access) -> false, new Revocations());
  }

  UserMemory memory() {
    return memory;
  }

  /** Replaces all of the page. */
  void fill(byte[] bytes, int from) {
    MemorySegment.copy(
        bytes,
        from,
        ram.segment(),
        ValueLayout.JAVA_BYTE,
        frame << PhysicalMemory.FRAME_SHIFT,
        SIZE);
  }

  @Override
  public void close() {
    ram.close();
  }
}
