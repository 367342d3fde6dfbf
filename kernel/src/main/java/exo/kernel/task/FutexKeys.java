package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.Vma;
import exo.mem.paging.Access;

/**
 * What names a futex. A word in a private mapping is named by its address space and its address,
 * because its frame changes under those who wait when it is written after a fork; one in a shared
 * mapping by its physical address, which all who map it have in common. Source: futex(2).
 */
public final class FutexKeys {
  /** Nothing is mapped there. */
  public static final long NONE = -1;

  /** User addresses of words need so many bits; physical ones fewer. */
  private static final int ADDRESS_BITS = 45;

  private FutexKeys() {}

  /**
   * For {@code exo.kernel.futex.FutexTable}.
   *
   * @param va of the word, a multiple of 4
   */
  public static long of(AddressSpace space, long va) throws Errno {
    Vma area = space.find(va);
    if (area != null && !area.isShared()) {
      return (long) space.number() << ADDRESS_BITS | va >>> 2;
    }
    // Resolves a fault, which a stack may grow by.
    long pa = space.memory().physical(va, Access.READ);
    return pa < 0 || area != null ? pa : of(space, va);
  }
}
