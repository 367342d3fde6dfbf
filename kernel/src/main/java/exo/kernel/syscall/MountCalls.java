package exo.kernel.syscall;

import static exo.kernel.abi.Mount.*;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.FsContext;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;

/** The tree of mounts. Source: mount(2), umount(2), pivot_root(2). */
final class MountCalls {
  private static final int PAGE = 4096;
  private static final int PROPAGATION = MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE;
  private static final int ACCESS_TIMES = MS_NOATIME | MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME;

  private MountCalls() {}

  /** Linux {@code mount(2)}. Nothing propagates: mounts can be made private and nothing else. */
  static long mount(Task task, long source, long target, long type, long flags, long data)
      throws Errno {
    String kind = string(task, type);
    String from = string(task, source);
    String options = data == 0 ? "" : options(task.memory(), data);
    Path at = Opens.find(task, Fcntl.AT_FDCWD, UserPath.read(task, target), FOLLOW);
    int f = (int) flags;
    if ((f & MS_MGC_MSK) == MS_MGC_VAL) {
      f &= ~MS_MGC_MSK;
    }
    if ((f & MS_NOUSER) != 0) {
      throw Errno.EINVAL;
    }
    checkRight(task);
    int mountFlags = mountFlags(f, at.mount());
    if ((f & MS_REMOUNT) != 0) {
      Mounting.remount(at, mountFlags, (f & MS_BIND) != 0, options);
    } else if ((f & MS_BIND) != 0) {
      Mounting.bind(place(task, from), at, (f & MS_REC) != 0);
    } else if ((f & PROPAGATION) != 0) {
      propagate(at, f);
    } else if ((f & MS_MOVE) != 0) {
      Mounting.move(place(task, from), at);
    } else {
      mountNew(task, kind, from, mountFlags, options, at);
    }
    return 0;
  }

  private static final int FOLLOW = Fcntl.AT_SYMLINK_FOLLOW;

  private static void mountNew(
      Task task, String kind, String source, int flags, String options, Path at) throws Errno {
    if (kind.isEmpty()) {
      throw Errno.EINVAL;
    }
    Vfs vfs = task.fs().namespace().vfs();
    FileSystemType type = vfs.fileSystem(kind);
    if (type == null) {
      throw Errno.ENODEV;
    }
    Superblock superblock = type.mount(vfs, source, options, task);
    Mounting.mount(superblock, source.isEmpty() ? "none" : source, flags, at);
  }

  private static void propagate(Path at, int flags) throws Errno {
    int kind = flags & ~(MS_REC | MS_SILENT);
    if (Integer.bitCount(kind) != 1
        || at.dentry() != at.mount().root()
        || kind != MS_PRIVATE && kind != MS_SLAVE) {
      throw Errno.EINVAL;
    }
  }

  private static Path place(Task task, String path) throws Errno {
    if (path.isEmpty()) {
      throw Errno.EINVAL;
    }
    return Opens.find(task, Fcntl.AT_FDCWD, path, FOLLOW);
  }

  private static int mountFlags(int flags, Mount old) {
    int result = 0;
    result |= (flags & MS_RDONLY) != 0 ? Mount.READ_ONLY : 0;
    result |= (flags & MS_NOSUID) != 0 ? Mount.NO_SUID : 0;
    result |= (flags & MS_NODEV) != 0 ? Mount.NO_DEV : 0;
    result |= (flags & MS_NOEXEC) != 0 ? Mount.NO_EXEC : 0;
    result |= (flags & MS_NOSYMFOLLOW) != 0 ? Mount.NO_SYMLINKS : 0;
    if ((flags & MS_REMOUNT) != 0 && (flags & ACCESS_TIMES) == 0) {
      int kept = Mount.NO_ATIME | Mount.NO_DIR_ATIME | Mount.RELATIVE_ATIME;
      return result | old.flags() & kept;
    }
    result |= (flags & MS_NODIRATIME) != 0 ? Mount.NO_DIR_ATIME : 0;
    if ((flags & MS_STRICTATIME) == 0) {
      result |= (flags & MS_NOATIME) != 0 ? Mount.NO_ATIME : Mount.RELATIVE_ATIME;
    }
    return result;
  }

  private static String string(Task task, long va) throws Errno {
    if (va == 0) {
      return "";
    }
    String s = task.memory().readCString(va, Fs.PATH_MAX - 1);
    if (s == null) {
      throw Errno.EINVAL;
    }
    return s;
  }

  /** At most a page, which need not end in a NUL, and may stop short at an unmapped page. */
  private static String options(UserMemory m, long va) throws Errno {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PAGE - 1; i++) {
      byte b;
      try {
        b = m.getByte(va + i);
      } catch (Errno e) {
        if (i == 0) {
          throw e;
        }
        break;
      }
      if (b == 0) {
        break;
      }
      text.append((char) (b & 0xff));
    }
    return text.toString();
  }

  private static void checkRight(Task task) throws Errno {
    if (!task.credentials().hasCapability(Capability.CAP_SYS_ADMIN)) {
      throw Errno.EPERM;
    }
  }

  /** Linux {@code umount2(2)}. Without MNT_EXPIRE, which is EINVAL. */
  static long umount2(Task task, long target, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(f, MNT_FORCE | MNT_DETACH | UMOUNT_NOFOLLOW);
    int follow = (f & UMOUNT_NOFOLLOW) != 0 ? 0 : FOLLOW;
    Path at = Opens.find(task, Fcntl.AT_FDCWD, UserPath.read(task, target), follow);
    checkRight(task);
    Mounting.unmount(at, (f & MNT_DETACH) != 0);
    return 0;
  }

  /** Linux {@code pivot_root(2)}. */
  static long pivot_root(Task task, long newRoot, long putOld) throws Errno {
    checkRight(task);
    String to = UserPath.read(task, newRoot);
    Path fresh = Opens.find(task, Fcntl.AT_FDCWD, to, FOLLOW);
    if (!fresh.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    Path put = Opens.find(task, Fcntl.AT_FDCWD, UserPath.read(task, putOld), FOLLOW);
    if (!put.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    Path old = task.fs().root();
    Mounting.pivotRoot(old, fresh, put);
    for (var group : task.kernel().processes().groups()) {
      for (Task t : group.tasks()) {
        move(t.fs(), old, fresh);
      }
    }
    return 0;
  }

  /** Who stood at the old root stands at the new one. */
  private static void move(FsContext fs, Path old, Path fresh) {
    if (fs.root().equals(old)) {
      fs.root(fresh);
    }
    if (fs.current().equals(old)) {
      fs.current(fresh);
    }
  }
}
