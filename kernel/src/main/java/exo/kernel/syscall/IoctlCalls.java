package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Ioctl;
import exo.kernel.task.IoSignals;
import exo.kernel.task.Task;
import exo.kernel.tty.PtyMaster;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Permissions;

/** Linux {@code ioctl(2)}: the commands that every descriptor has; the rest is the file's own. */
final class IoctlCalls {
  private static final int FS_IOC_FIEMAP = 0xc020660b;

  /** What st_blocks counts. */
  private static final int BLOCK = 512;

  private IoctlCalls() {}

  /** Linux {@code ioctl(2)}. */
  static long ioctl(Task task, long fd, long command, long arg) throws Errno {
    OpenFile file = task.files().get((int) fd);
    int c = (int) command;
    switch (c) {
      case Ioctl.FIOCLEX -> task.files().setCloseOnExec((int) fd, true);
      case Ioctl.FIONCLEX -> task.files().setCloseOnExec((int) fd, false);
      case Ioctl.FIONBIO -> {
        boolean on = task.memory().getInt(arg) != 0;
        int flags = file.flags();
        file.setFlags(on ? flags | Fcntl.O_NONBLOCK : flags & ~Fcntl.O_NONBLOCK);
      }
      case Ioctl.FIOASYNC -> setAsync(task, file, (int) fd, task.memory().getInt(arg) != 0);
      case Ioctl.FIOQSIZE -> {
        Inode inode = file.inode();
        if (inode.isSpecial() || inode.isShared()) {
          throw Errno.ENOTTY;
        }
        // Named after the size, it tells the room taken.
        task.memory().putLong(arg, inode.blocks() * BLOCK);
      }
      case Ioctl.FIGETBSZ -> task.memory().putInt(arg, file.inode().superblock().blockSize());
      case Ioctl.FIFREEZE, Ioctl.FITHAW -> {
        throw task.credentials().hasCapability(Capability.CAP_SYS_ADMIN)
            ? Errno.EOPNOTSUPP
            : Errno.EPERM;
      }
      case FS_IOC_FIEMAP -> throw file.inode().isSpecial() ? Errno.ENOTTY : Errno.EOPNOTSUPP;
      case Ioctl.FICLONE, Ioctl.FICLONERANGE -> throw noClones(task, file, c, arg);
      case Ioctl.FS_IOC_GETFLAGS, Ioctl.FS_IOC_SETFLAGS -> {
        return attributes(task, file, c, arg);
      }
      case Ioctl.TIOCGPTPEER -> {
        if (!(file instanceof PtyMaster master)) {
          return file.ioctl(task, c, arg);
        }
        OpenFile peer = master.openPeer(task, (int) arg);
        return DescriptorCalls.add(task, peer, (arg & Fcntl.O_CLOEXEC) != 0);
      }
      default -> {
        return file.ioctl(task, c, arg);
      }
    }
    return 0;
  }

  private static long attributes(Task task, OpenFile file, int command, long arg) throws Errno {
    int flags = command == Ioctl.FS_IOC_SETFLAGS ? task.memory().getInt(arg) : 0;
    if (file.inode().isShared()) {
      return file.ioctl(task, command, arg);
    }
    if (command == Ioctl.FS_IOC_SETFLAGS) {
      setAttributes(task, file, flags);
    } else {
      task.memory().putInt(arg, file.inode().attributeFlags());
    }
    return 0;
  }

  private static void setAttributes(Task task, OpenFile file, int flags) throws Errno {
    if (file.path().mount().isReadOnly()) {
      throw Errno.EROFS;
    }
    Inode inode = file.inode();
    int changes = inode.attributeFlags() ^ flags;
    Credentials c = task.credentials();
    boolean locks = (changes & (Fs.FS_IMMUTABLE_FL | Fs.FS_APPEND_FL)) != 0;
    if (!Permissions.isOwner(inode, c)
        || locks && !c.hasCapability(Capability.CAP_LINUX_IMMUTABLE)) {
      throw Errno.EPERM;
    }
    inode.attributeFlags(flags);
  }

  /** The file itself says whether it sends signals: what it does not take is not set. */
  private static void setAsync(Task task, OpenFile file, int fd, boolean on) throws Errno {
    int flags = file.flags();
    if (((flags & OpenFile.O_ASYNC) != 0) == on) {
      return;
    }
    if (!file.canSignal()) {
      throw Errno.ENOTTY;
    }
    file.setFlags(on ? flags | OpenFile.O_ASYNC : flags & ~OpenFile.O_ASYNC);
    IoSignals.flagsSet(task, file, fd);
  }

  /** No file system here shares blocks between files. */
  private static Errno noClones(Task task, OpenFile file, int command, long arg) throws Errno {
    long from = command == Ioctl.FICLONE ? arg : task.memory().getLong(arg);
    OpenFile source = task.files().get((int) from);
    if (source.inode().superblock() != file.inode().superblock()) {
      return Errno.EXDEV;
    }
    CopyCalls.checkFiles(source, file);
    return Errno.EOPNOTSUPP;
  }
}
