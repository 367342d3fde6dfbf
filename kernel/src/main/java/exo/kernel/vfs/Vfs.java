package exo.kernel.vfs;

import exo.kernel.time.Clock;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all file systems of one machine share: memory, time, the cache of names, devices, numbers to
 * be given out. Owned by the kernel lock.
 */
public final class Vfs {
  /** How many cached names are kept that nobody uses. */
  private static final int CACHED_NAMES = 1 << 15;

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final Clock clock;
  private final DentryCache dentries = new DentryCache(CACHED_NAMES);
  private final DeviceRegistry devices = new DeviceRegistry();
  private final List<FileSystemType> fileSystems = new ArrayList<>();
  private final LockWaits lockWaits = new LockWaits();
  private @Nullable FileOpener fifos;
  private int lastDevice;
  private int lastMount;
  private int lastCookie;

  public Vfs(PhysicalMemory ram, FrameAllocator frames, Clock clock) {
    this.ram = ram;
    this.frames = frames;
    this.clock = clock;
  }

  public PhysicalMemory ram() {
    return ram;
  }

  public FrameAllocator frames() {
    return frames;
  }

  public Clock clock() {
    return clock;
  }

  public DentryCache dentries() {
    return dentries;
  }

  public DeviceRegistry devices() {
    return devices;
  }

  /** Makes a kind of file system known to mount(2). */
  public void register(FileSystemType type) {
    fileSystems.add(type);
  }

  /** The kind of that name, or null. */
  public @Nullable FileSystemType fileSystem(String name) {
    for (FileSystemType t : fileSystems) {
      if (t.name().equals(name)) {
        return t;
      }
    }
    return null;
  }

  /** The kinds that mount(2) knows, in the order of registration. */
  public List<FileSystemType> fileSystems() {
    return Collections.unmodifiableList(fileSystems);
  }

  /** Who opens FIFOs. */
  public void fifos(FileOpener opener) {
    fifos = opener;
  }

  @Nullable FileOpener fifos() {
    return fifos;
  }

  /** Who waits for whose file locks. */
  public LockWaits lockWaits() {
    return lockWaits;
  }

  /** An anonymous device number: major 0. */
  long nextDevice() {
    return DeviceNumber.of(0, ++lastDevice);
  }

  int nextMount() {
    return ++lastMount;
  }

  /** Joins the two halves of a rename for inotify(7). */
  int nextCookie() {
    return ++lastCookie;
  }
}
