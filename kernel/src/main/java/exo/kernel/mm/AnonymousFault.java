package exo.kernel.mm;

import exo.cpu.Invalidation;
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
      from = page;
      to = page + AddressSpace.PAGE_SIZE;
    }
    return fillWithFrames(space, area, page, at, from, to);
  }

  /** Guessing what will be wanted must not take what is wanted. */
  private static boolean isScarce(MemoryContext context) {
    return context.frames.free() < context.ram.frames() >>> 3;
  }

  /** In ascending order, so that neighbours get neighbouring frames. */
  private static FaultOutcome fillWithFrames(
      AddressSpace space, Vma area, long page, long at, long from, long to) {
    MemoryContext context = space.context;
    FaultOutcome outcome = FaultOutcome.RESOLVED;
    boolean replaced = false;
    long entryAddress = at - entryBytes(page - from);
    for (long va = from; va < to; va += AddressSpace.PAGE_SIZE, entryAddress += Long.BYTES) {
      long old = context.ram.getLong(entryAddress);
      if (old != 0 && Pte.frame(old) != context.zeroFrame) {
        continue;
      }
      long frame = context.frames.allocZeroed();
      if (frame != FrameAllocator.NONE) {
        put(space, area, entryAddress, frame, va == page ? Pte.A | Pte.D : PteBits.touch(old));
        replaced |= old != 0;
      } else if (va == page) {
        outcome = FaultOutcome.OUT_OF_MEMORY;
        break;
      }
    }
    if (replaced) {
      context.tlb.invalidate(space.root, from, to - from, Invalidation.RIGHTS_REVOKED);
    }
    return outcome;
  }

  private static void put(
      AddressSpace space, Vma area, long entryAddress, long frame, long extraFlags) {
    if (area.has(VmaFlags.EXEC)) {
      space.context.frames.markExecutable(frame);
    }
    long rights = PteBits.readOnly(area.flags) | (area.has(VmaFlags.WRITE) ? Pte.W : 0);
    long entry = Pte.of(frame, rights | extraFlags | PteBits.PRIVATE);
    space.context.ram.putLongRelease(entryAddress, entry);
    space.usage.entryAdded(entry);
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
