package exo.kernel.vfs;

import exo.kernel.abi.Fcntl;

/**
 * A lock on a range of a file: fcntl(2), "Advisory record locking".
 *
 * @param owner the {@link FdTable} of a process, or the {@link OpenFile} for an open file
 *     description lock
 * @param pid the process, or -1 for an open file description lock
 * @param type F_RDLCK or F_WRLCK
 * @param first first byte
 * @param last last byte, itself included; {@link #END} if the lock goes on to wherever the end is
 */
public record FileLock(Object owner, int pid, int type, long first, long last) {
  public static final long END = Long.MAX_VALUE;

  FileLock range(long newFirst, long newLast) {
    return new FileLock(owner, pid, type, newFirst, newLast);
  }

  boolean overlaps(long from, long to) {
    return first <= to && from <= last;
  }

  /** Whether both are one range: they overlap or one begins where the other ends. */
  boolean touches(FileLock other) {
    return (other.last == END || first <= other.last + 1)
        && (last == END || other.first <= last + 1);
  }

  boolean conflictsWith(FileLock other) {
    return owner != other.owner
        && overlaps(other.first, other.last)
        && (type == Fcntl.F_WRLCK || other.type == Fcntl.F_WRLCK);
  }
}
