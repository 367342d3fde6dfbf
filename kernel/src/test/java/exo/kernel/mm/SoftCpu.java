package exo.kernel.mm;

import exo.cpu.Invalidation;
import exo.mem.paging.Access;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory unit of a CPU: a TLB that never forgets by itself, over the page tables. A missing
 * invalidation shows as an access to a frame that is no longer there.
 */
final class SoftCpu implements TlbInvalidator {
  private record Key(long root, long page) {}

  /** A translation and the rights that were cached with it. */
  private record Line(long frame, boolean write, boolean execute) {}

  private final Map<Key, Line> lines = new HashMap<>();

  /** What the last access ended in. */
  FaultOutcome outcome = FaultOutcome.RESOLVED;

  /** How many faults there were. */
  long faults;

  /** How many invalidations there were. */
  long invalidations;

  @Override
  public void invalidate(long root, long va, long len, Invalidation kind) {
    invalidations++;
    if (kind == Invalidation.CODE_CHANGED) {
      return;
    }
    long end = len > Long.MAX_VALUE - va ? Long.MAX_VALUE : va + len;
    lines.keySet().removeIf(k -> k.root == root && k.page + 4096 > va && k.page < end);
  }

  /** The byte at an address, or -1 when the access faults for good. */
  int load(AddressSpace space, long va) {
    long pa = access(space, va, Access.READ);
    return pa < 0 ? -1 : space.context().ram().getByte(pa) & 0xff;
  }

  /** Whether the byte could be written. */
  boolean store(AddressSpace space, long va, int value) {
    long pa = access(space, va, Access.WRITE);
    if (pa >= 0) {
      space.context().ram().putByte(pa, (byte) value);
    }
    return pa >= 0;
  }

  /** Whether an instruction could be fetched. */
  boolean fetch(AddressSpace space, long va) {
    return access(space, va, Access.EXECUTE) >= 0;
  }

  private long access(AddressSpace space, long va, int access) {
    outcome = FaultOutcome.RESOLVED;
    Key key = new Key(space.root(), va & ~AddressSpace.PAGE_MASK);
    PageTables tables = space.context().tables();
    for (int tries = 0; tries < 4; tries++) {
      Line line = lines.get(key);
      if (line != null
          && ((access & Access.WRITE) == 0 || line.write)
          && ((access & Access.EXECUTE) == 0 || line.execute)) {
        return (line.frame << AddressSpace.PAGE_SHIFT) | (va & AddressSpace.PAGE_MASK);
      }
      long pa = tables.translate(space.root(), va, access | Access.USER);
      if (pa >= 0) {
        long entry = tables.leaf(space.root(), va);
        // Without the dirty bit a CPU walks again to set it, so it may not write by this line.
        boolean write = Pte.writable(entry) && (entry & Pte.D) != 0;
        lines.put(key, new Line(Pte.frame(entry), write, (entry & Pte.NX) == 0));
        continue;
      }
      faults++;
      int code = access | Access.USER | (tables.translate(space.root(), va) >= 0 ? 1 : 0);
      outcome = space.fault(va, code);
      if (outcome != FaultOutcome.RESOLVED) {
        return -1;
      }
    }
    throw new AssertionError("a fault that is resolved again and again at " + space.find(va));
  }
}
