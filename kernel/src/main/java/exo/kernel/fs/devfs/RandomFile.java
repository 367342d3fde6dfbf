package exo.kernel.fs.devfs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Path;

/** {@code /dev/random} and {@code /dev/urandom}, which never make anybody wait. */
final class RandomFile extends MemoryFile {
  /** Bits of entropy that Linux shows once its pool is ready. */
  private static final int READY = 256;

  private final RandomBytes bytes;

  RandomFile(Path path, int flags, RandomBytes bytes) {
    super(path, flags);
    this.bytes = bytes;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    return to.result(bytes.fill(to));
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    return from.result(bytes.swallow(from));
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    switch (command) {
      case Ioctl.RNDGETENTCNT -> who.memory().putInt(argument, READY);
      case Ioctl.RNDADDTOENTCNT,
          Ioctl.RNDADDENTROPY,
          Ioctl.RNDZAPENTCNT,
          Ioctl.RNDCLEARPOOL,
          Ioctl.RNDRESEEDCRNG -> {
        if (!who.credentials().hasCapability(Capability.CAP_SYS_ADMIN)) {
          throw Errno.EPERM;
        }
      }
      default -> throw Errno.EINVAL;
    }
    return 0;
  }
}
