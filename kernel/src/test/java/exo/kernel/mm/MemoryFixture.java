package exo.kernel.mm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import exo.kernel.uaccess.UserMemory;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import org.junit.jupiter.api.function.Executable;

/** A machine's memory without a CPU engine, and what tests say often. */
final class MemoryFixture implements AutoCloseable {
  static final long PAGE = AddressSpace.PAGE_SIZE;
  static final int READ = Mman.PROT_READ;
  static final int WRITE = Mman.PROT_WRITE;
  static final int RW = READ | WRITE;
  static final int PRIVATE = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
  static final int SHARED = Mman.MAP_SHARED | Mman.MAP_ANONYMOUS;

  /** Far from everything that is placed by itself. */
  static final long BASE = 0x1000_0000_0000L;

  final PhysicalMemory ram;
  final FrameAllocator frames;
  final PageTables tables;
  final SoftCpu cpu = new SoftCpu();
  final MemoryContext context;
  private final long usedAtStart;

  MemoryFixture() {
    this(64L << 20);
  }

  MemoryFixture(long bytes) {
    ram = PhysicalMemory.reserve(bytes, PhysicalMemory.Backing.ANONYMOUS);
    frames = new FrameAllocator(ram);
    tables = new PageTables(ram, frames);
    context = new MemoryContext(ram, frames, tables, cpu, UserMemory.USER_TOP);
    usedAtStart = frames.statistics().used();
  }

  AddressSpace space() {
    return space(MemoryLimits.NONE);
  }

  AddressSpace space(MemoryLimits limits) {
    try {
      return AddressSpace.create(context, limits);
    } catch (Errno e) {
      throw new AssertionError(e);
    }
  }

  /** Anonymous memory at a fixed place. */
  static long map(AddressSpace space, long va, long pages, int prot, int flags) throws Errno {
    return Mmap.map(space, va, pages * PAGE, prot, flags | Mman.MAP_FIXED, null, 0);
  }

  /** Part of a file at a fixed place, from a descriptor that may do all. */
  static long map(
      AddressSpace space, long va, long pages, int prot, int flags, FakeFile file, long offset)
      throws Errno {
    FileMapping mapping = new FileMapping(file, file, true, true, true);
    return Mmap.map(space, va, pages * PAGE, prot, flags | Mman.MAP_FIXED, mapping, offset);
  }

  static void assertErrno(Errno expected, Executable call) {
    assertEquals(expected, assertThrows(Errno.class, call));
  }

  /** The lines of /proc/PID/maps, less the device. */
  static String maps(AddressSpace space) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < space.areaCount(); i++) {
      Vma area = space.area(i);
      text.append(area).append(' ').append(Long.toHexString(area.pageOffset()));
      text.append(area.label().isEmpty() ? "" : " " + area.label()).append('\n');
    }
    return text.toString();
  }

  /** Every frame must be back once all spaces and files are gone. */
  void assertNothingLeaked() {
    assertEquals(usedAtStart, frames.statistics().used(), "frames in use");
    assertEquals(1, frames.references(context.zeroFrame()), "references to the frame of zeros");
  }

  @Override
  public void close() {
    try {
      assertNothingLeaked();
    } finally {
      ram.close();
    }
  }
}
