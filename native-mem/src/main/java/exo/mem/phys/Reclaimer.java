package exo.mem.phys;

/** Frees frames that only a cache holds. The kernel's answer to an empty {@link FrameAllocator}. */
@FunctionalInterface
public interface Reclaimer {
  /**
   * Called inside an allocation, so it must not allocate frames, nor free page tables: the
   * allocation may be for one of them.
   *
   * @param wanted frames that would be welcome, at least 1
   * @return frames freed
   */
  long reclaim(long wanted);
}
