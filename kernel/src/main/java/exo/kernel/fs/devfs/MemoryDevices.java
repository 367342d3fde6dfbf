package exo.kernel.fs.devfs;

import exo.kernel.fs.tmpfs.MemFd;
import exo.kernel.vfs.DeviceRegistry;
import java.util.random.RandomGenerator;

/** The devices with major number 1 that are there on every machine. */
public final class MemoryDevices {
  private static final int MAJOR = 1;

  private MemoryDevices() {}

  /**
   * Puts them behind their numbers.
   *
   * @param random the machine's source of chance
   * @param memory where mappings of {@code /dev/zero} get their pages
   */
  public static void register(DeviceRegistry devices, RandomGenerator random, MemFd memory) {
    devices.character(MAJOR, 3, (path, flags, who) -> new NullFile(path, flags));
    devices.character(MAJOR, 5, (path, flags, who) -> new ZeroFile(path, flags, memory));
    devices.character(MAJOR, 7, (path, flags, who) -> new FullFile(path, flags));
    RandomBytes bytes = new RandomBytes(random);
    devices.character(MAJOR, 8, (path, flags, who) -> new RandomFile(path, flags, bytes));
    devices.character(MAJOR, 9, (path, flags, who) -> new RandomFile(path, flags, bytes));
  }
}
