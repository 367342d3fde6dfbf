package exo.kernel.mm;

/** May an address space have that much more? The limits of setrlimit(2) and overcommit. */
final class Accounting {
  /** Linux's default for vm.max_map_count. */
  static final int MAX_AREAS = 65530;

  private Accounting() {}

  /** RLIMIT_AS and, for private writable areas, RLIMIT_DATA. */
  static boolean mayMap(AddressSpace space, int flags, long pages) {
    return within(space.usage.mapped, pages, space.limits().addressSpace())
        && (!MemoryUsage.isData(flags) || mayHaveData(space, pages));
  }

  /** RLIMIT_DATA. */
  static boolean mayHaveData(AddressSpace space, long pages) {
    return within(space.usage.data, pages, space.limits().data());
  }

  /** RLIMIT_MEMLOCK. */
  static boolean mayLock(AddressSpace space, long pages) {
    return space.limits().mayLockAny()
        || within(space.usage.locked, pages, space.limits().locked());
  }

  /** The heuristic of vm.overcommit_memory 0: refuse only what could never be had. */
  static boolean mayCommit(AddressSpace space, long pages) {
    return pages <= space.context.ram.frames();
  }

  private static boolean within(long used, long more, long limitBytes) {
    return more <= (limitBytes >>> AddressSpace.PAGE_SHIFT) - used;
  }
}
