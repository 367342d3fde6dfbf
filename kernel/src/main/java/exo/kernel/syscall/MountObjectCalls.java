package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Mount;
import exo.kernel.abi.layout.MountAttr;
import exo.kernel.fs.anon.FileSystemContext;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;

/**
 * Mounting by descriptors. Source: fsopen(2), fsconfig(2), fsmount(2), fspick(2), open_tree(2),
 * move_mount(2), mount_setattr(2).
 */
final class MountObjectCalls {
  private static final int CLOEXEC = 1;
  private static final int PICK_NOFOLLOW = 2;
  private static final int PICK_NO_AUTOMOUNT = 4;
  private static final int PICK_EMPTY_PATH = 8;
  private static final int AT_RECURSIVE = 0x8000;
  private static final int LONGEST_STRING = 256;

  private static final int ATTRIBUTES =
      Mount.MOUNT_ATTR_RDONLY
          | Mount.MOUNT_ATTR_NOSUID
          | Mount.MOUNT_ATTR_NODEV
          | Mount.MOUNT_ATTR_NOEXEC
          | Mount.MOUNT_ATTR__ATIME
          | Mount.MOUNT_ATTR_NODIRATIME
          | Mount.MOUNT_ATTR_NOSYMFOLLOW;

  private MountObjectCalls() {}

  private static void checkRight(Task task) throws Errno {
    if (!task.credentials().hasCapability(Capability.CAP_SYS_ADMIN)) {
      throw Errno.EPERM;
    }
  }

  private static int walkFlags(boolean follow, boolean empty) {
    return (follow ? Fcntl.AT_SYMLINK_FOLLOW : 0) | (empty ? Fcntl.AT_EMPTY_PATH : 0);
  }

  /** Linux {@code fsopen(2)}. */
  static long fsopen(Task task, long name, long flags) throws Errno {
    checkRight(task);
    int f = (int) flags;
    UserPath.checkFlags(f, CLOEXEC);
    String kind = string(task, name);
    FileSystemType type = task.fs().namespace().vfs().fileSystem(kind);
    if (type == null) {
      throw Errno.ENODEV;
    }
    OpenFile context = task.kernel().anonymousFiles().fileSystemContext(type, null);
    return DescriptorCalls.add(task, context, (f & CLOEXEC) != 0);
  }

  private static String string(Task task, long va) throws Errno {
    String s = task.memory().readCString(va, LONGEST_STRING);
    if (s == null) {
      throw Errno.EINVAL;
    }
    return s;
  }

  /** Linux {@code fspick(2)}. */
  static long fspick(Task task, long dirfd, long path, long flags) throws Errno {
    checkRight(task);
    int f = (int) flags;
    UserPath.checkFlags(f, CLOEXEC | PICK_NOFOLLOW | PICK_NO_AUTOMOUNT | PICK_EMPTY_PATH);
    int walk = walkFlags((f & PICK_NOFOLLOW) == 0, (f & PICK_EMPTY_PATH) != 0);
    Path at = Opens.find(task, (int) dirfd, UserPath.read(task, path), walk);
    if (at.dentry() != at.mount().root()) {
      throw Errno.EINVAL;
    }
    FileSystemType type = at.mount().superblock().type();
    OpenFile context = task.kernel().anonymousFiles().fileSystemContext(type, at);
    return DescriptorCalls.add(task, context, (f & CLOEXEC) != 0);
  }

  private static FileSystemContext context(Task task, long fd) throws Errno {
    if (task.files().get((int) fd) instanceof FileSystemContext context) {
      return context;
    }
    throw Errno.EINVAL;
  }

  /** Linux {@code fsconfig(2)}. */
  static long fsconfig(Task task, long fd, long command, long key, long value, long aux)
      throws Errno {
    int c = (int) command;
    if ((int) fd < 0) {
      throw Errno.EINVAL;
    }
    checkArguments(c, key, value, (int) aux);
    FileSystemContext context = context(task, fd);
    switch (c) {
      case Mount.FSCONFIG_SET_FLAG -> {
        switch (string(task, key)) {
          case "ro" -> context.readOnly(true);
          case "rw" -> context.readOnly(false);
          // The kinds of file system here have no other options without a value.
          default -> throw Errno.EINVAL;
        }
      }
      case Mount.FSCONFIG_SET_STRING -> {
        String name = string(task, key);
        String text = string(task, value);
        if (name.equals("source")) {
          context.source(text);
        } else {
          context.option(name + "=" + text);
        }
      }
      case Mount.FSCONFIG_CMD_CREATE, Mount.FSCONFIG_CMD_CREATE_EXCL -> create(task, context);
      case Mount.FSCONFIG_CMD_RECONFIGURE -> reconfigure(context);
      default -> throw Errno.EOPNOTSUPP;
    }
    return 0;
  }

  private static void checkArguments(int command, long key, long value, int aux) throws Errno {
    boolean fits =
        switch (command) {
          case Mount.FSCONFIG_SET_FLAG -> key != 0 && value == 0 && aux == 0;
          case Mount.FSCONFIG_SET_STRING -> key != 0 && value != 0 && aux == 0;
          case Mount.FSCONFIG_SET_BINARY -> key != 0 && value != 0 && aux > 0 && aux <= 1024 * 1024;
          case Mount.FSCONFIG_SET_PATH, Mount.FSCONFIG_SET_PATH_EMPTY ->
              key != 0 && value != 0 && (aux == Fcntl.AT_FDCWD || aux >= 0);
          case Mount.FSCONFIG_SET_FD -> key != 0 && value == 0 && aux >= 0;
          case Mount.FSCONFIG_CMD_CREATE,
              Mount.FSCONFIG_CMD_CREATE_EXCL,
              Mount.FSCONFIG_CMD_RECONFIGURE ->
              key == 0 && value == 0 && aux == 0;
          default -> throw Errno.EOPNOTSUPP;
        };
    if (!fits) {
      throw Errno.EINVAL;
    }
  }

  private static void create(Task task, FileSystemContext context) throws Errno {
    checkRight(task);
    if (context.picked() != null || context.made() != null) {
      throw Errno.EBUSY;
    }
    Vfs vfs = task.fs().namespace().vfs();
    Superblock made = context.type().mount(vfs, context.source(), context.options(), task);
    if (context.isReadOnly()) {
      made.readOnly(true);
    }
    context.made(made);
  }

  private static void reconfigure(FileSystemContext context) throws Errno {
    Path at = context.picked();
    if (at == null) {
      throw Errno.EBUSY;
    }
    int flags = at.mount().flags();
    flags =
        context.isReadOnly()
            ? flags | exo.kernel.vfs.Mount.READ_ONLY
            : flags & ~exo.kernel.vfs.Mount.READ_ONLY;
    Mounting.remount(at, flags, false, context.options());
  }

  /** Linux {@code fsmount(2)}. */
  static long fsmount(Task task, long fd, long flags, long attributes) throws Errno {
    checkRight(task);
    int f = (int) flags;
    int a = (int) attributes;
    UserPath.checkFlags(f, CLOEXEC);
    UserPath.checkFlags(a, ATTRIBUTES);
    int mountFlags = apply(0, a, Mount.MOUNT_ATTR__ATIME);
    FileSystemContext context = context(task, fd);
    Superblock made = context.made();
    if (made == null) {
      throw Errno.EINVAL;
    }
    context.made(null);
    String source = context.source().isEmpty() ? "none" : context.source();
    OpenFile tree = Mounting.openDetached(made.root(), source, mountFlags);
    return DescriptorCalls.add(task, tree, (f & CLOEXEC) != 0);
  }

  /** Flags of a mount after some attributes were set and others cleared. */
  private static int apply(int old, int set, int clear) throws Errno {
    int flags = old;
    flags = change(flags, set, clear, Mount.MOUNT_ATTR_RDONLY, exo.kernel.vfs.Mount.READ_ONLY);
    flags = change(flags, set, clear, Mount.MOUNT_ATTR_NOSUID, exo.kernel.vfs.Mount.NO_SUID);
    flags = change(flags, set, clear, Mount.MOUNT_ATTR_NODEV, exo.kernel.vfs.Mount.NO_DEV);
    flags = change(flags, set, clear, Mount.MOUNT_ATTR_NOEXEC, exo.kernel.vfs.Mount.NO_EXEC);
    flags =
        change(flags, set, clear, Mount.MOUNT_ATTR_NODIRATIME, exo.kernel.vfs.Mount.NO_DIR_ATIME);
    flags =
        change(flags, set, clear, Mount.MOUNT_ATTR_NOSYMFOLLOW, exo.kernel.vfs.Mount.NO_SYMLINKS);
    if ((clear & Mount.MOUNT_ATTR__ATIME) != 0) {
      if ((clear & Mount.MOUNT_ATTR__ATIME) != Mount.MOUNT_ATTR__ATIME) {
        throw Errno.EINVAL;
      }
      flags &= ~(exo.kernel.vfs.Mount.NO_ATIME | exo.kernel.vfs.Mount.RELATIVE_ATIME);
      flags |=
          switch (set & Mount.MOUNT_ATTR__ATIME) {
            case Mount.MOUNT_ATTR_RELATIME -> exo.kernel.vfs.Mount.RELATIVE_ATIME;
            case Mount.MOUNT_ATTR_NOATIME -> exo.kernel.vfs.Mount.NO_ATIME;
            case Mount.MOUNT_ATTR_STRICTATIME -> 0;
            default -> throw Errno.EINVAL;
          };
    } else if ((set & Mount.MOUNT_ATTR__ATIME) != 0) {
      throw Errno.EINVAL;
    }
    return flags;
  }

  private static int change(int flags, int set, int clear, int attribute, int flag) {
    int result = (clear & attribute) != 0 ? flags & ~flag : flags;
    return (set & attribute) != 0 ? result | flag : result;
  }

  /** Linux {@code open_tree(2)}. */
  static long open_tree(Task task, long dirfd, long path, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(
        f,
        Mount.OPEN_TREE_CLONE
            | Fcntl.O_CLOEXEC
            | Fcntl.AT_EMPTY_PATH
            | Fcntl.AT_NO_AUTOMOUNT
            | Fcntl.AT_SYMLINK_NOFOLLOW
            | AT_RECURSIVE);
    boolean clones = (f & Mount.OPEN_TREE_CLONE) != 0;
    if (!clones && (f & AT_RECURSIVE) != 0) {
      throw Errno.EINVAL;
    }
    if (clones) {
      checkRight(task);
    }
    int walk = walkFlags((f & Fcntl.AT_SYMLINK_NOFOLLOW) == 0, (f & Fcntl.AT_EMPTY_PATH) != 0);
    Path at = Opens.find(task, (int) dirfd, UserPath.read(task, path), walk);
    OpenFile tree;
    if (!clones) {
      tree = Mounting.openPlace(at);
    } else if ((f & AT_RECURSIVE) != 0 && !at.mount().children().isEmpty()) {
      throw Errno.EINVAL;
    } else {
      tree = Mounting.openDetached(at.dentry(), at.mount().source(), at.mount().flags());
    }
    return DescriptorCalls.add(task, tree, (f & Fcntl.O_CLOEXEC) != 0);
  }

  /** Linux {@code move_mount(2)}. */
  static long move_mount(Task task, long fromFd, long fromPath, long toFd, long toPath, long flags)
      throws Errno {
    checkRight(task);
    int f = (int) flags;
    UserPath.checkFlags(f, Mount.MOVE_MOUNT__MASK & ~Mount.MOVE_MOUNT_SET_GROUP);
    int fromWalk =
        walkFlags((f & Mount.MOVE_MOUNT_F_SYMLINKS) != 0, (f & Mount.MOVE_MOUNT_F_EMPTY_PATH) != 0);
    int toWalk =
        walkFlags((f & Mount.MOVE_MOUNT_T_SYMLINKS) != 0, (f & Mount.MOVE_MOUNT_T_EMPTY_PATH) != 0);
    Path from = Opens.find(task, (int) fromFd, UserPath.read(task, fromPath), fromWalk);
    Path to = Opens.find(task, (int) toFd, UserPath.read(task, toPath), toWalk);
    if (from.mount().namespace() == null) {
      Mounting.place(from, to);
    } else {
      Mounting.move(from, to);
    }
    return 0;
  }

  /** Linux {@code mount_setattr(2)}. */
  static long mount_setattr(Task task, long dirfd, long path, long flags, long attr, long size)
      throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(
        f, Fcntl.AT_EMPTY_PATH | AT_RECURSIVE | Fcntl.AT_SYMLINK_NOFOLLOW | Fcntl.AT_NO_AUTOMOUNT);
    if (size < MountAttr.SIZE) {
      throw Errno.EINVAL;
    }
    if (size > PAGE) {
      throw Errno.E2BIG;
    }
    UserMemory m = task.memory();
    checkRight(task);
    for (long at = MountAttr.SIZE; at < size; at++) {
      if (m.getByte(attr + at) != 0) {
        throw Errno.E2BIG;
      }
    }
    long set = m.getLong(attr + MountAttr.ATTR_SET);
    long clear = m.getLong(attr + MountAttr.ATTR_CLR);
    long propagation = m.getLong(attr + MountAttr.PROPAGATION);
    if (set == 0 && clear == 0 && propagation == 0) {
      return 0;
    }
    if ((set & ~ATTRIBUTES) != 0 || (clear & ~ATTRIBUTES) != 0 || Long.bitCount(propagation) > 1) {
      throw Errno.EINVAL;
    }
    int walk = walkFlags((f & Fcntl.AT_SYMLINK_NOFOLLOW) == 0, (f & Fcntl.AT_EMPTY_PATH) != 0);
    Path at = Opens.find(task, (int) dirfd, UserPath.read(task, path), walk);
    if (at.dentry() != at.mount().root()) {
      throw Errno.EINVAL;
    }
    change(at, (int) set, (int) clear, (f & AT_RECURSIVE) != 0);
    return 0;
  }

  private static final int PAGE = 4096;

  private static void change(Path at, int set, int clear, boolean below) throws Errno {
    exo.kernel.vfs.Mount mount = at.mount();
    Mounting.remount(at, apply(mount.flags(), set, clear), true, "");
    if (below) {
      for (exo.kernel.vfs.Mount child : mount.children()) {
        change(child.rootPath(), set, clear, true);
      }
    }
  }
}
