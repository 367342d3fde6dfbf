package exo.kernel;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Stat;
import exo.kernel.dev.Console;
import exo.kernel.fs.devfs.DevfsType;
import exo.kernel.fs.devfs.MemoryDevices;
import exo.kernel.fs.hostfs.HostFs;
import exo.kernel.fs.hostfs.HostPageCache;
import exo.kernel.fs.overlayfs.OverlaySuperblock;
import exo.kernel.fs.tarfs.TarUnpacker;
import exo.kernel.fs.tmpfs.TmpfsSuperblock;
import exo.kernel.fs.tmpfs.TmpfsType;
import exo.kernel.ipc.IpcFs;
import exo.kernel.mm.MemoryContext;
import exo.kernel.procfs.ProcSuperblock;
import exo.kernel.task.KernelServices;
import exo.kernel.tty.Devpts;
import exo.kernel.tty.TerminalDevices;
import exo.kernel.vfs.DeviceNumber;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.MountNamespace;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.PathWalk;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tree of mounts a machine starts with: its root, in memory or over a host folder, and on it
 * what Linux always has and what the builder asked for.
 */
final class RootFileSystem implements AutoCloseable {
  private static final int KERNEL_MOUNT = Mount.NO_SUID | Mount.NO_DEV | Mount.NO_EXEC;

  private final MachineBuilder builder;
  private final Vfs vfs;
  private final HostPageCache cache;
  private final TmpfsType tmpfs = new TmpfsType();
  private final MountNamespace namespace;
  private @Nullable Devpts devpts;

  private RootFileSystem(MachineBuilder builder, MemoryContext memory) throws IOException {
    this.builder = builder;
    vfs = new Vfs(memory.ram(), memory.frames(), builder.clock);
    cache = new HostPageCache(memory.ram(), memory.frames());
    memory.frames().reclaimer(cache::reclaim);
    memory.lastResort(cache::reclaimMapped);
    namespace = new MountNamespace(root(), "rootfs", Mount.RELATIVE_ATIME);
  }

  static RootFileSystem mount(MachineBuilder builder, MemoryContext memory) throws IOException {
    return new RootFileSystem(builder, memory);
  }

  private Superblock root() throws IOException {
    TmpfsSuperblock memory = tmpfs.create(vfs, 0755);
    Path folder = builder.rootDirectory;
    if (folder == null) {
      return memory;
    }
    return new OverlaySuperblock(vfs, HostFs.layer(vfs, cache, folder), memory);
  }

  /** The terminals of the machine. */
  Devpts terminals() {
    Devpts pts = devpts;
    if (pts == null) {
      throw new KernelBug("terminals are asked for before they are mounted");
    }
    return pts;
  }

  MountNamespace namespace() {
    return namespace;
  }

  /**
   * Fills and mounts what needs the running kernel. The lock is held.
   *
   * @throws IOException when an archive or a host file cannot be used
   */
  void attach(KernelServices services, HostCaller host, @Nullable Console console)
      throws IOException {
    FileSystemType proc = ProcSuperblock.type(services);
    FileSystemType sys = ProcSuperblock.sysfs(services);
    DevfsType devices = new DevfsType();
    FileSystemType terminals = Devpts.type(vfs, services.terminalJobs());
    vfs.register(tmpfs);
    vfs.register(proc);
    vfs.register(sys);
    vfs.register(devices);
    vfs.register(terminals);
    vfs.register(services.queueFileSystem());
    MemoryDevices.register(vfs.devices(), services.random(), services.memFds());
    Path archive = builder.initramfs;
    if (archive != null) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
        TarUnpacker.unpack(in, host);
      }
      BootLog.say(
          services,
          "initramfs: %s, %d KiB unpacked, %d KiB in memory",
          archive.getFileName(),
          Files.size(archive) >> 10,
          heldFrames() * 4);
      if (console != null) {
        place(host, "/initrd", 0755);
        showAgain(host, "/", "/initrd");
      }
    }
    place(host, "/tmp", 01777);
    place(host, "/proc", 0555);
    place(host, "/sys", 0555);
    place(host, "/dev", 0755);
    show(host, mounted(proc, "", host), "proc", "/proc", KERNEL_MOUNT);
    show(host, mounted(sys, "", host), "sysfs", "/sys", KERNEL_MOUNT);
    show(host, mounted(devices, "", host), "devtmpfs", "/dev", Mount.NO_SUID);
    Devpts pts = (Devpts) mounted(terminals, "gid=5,mode=620,ptmxmode=000", host);
    TerminalDevices.register(vfs.devices(), pts);
    devpts = pts;
    show(host, pts, "devpts", "/dev/pts", Mount.NO_SUID | Mount.NO_EXEC);
    show(host, tmpfs.create(vfs, 01777), "tmpfs", "/dev/shm", Mount.NO_SUID | Mount.NO_DEV);
    int ipcFlags = Mount.NO_SUID | Mount.NO_DEV | Mount.NO_EXEC;
    show(host, services.channels(), "ipcfs", "/dev/ipc", ipcFlags);
    if (console != null) {
      console.register(vfs.devices());
      node(host, "/dev/tty0", Console.TTY_MAJOR, 0);
      node(host, "/dev/tty1", Console.TTY_MAJOR, 1);
      node(host, "/dev/ttyS0", Console.TTY_MAJOR, Console.SERIAL_MINOR);
    }
    for (MachineBuilder.HostMount m : builder.mounts) {
      mount(host, m);
    }
    BootLog.say(services, "VFS: %d mounts", namespace.mounts().size());
  }

  /** Shows a folder at another place too, to be read only there. */
  private static void showAgain(HostCaller host, String from, String at) throws IOException {
    try {
      PathWalk source = new PathWalk();
      source.resolve(host, Fcntl.AT_FDCWD, from, PathWalk.FOLLOW);
      PathWalk target = new PathWalk();
      target.resolve(host, Fcntl.AT_FDCWD, at, PathWalk.FOLLOW);
      Mounting.bind(source.path(), target.path(), false);
      target.resolve(host, Fcntl.AT_FDCWD, at, PathWalk.FOLLOW);
      Mounting.remount(target.path(), Mount.READ_ONLY | Mount.RELATIVE_ATIME, true, "");
    } catch (Errno e) {
      throw new IOException("cannot mount " + from + " on " + at + ": " + e.description());
    }
  }

  private static void node(HostCaller host, String path, int major, int minor) throws IOException {
    try {
      long device = DeviceNumber.of(major, minor);
      Directories.mknod(host, Fcntl.AT_FDCWD, path, Stat.S_IFCHR | 0620, device);
    } catch (Errno e) {
      throw new IOException("cannot make " + path + ": " + e.description());
    }
  }

  /** Shows a host folder or file. The lock is held. */
  void mount(HostCaller host, MachineBuilder.HostMount m) throws IOException {
    String guest = ProgramStarter.bytes(m.guest());
    Superblock superblock = HostFs.mount(vfs, cache, m.host(), m.writable());
    if (Files.isDirectory(m.host())) {
      GuestFiles.makeDirectories(host, m.guest());
    } else {
      placeFile(host, m.guest());
    }
    int flags = Mount.NO_DEV | (m.writable() ? 0 : Mount.READ_ONLY);
    try {
      mountAt(host, superblock, m.host().toString(), guest, flags);
    } catch (Errno e) {
      throw new IOException(
          "cannot mount " + m.host() + " on " + m.guest() + ": " + e.description());
    }
  }

  /** A file to mount another on. */
  private static void placeFile(HostCaller host, String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      GuestFiles.makeDirectories(host, path.substring(0, slash));
    }
    try {
      int flags = Fcntl.O_RDONLY | Fcntl.O_CREAT | Fcntl.O_NONBLOCK;
      OpenFile made = Opens.open(host, Fcntl.AT_FDCWD, ProgramStarter.bytes(path), flags, 0644);
      made.release();
    } catch (Errno e) {
      throw new IOException(path + ": " + e.description());
    }
  }

  /** Frames that files hold, of all file systems shown, and the cache of host files. */
  long heldFrames() {
    Set<Superblock> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    long sum = cache.frames();
    for (Mount m : namespace.mounts()) {
      if (!seen.add(m.superblock())) {
        continue;
      }
      if (m.superblock() instanceof TmpfsSuperblock t) {
        sum += t.usedPages();
      } else if (m.superblock() instanceof OverlaySuperblock o) {
        sum += o.usedPages();
      } else if (m.superblock() instanceof IpcFs i) {
        sum += i.usedFrames();
      }
    }
    return sum;
  }

  private Superblock mounted(FileSystemType type, String options, HostCaller host) {
    try {
      return type.mount(vfs, type.name(), options, host);
    } catch (Errno e) {
      throw new KernelBug("no " + type.name(), e);
    }
  }

  private static void show(
      HostCaller host, Superblock superblock, String source, String at, int flags)
      throws IOException {
    try {
      mountAt(host, superblock, source, at, flags);
    } catch (Errno e) {
      throw new IOException("cannot mount " + source + " on " + at + ": " + e.description());
    }
  }

  private static void mountAt(
      HostCaller host, Superblock superblock, String source, String at, int flags) throws Errno {
    PathWalk walk = new PathWalk();
    walk.resolve(host, Fcntl.AT_FDCWD, at, PathWalk.FOLLOW);
    Mounting.mount(superblock, source, flags | Mount.RELATIVE_ATIME, walk.path());
  }

  private static void place(HostCaller host, String path, int mode) throws IOException {
    try {
      Directories.mkdir(host, Fcntl.AT_FDCWD, path, mode);
    } catch (Errno e) {
      if (e != Errno.EEXIST) {
        throw new IOException("cannot make " + path + ": " + e.description());
      }
    }
  }

  @Override
  public void close() {
    namespace.close();
  }
}
