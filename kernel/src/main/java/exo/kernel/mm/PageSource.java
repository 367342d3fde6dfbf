package exo.kernel.mm;

import exo.kernel.abi.Errno;

/**
 * Something whose 4 KiB pages can be mapped: the page cache of a file, a memfd, a shared anonymous
 * area. All that {@code mm} knows of files.
 *
 * <p>Owned by the kernel lock.
 */
public abstract class PageSource {
  /** {@link #page}: the index lies beyond the end of the object; a user access is SIGBUS. */
  public static final long BEYOND_END = -1;

  /** {@link #page}: no frame could be had. */
  public static final long NO_MEMORY = -2;

  /** {@link #page}: the medium failed (EIO); a user access is SIGBUS. */
  public static final long IO_ERROR = -3;

  private final MappingList mappings = new MappingList();

  /**
   * The frame that holds page {@code index}, retained once for the caller, or one of the negative
   * constants above. The same frame is seen by read(2), write(2) and every shared mapping.
   *
   * @param index page number within the object, from 0
   * @param forWrite the page is about to be written through a shared mapping: a backing store that
   *     has to write it back marks it dirty
   */
  public abstract long page(long index, boolean forWrite);

  /**
   * The frame of page {@code index} if it is present without any I/O or allocation, retained once;
   * {@link #BEYOND_END} if not. Serves fault-around.
   */
  public abstract long pageIfPresent(long index);

  /**
   * Whether {@link #page} has to be asked before a shared mapping writes to a page that was given
   * for reading. Memory that is written back nowhere says no and spares its users a fault.
   */
  public boolean tracksWrites() {
    return true;
  }

  /** Whether the pages are memory of the machine (tmpfs, memfd), counted as RssShmem. */
  public boolean isMemory() {
    return false;
  }

  /**
   * Writes changed pages back to where they came from, as msync(2) with MS_SYNC asks.
   *
   * @return 0 or -errno
   */
  public long sync(long firstIndex, long endIndex) {
    return 0;
  }

  /**
   * Frees pages and leaves a hole, for madvise(2) with MADV_REMOVE.
   *
   * @return 0 or -errno
   */
  public long punchHole(long firstIndex, long endIndex) {
    return Errno.EOPNOTSUPP.negated();
  }

  /** A mapping now holds this object: it must not go away before {@link #release}. */
  public abstract void retain();

  /** A mapping let go of it. */
  public abstract void release();

  /** The areas that map this object; the file system revokes through it when it truncates. */
  public final MappingList mappings() {
    return mappings;
  }
}
