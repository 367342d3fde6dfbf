package exo.kernel.fs.hostfs;

import exo.kernel.abi.Stat;
import exo.mem.host.HostStat;

/**
 * What makes a host file that very file: the host may give an inode number to another file later,
 * but not one of the same kind that was born at the same nanosecond.
 *
 * @param born nanoseconds since 1970, 0 where the host does not know
 */
record HostIdentity(long device, long inode, int type, long born) {
  static HostIdentity of(HostStat stat) {
    return new HostIdentity(
        stat.device(), stat.inode(), stat.mode() & Stat.S_IFMT, stat.createdNanos());
  }

  /** The same question without an object. */
  boolean is(HostStat stat) {
    return inode == stat.inode()
        && device == stat.device()
        && born == stat.createdNanos()
        && type == (stat.mode() & Stat.S_IFMT);
  }
}
