package exo.kernel;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.KernelBug;
import exo.kernel.fs.tmpfs.TmpfsSuperblock;
import exo.kernel.fs.tmpfs.TmpfsType;
import exo.kernel.mm.MemoryContext;
import exo.kernel.procfs.ProcSuperblock;
import exo.kernel.task.KernelServices;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.MountNamespace;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.PathWalk;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The tree of mounts a machine starts with: its root, and on it what Linux always has. */
final class RootFileSystem implements AutoCloseable {
  private final MountNamespace namespace;
  private final TmpfsType tmpfs = new TmpfsType();

  private RootFileSystem(Vfs vfs) {
    namespace = new MountNamespace(tmpfs.create(vfs, 0755), "rootfs", 0);
  }

  static RootFileSystem mount(MachineBuilder b, MemoryContext memory, RandomGenerator random)
      throws IOException {
    Vfs vfs = new Vfs(memory.ram(), memory.frames(), b.clock);
    return new RootFileSystem(vfs);
  }

  MountNamespace namespace() {
    return namespace;
  }

  /** Mounts what shows the running kernel: it had to be there first. */
  void attach(KernelServices services, HostCaller host) {
    FileSystemType proc = ProcSuperblock.type(services);
    Vfs vfs = namespace.vfs();
    vfs.register(tmpfs);
    vfs.register(proc);
    place(host, "/tmp", 01777);
    place(host, "/proc", 0555);
    show(host, proc, "proc", "/proc", Mount.NO_SUID | Mount.NO_DEV | Mount.NO_EXEC);
  }

  /** Frames that files hold, of all file systems shown. */
  long heldFrames() {
    Set<Superblock> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    long sum = 0;
    for (Mount m : namespace.mounts()) {
      if (seen.add(m.superblock()) && m.superblock() instanceof TmpfsSuperblock t) {
        sum += t.usedPages();
      }
    }
    return sum;
  }

  private void show(HostCaller host, FileSystemType type, String source, String at, int flags) {
    try {
      Superblock superblock = type.mount(namespace.vfs(), source, "", host);
      PathWalk walk = new PathWalk();
      walk.resolve(host, Fcntl.AT_FDCWD, at, PathWalk.FOLLOW | PathWalk.DIRECTORY);
      Mounting.mount(superblock, source, flags, walk.path());
    } catch (Errno e) {
      throw new KernelBug("cannot mount " + source + " on " + at, e);
    }
  }

  private static void place(HostCaller host, String path, int mode) {
    try {
      Directories.mkdir(host, Fcntl.AT_FDCWD, path, mode);
    } catch (Errno e) {
      if (e != Errno.EEXIST) {
        throw new KernelBug("cannot make " + path, e);
      }
    }
  }

  @Override
  public void close() {
    namespace.close();
  }
}
