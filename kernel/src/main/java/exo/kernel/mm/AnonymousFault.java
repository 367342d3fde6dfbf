package exo.kernel.mm;

import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * First touch of anonymous memory. A fault costs an engine more than a page, so the empty pages
 * around the one asked for are filled too. A read is given the frame of zeros.
 */
final class AnonymousFault {
  /** Aligned block of pages that one fault fills at most. */
  private static final long AROUND = 16 * AddressSpace.PAGE_SIZE;

  private AnonymousFault() {}

  static FaultOutcome resolve(AddressSpace space, Vma area, long page, long at, boolean write) {
    long from = Math.max(page & -AROUND, area.start);
    long to = Math.min((page & -AROUND) + AROUND, area.end);
    if (!write) {
      fillWithZeros(space, area, page, at, from, to);
      return FaultOutcome.RESOLVED;
    }
    area.hasPrivatePages = true;
    if (isScarce(space.context)) {
      return fill(space, area, at, Pte.A | Pte.D)
          ? FaultOutcome.RESOLVED
          : FaultOutcome.OUT_OF_MEMORY;
    }
    PhysicalMemory ram = space.context.ram;
    long entryAddress = at - entryBytes(page - from);
    // In ascending order, so that neighbours get neighbouring frames.
    for (long va = from; va < to; va += AddressSpace.PAGE_SIZE, entryAddress += Long.BYTES) {
      if (va == page) {
        if (!fill(space, area, at, Pte.A | Pte.D)) {
          return FaultOutcome.OUT_OF_MEMORY;
        }
      } else if (ram.getLong(entryAddress) == 0) {
        fill(space, area, entryAddress, PteBits.AROUND);
      }
    }
    return FaultOutcome.RESOLVED;
  }

  /** Guessing what will be wanted must not take what is wanted. */
  private static boolean isScarce(MemoryContext context) {
    return context.frames.free() < context.ram.frames() >>> 3;
  }

  private static boolean fill(AddressSpace space, Vma area, long at, long extraFlags) {
    FrameAllocator frames = space.context.frames;
    long frame = frames.allocZeroed();
    if (frame == FrameAllocator.NONE) {
      return false;
    }
    if (area.has(VmaFlags.EXEC)) {
      frames.markExecutable(frame);
    }
    long rights = area.has(VmaFlags.WRITE) ? Pte.W : 0;
    long entry =
        Pte.of(frame, PteBits.readOnly(area.flags) | rights | extraFlags | PteBits.PRIVATE);
    space.context.ram.putLongRelease(at, entry);
    space.usage.entryAdded(entry);
    return true;
  }

  private static void fillWithZeros(
      AddressSpace space, Vma area, long page, long at, long from, long to) {
    PhysicalMemory ram = space.context.ram;
    long flags = PteBits.readOnly(area.flags) | PteBits.PRIVATE;
    long entry = Pte.of(space.context.zeroFrame, flags);
    long first = at - entryBytes(page - from);
    long end = first + entryBytes(to - from);
    for (long entryAddress = first; entryAddress < end; entryAddress += Long.BYTES) {
      if (entryAddress == at) {
        ram.putLongRelease(at, entry | Pte.A);
      } else if (ram.getLong(entryAddress) == 0) {
        ram.putLongRelease(entryAddress, entry | PteBits.AROUND);
      }
    }
  }

  /** Bytes of table that hold the entries for so many bytes of memory. */
  private static long entryBytes(long bytes) {
    return bytes >> (AddressSpace.PAGE_SHIFT - 3);
  }
}
