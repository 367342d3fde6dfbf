package exo.kernel.fs.devfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Stat;
import exo.kernel.fs.tmpfs.TmpfsOptions;
import exo.kernel.fs.tmpfs.TmpfsSuperblock;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.DeviceNumber;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import org.jspecify.annotations.Nullable;

/** devtmpfs, as mount(2) knows it: all mounts show the same. */
public final class DevfsType implements FileSystemType {
  /** The group that terminals belong to, as Debian numbers it. */
  public static final int TTY_GROUP = 5;

  private static final int EVERYBODY = 0666;

  private @Nullable TmpfsSuperblock instance;

  @Override
  public String name() {
    return "devtmpfs";
  }

  @Override
  public Superblock mount(Vfs vfs, String source, String options, Caller who) {
    return superblock(vfs);
  }

  /** The instance that is mounted somewhere, or a new one. */
  public Superblock superblock(Vfs vfs) {
    TmpfsSuperblock devices = instance;
    if (devices == null || !devices.isShown()) {
      TmpfsOptions options = TmpfsOptions.defaults(vfs.ram().frames()).withMode(0755);
      devices = new TmpfsSuperblock(vfs, this, options);
      populate(devices.root().inode());
      instance = devices;
    }
    return devices;
  }

  private static void populate(Inode root) {
    try {
      node(root, "null", 1, 3, EVERYBODY, 0);
      node(root, "zero", 1, 5, EVERYBODY, 0);
      node(root, "full", 1, 7, EVERYBODY, 0);
      node(root, "random", 1, 8, EVERYBODY, 0);
      node(root, "urandom", 1, 9, EVERYBODY, 0);
      node(root, "tty", 5, 0, EVERYBODY, TTY_GROUP);
      node(root, "console", 5, 1, 0600, 0);
      node(root, "ptmx", 5, 2, EVERYBODY, TTY_GROUP);
      link(root, "fd", "/proc/self/fd");
      link(root, "stdin", "/proc/self/fd/0");
      link(root, "stdout", "/proc/self/fd/1");
      link(root, "stderr", "/proc/self/fd/2");
      directory(root, "shm", 01777);
      directory(root, "pts", 0755);
      directory(root, "mqueue", 01777);
      directory(root, "ipc", 01777);
    } catch (Errno full) {
      throw new KernelBug("no room for device nodes", full);
    }
  }

  private static void node(Inode root, String name, int major, int minor, int mode, int group)
      throws Errno {
    long device = DeviceNumber.of(major, minor);
    root.create(name, new NewInode(Stat.S_IFCHR | mode, 0, group, device, null));
  }

  private static void link(Inode root, String name, String text) throws Errno {
    root.symlink(name, new NewInode(Stat.S_IFLNK | 0777, 0, 0, 0, text));
  }

  private static void directory(Inode root, String name, int mode) throws Errno {
    root.create(name, new NewInode(Stat.S_IFDIR | mode, 0, 0, 0, null));
  }
}
