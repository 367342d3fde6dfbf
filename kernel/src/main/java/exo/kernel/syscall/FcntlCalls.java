package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.layout.FOwnerEx;
import exo.kernel.fs.pipefs.PipeFile;
import exo.kernel.signal.Signal;
import exo.kernel.task.IoSignals;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.IoOwner;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Permissions;

/** Linux {@code fcntl(2)}. Locks are in {@link LockCalls}. */
final class FcntlCalls {
  private FcntlCalls() {}

  /** Linux {@code fcntl(2)}. There are no leases (EINVAL, as on file systems without). */
  static long fcntl(Task task, long fd, long command, long arg) throws Errno {
    OpenFile file = task.files().getAny((int) fd);
    int c = (int) command;
    if (file.isPathOnly() && !worksOnPath(c)) {
      throw Errno.EBADF;
    }
    return switch (c) {
      case Fcntl.F_DUPFD -> duplicate(task, fd, arg, false);
      case Fcntl.F_DUPFD_CLOEXEC -> duplicate(task, fd, arg, true);
      case Fcntl.F_DUPFD_QUERY -> task.files().getAny((int) arg) == file ? 1 : 0;
      case Fcntl.F_GETFD -> task.files().isCloseOnExec((int) fd) ? Fcntl.FD_CLOEXEC : 0;
      case Fcntl.F_SETFD -> {
        task.files().setCloseOnExec((int) fd, (arg & Fcntl.FD_CLOEXEC) != 0);
        yield 0;
      }
      case Fcntl.F_GETFL -> file.flags();
      case Fcntl.F_SETFL -> setFlags(task, file, (int) fd, (int) arg);
      case Fcntl.F_GETLK -> LockCalls.get(task, file, arg, false);
      case Fcntl.F_SETLK -> LockCalls.set(task, file, arg, false, false);
      case Fcntl.F_SETLKW -> LockCalls.set(task, file, arg, false, true);
      case Fcntl.F_OFD_GETLK -> LockCalls.get(task, file, arg, true);
      case Fcntl.F_OFD_SETLK -> LockCalls.set(task, file, arg, true, false);
      case Fcntl.F_OFD_SETLKW -> LockCalls.set(task, file, arg, true, true);
      case Fcntl.F_CREATED_QUERY -> file.isCreated() ? 1 : 0;
      case Fcntl.F_GETLEASE -> Fcntl.F_UNLCK;
      case Fcntl.F_SETPIPE_SZ -> pipe(file).capacity(task, arg & 0xffff_ffffL);
      case Fcntl.F_GETPIPE_SZ -> pipe(file).capacity();
      case Fcntl.F_ADD_SEALS -> {
        file.addSeals((int) arg);
        yield 0;
      }
      case Fcntl.F_GET_SEALS -> file.seals();
      case Fcntl.F_GET_RW_HINT -> {
        task.memory().putLong(arg, file.inode().writeHint());
        yield 0;
      }
      case Fcntl.F_NOTIFY -> notify(task, file, (int) fd, (int) arg);
      case Fcntl.F_SET_RW_HINT -> setWriteHint(task, file, arg);
      default -> owner(task, file, c, arg);
    };
  }

  private static boolean worksOnPath(int command) {
    return switch (command) {
      case Fcntl.F_DUPFD,
          Fcntl.F_DUPFD_CLOEXEC,
          Fcntl.F_DUPFD_QUERY,
          Fcntl.F_CREATED_QUERY,
          Fcntl.F_GETFD,
          Fcntl.F_SETFD,
          Fcntl.F_GETFL ->
          true;
      default -> false;
    };
  }

  private static long duplicate(Task task, long fd, long from, boolean cloexec) throws Errno {
    return task.files().duplicate((int) fd, (int) from, cloexec, DescriptorCalls.limit(task));
  }

  private static long setFlags(Task task, OpenFile file, int fd, int flags) throws Errno {
    boolean newlyNoAtime = (flags & Fcntl.O_NOATIME) != 0 && !file.has(Fcntl.O_NOATIME);
    if (newlyNoAtime && !Permissions.isOwner(file.inode(), task.credentials())) {
      throw Errno.EPERM;
    }
    boolean direct = file.inode().isRegular() || file instanceof PipeFile;
    if ((flags & Fcntl.O_DIRECT) != 0 && !direct) {
      throw Errno.EINVAL;
    }
    file.setFlags(flags);
    IoSignals.flagsSet(task, file, fd);
    return 0;
  }

  private static long notify(Task task, OpenFile file, int fd, int events) throws Errno {
    if ((events & ~Fcntl.DN_MULTISHOT) != 0 && !file.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    IoSignals.notify(task, file, fd, events);
    return 0;
  }

  private static PipeFile pipe(OpenFile file) throws Errno {
    if (file instanceof PipeFile pipe) {
      return pipe;
    }
    throw Errno.EBADF;
  }

  private static long setWriteHint(Task task, OpenFile file, long arg) throws Errno {
    if (!Permissions.isOwner(file.inode(), task.credentials())) {
      throw Errno.EPERM;
    }
    long hint = task.memory().getLong(arg);
    if (hint < Fcntl.RWH_WRITE_LIFE_NOT_SET || hint > Fcntl.RWH_WRITE_LIFE_EXTREME) {
      throw Errno.EINVAL;
    }
    file.inode().writeHint((int) hint);
    return 0;
  }

  /** The commands on whom SIGIO and SIGURG go to. */
  @SuppressWarnings("RefactorSwitch") // the cases do too different things for an expression
  private static long owner(Task task, OpenFile file, int command, long arg) throws Errno {
    UserMemory m = task.memory();
    IoOwner owner = file.owner();
    switch (command) {
      case Fcntl.F_GETOWN -> {
        return owner.kind() == Fcntl.F_OWNER_PGRP ? -owner.id() : owner.id();
      }
      case Fcntl.F_SETOWN -> {
        int who = (int) arg;
        if (who == Integer.MIN_VALUE) {
          throw Errno.EINVAL;
        }
        int kind = who < 0 ? Fcntl.F_OWNER_PGRP : Fcntl.F_OWNER_PID;
        setOwner(task, file, kind, Math.abs(who));
        return 0;
      }
      case Fcntl.F_GETOWN_EX -> {
        m.putInt(arg + FOwnerEx.TYPE, owner.kind());
        m.putInt(arg + FOwnerEx.PID, owner.id());
        return 0;
      }
      case Fcntl.F_SETOWN_EX -> {
        int kind = m.getInt(arg + FOwnerEx.TYPE);
        int id = m.getInt(arg + FOwnerEx.PID);
        if (kind < Fcntl.F_OWNER_TID || kind > Fcntl.F_OWNER_PGRP) {
          throw Errno.EINVAL;
        }
        setOwner(task, file, kind, id);
        return 0;
      }
      case Fcntl.F_GETOWNER_UIDS -> {
        m.putInt(arg, owner.uid());
        m.putInt(arg + Integer.BYTES, owner.euid());
        return 0;
      }
      case Fcntl.F_GETSIG -> {
        return owner.signal();
      }
      case Fcntl.F_SETSIG -> {
        int signal = (int) arg;
        if (signal != 0 && !Signal.isValid(signal)) {
          throw Errno.EINVAL;
        }
        file.owner(owner.withSignal(signal));
        return 0;
      }
      default -> throw Errno.EINVAL;
    }
  }

  private static void setOwner(Task task, OpenFile file, int kind, int id) throws Errno {
    if (id != 0 && !exists(task, kind, id)) {
      throw Errno.ESRCH;
    }
    var c = task.credentials();
    file.owner(new IoOwner(kind, id, c.uid(), c.euid(), file.owner().signal()));
  }

  private static boolean exists(Task task, int kind, int id) {
    var processes = task.kernel().processes();
    if (kind != Fcntl.F_OWNER_PGRP) {
      return processes.task(id) != null || processes.group(id) != null;
    }
    for (ThreadGroup g : processes.groups()) {
      if (g.processGroup() == id) {
        return true;
      }
    }
    return false;
  }
}
