package exo.kernel.mm;

import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;

/** First touch of a mapped object, and writes to what is shared. */
final class ObjectFault {
  private static final long AROUND = 16 * AddressSpace.PAGE_SIZE;

  private ObjectFault() {}

  static FaultOutcome resolve(
      AddressSpace space, Vma area, PageSource source, long page, long at, boolean write) {
    long frame = source.page(area.index(page), write && area.isShared());
    if (frame < 0) {
      return outcome(frame);
    }
    if (write && !area.isShared()) {
      return copy(space, area, page, at, frame);
    }
    long extra = (write ? Pte.A | Pte.D : Pte.A) | kind(source);
    if (write || writesAtOnce(area, source)) {
      extra |= Pte.W;
    }
    FaultHandling.replace(space, area, page, at, frame, extra);
    if (!write) {
      around(space, area, source, page, at);
    }
    return FaultOutcome.RESOLVED;
  }

  /** A page of the object that was given for reading is written through a shared mapping. */
  static FaultOutcome makeWritable(
      AddressSpace space, Vma area, PageSource source, long page, long at) {
    long frame = source.page(area.index(page), true);
    if (frame < 0) {
      return outcome(frame);
    }
    if (Pte.frame(space.context.ram.getLong(at)) == frame) {
      space.context.frames.release(frame);
      space.context.ram.getAndOrLong(at, Pte.W | Pte.A | Pte.D);
    } else {
      FaultHandling.replace(space, area, page, at, frame, Pte.W | Pte.A | Pte.D | kind(source));
    }
    return FaultOutcome.RESOLVED;
  }

  private static FaultOutcome copy(
      AddressSpace space, Vma area, long page, long at, long original) {
    FrameAllocator frames = space.context.frames;
    long fresh = frames.alloc();
    if (fresh != FrameAllocator.NONE) {
      space.context.ram.copy(original, fresh);
      area.hasPrivatePages = true;
      FaultHandling.replace(space, area, page, at, fresh, Pte.W | Pte.A | Pte.D | PteBits.PRIVATE);
    }
    frames.release(original);
    return fresh == FrameAllocator.NONE ? FaultOutcome.OUT_OF_MEMORY : FaultOutcome.RESOLVED;
  }

  /** Maps the neighbours that the object has at hand. */
  private static void around(AddressSpace space, Vma area, PageSource source, long page, long at) {
    long block = page & -AROUND;
    long from = Math.max(block, area.start);
    long to = Math.min(block + AROUND, area.end);
    long extra = kind(source) | (writesAtOnce(area, source) ? Pte.W : 0);
    long entryAddress = at - ((page - from) >> (AddressSpace.PAGE_SHIFT - 3));
    long index = area.index(from);
    for (long va = from; va < to; va += AddressSpace.PAGE_SIZE) {
      if (space.context.ram.getLong(entryAddress) == 0) {
        long frame = source.pageIfPresent(index);
        if (frame >= 0) {
          FaultHandling.replace(space, area, va, entryAddress, frame, extra);
        }
      }
      entryAddress += Long.BYTES;
      index++;
    }
  }

  private static boolean writesAtOnce(Vma area, PageSource source) {
    return area.isShared() && area.has(VmaFlags.WRITE) && !source.tracksWrites();
  }

  private static long kind(PageSource source) {
    return source.isMemory() ? PteBits.MEMORY : 0;
  }

  private static FaultOutcome outcome(long error) {
    return error == PageSource.NO_MEMORY ? FaultOutcome.OUT_OF_MEMORY : FaultOutcome.NO_PAGE;
  }
}
