package exo.kernel.fs.hostfs;

import exo.mem.host.HostStat;

/** A device node, FIFO or socket of the host: to be looked at, never to be opened. */
final class HostSpecialInode extends HostInode {
  HostSpecialInode(HostSuperblock fs, HostStat stat) {
    super(fs, stat);
  }

  @Override
  boolean hasHandle() {
    return false;
  }

  @Override
  void closeHandle() {}
}
