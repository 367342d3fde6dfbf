package exo.kernel.tty;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.DeviceRegistry;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/** The terminals behind device numbers: {@code tty}, {@code ptmx}, {@code pts}. */
public final class TerminalDevices {
  private static final int MAJOR = 5;
  private static final int TTY = 0;

  private TerminalDevices() {}

  public static void register(DeviceRegistry devices, Devpts terminals) {
    devices.character(MAJOR, TTY, TerminalDevices::openOwn);
    devices.character(Devpts.PTMX_MAJOR, Devpts.PTMX_MINOR, terminals::create);
    devices.characters(Devpts.SLAVE_MAJOR, Devpts::openSlave);
  }

  /** {@code /dev/tty}: whatever terminal controls the process. */
  private static OpenFile openOwn(Path path, int flags, Caller who) throws Errno {
    Terminal own = who instanceof TerminalCaller process ? process.terminal() : null;
    if (own == null) {
      throw Errno.ENXIO;
    }
    return TerminalFile.open(path, flags, who, own);
  }
}
