package exo.kernel.mm;

import exo.cpu.Invalidation;

/** Tells every CPU engine that what it cached of an address space is out of date. */
@FunctionalInterface
public interface TlbInvalidator {
  /**
   * When this returns no CPU uses the old translations any more. Called after the tables changed
   * and before a frame that was taken out of them is free.
   *
   * @param root the address space
   * @param va first address, page-aligned
   * @param len in bytes, or {@code Cpu.ALL}
   */
  void invalidate(long root, long va, long len, Invalidation kind);
}
