package exo.cpu.host;

import exo.cpu.CpuState;
import org.jspecify.annotations.Nullable;

/** An address space of the guest, and the child that mirrors it. */
final class Space {
  /** No page. */
  static final long NONE = -1;

  final Child child;

  /** The page table root, or {@link #NONE} when the space is gone and the child is to be had. */
  long root = NONE;

  /** Whose FPU registers the child holds. */
  @Nullable CpuState resident;

  /** What may be mapped in the child and must not be any more. */
  final Ranges stale = new Ranges();

  /** The page of the last page fault that the kernel was told of, to be mapped before the run. */
  long wanted = NONE;

  /** How that page was accessed, as {@link exo.mem.paging.Access}. */
  int wantedAccess;

  /** Where the last mapping ended: who goes on there is given more at once. */
  long lastEnd = NONE;

  /** The most mappings the child may have by now, in the host's eyes. */
  int mappings;

  /** When it ran last, in runs. */
  long used;

  Space(Child child) {
    this.child = child;
  }
}
