package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.fs.anon.EventWatcher;
import exo.kernel.task.Task;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.Watching;

/** Hearing of what happens to files. Source: inotify(7). */
final class WatchCalls {
  private static final int KNOWN =
      Poll.IN_ALL_EVENTS
          | Poll.IN_UNMOUNT
          | Poll.IN_Q_OVERFLOW
          | Poll.IN_IGNORED
          | Poll.IN_ONLYDIR
          | Poll.IN_DONT_FOLLOW
          | Poll.IN_EXCL_UNLINK
          | Poll.IN_MASK_CREATE
          | Poll.IN_MASK_ADD
          | Poll.IN_ISDIR
          | Poll.IN_ONESHOT;

  private WatchCalls() {}

  /** Linux {@code inotify_init(2)}. */
  static long inotify_init(Task task) throws Errno {
    return inotify_init1(task, 0);
  }

  /** Linux {@code inotify_init1(2)}. */
  static long inotify_init1(Task task, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(f, Poll.IN_CLOEXEC | Poll.IN_NONBLOCK);
    EventWatcher made = task.kernel().anonymousFiles().eventWatcher(f & Poll.IN_NONBLOCK);
    return DescriptorCalls.add(task, made, (f & Poll.IN_CLOEXEC) != 0);
  }

  private static EventWatcher find(Task task, long fd) throws Errno {
    if (task.files().get((int) fd) instanceof EventWatcher watcher) {
      return watcher;
    }
    throw Errno.EINVAL;
  }

  /** Linux {@code inotify_add_watch(2)}. */
  static long inotify_add_watch(Task task, long fd, long path, long mask) throws Errno {
    int m = (int) mask;
    UserPath.checkFlags(m, KNOWN);
    if (m == 0) {
      throw Errno.EINVAL;
    }
    task.files().get((int) fd);
    if ((m & Poll.IN_MASK_ADD) != 0 && (m & Poll.IN_MASK_CREATE) != 0) {
      throw Errno.EINVAL;
    }
    EventWatcher watcher = find(task, fd);
    boolean follow = (m & Poll.IN_DONT_FOLLOW) == 0;
    boolean directory = (m & Poll.IN_ONLYDIR) != 0;
    Inode inode = Watching.find(task, UserPath.read(task, path), follow, directory);
    return watcher.add(inode, m);
  }

  /** Linux {@code inotify_rm_watch(2)}. */
  static long inotify_rm_watch(Task task, long fd, long wd) throws Errno {
    find(task, fd).remove((int) wd);
    return 0;
  }
}
