package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;
import exo.mem.host.HostException;
import exo.mem.host.HostStat;
import org.jspecify.annotations.Nullable;

/** A symbolic link of the host: only ever read, never followed there. */
final class HostSymlinkInode extends HostInode {
  private @Nullable String text;

  HostSymlinkInode(HostSuperblock fs, HostStat stat) {
    super(fs, stat);
  }

  /** A link's text never changes as long as it is that very link. */
  @Override
  public String readLink(Caller who) throws Errno {
    String known = text;
    if (known == null) {
      try {
        known = folder().directory().readLink(name());
      } catch (HostException e) {
        // What has the name now is no link.
        boolean replaced = e.errno() == Errno.EINVAL.number();
        throw replaced ? Errno.ESTALE : HostErrors.errno(e);
      }
      text = known;
    }
    return known;
  }

  @Override
  boolean hasHandle() {
    return false;
  }

  @Override
  void closeHandle() {}
}
