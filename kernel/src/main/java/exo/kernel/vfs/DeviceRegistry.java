package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who stands behind a device number, whatever file system its node is in. */
public final class DeviceRegistry {
  private final Map<Long, FileOpener> characters = new HashMap<>();
  private final Map<Integer, FileOpener> majors = new HashMap<>();

  /** Registers one character device. */
  public void character(int major, int minor, FileOpener opener) {
    characters.put(DeviceNumber.of(major, minor), opener);
  }

  /** Registers all character devices of a major number that have no opener of their own. */
  public void characters(int major, FileOpener opener) {
    majors.put(major, opener);
  }

  /**
   * Opens a device node.
   *
   * @throws Errno ENXIO if nothing is registered for it
   */
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    Inode node = path.inode();
    FileOpener opener = node.type() == Stat.S_IFCHR ? find(node.rdev()) : null;
    if (opener == null) {
      throw Errno.ENXIO;
    }
    return opener.open(path, flags, who);
  }

  private @Nullable FileOpener find(long device) {
    FileOpener opener = characters.get(device);
    return opener != null ? opener : majors.get(DeviceNumber.major(device));
  }
}
