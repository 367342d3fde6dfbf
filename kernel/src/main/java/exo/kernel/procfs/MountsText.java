package exo.kernel.procfs;

import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.vfs.DeviceNumber;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.PathText;
import org.jspecify.annotations.Nullable;

/** {@code mounts} and {@code mountinfo}. */
final class MountsText {
  private MountsText() {}

  static void mounts(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task == null || !task.isAlive()) {
      return;
    }
    for (Mount m : task.fs().namespace().mounts()) {
      out.append(escape(m.source())).append(' ').append(escape(place(m))).append(' ');
      out.append(m.superblock().type().name()).append(' ');
      out.append(options(m)).append(m.superblock().options()).append(" 0 0\n");
    }
  }

  static void mountinfo(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task == null || !task.isAlive()) {
      return;
    }
    for (Mount m : task.fs().namespace().mounts()) {
      Mount parent = m.parent();
      long device = m.superblock().device();
      out.append(m.id()).append(' ').append(parent == null ? m.id() : parent.id()).append(' ');
      out.append(DeviceNumber.major(device)).append(':').append(DeviceNumber.minor(device));
      out.append(' ').append(escape(rootWithin(m))).append(' ').append(escape(place(m)));
      out.append(' ').append(options(m)).append(" - ").append(m.superblock().type().name());
      out.append(' ').append(escape(m.source())).append(' ');
      out.append(m.superblock().isReadOnly() ? "ro" : "rw").append(m.superblock().options());
      out.append('\n');
    }
  }

  static void mountstats(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task == null || !task.isAlive()) {
      return;
    }
    for (Mount m : task.fs().namespace().mounts()) {
      out.append("device ").append(escape(m.source())).append(" mounted on ");
      out.append(escape(place(m))).append(" with fstype ");
      out.append(m.superblock().type().name()).append('\n');
    }
  }

  private static String place(Mount m) {
    return PathText.of(m.rootPath());
  }

  /** Which part of the file system is shown: not "/" for a bind mount. */
  private static String rootWithin(Mount m) {
    if (m.root().isRoot()) {
      return "/";
    }
    StringBuilder path = new StringBuilder();
    for (var d = m.root(); !d.isRoot(); d = d.parent()) {
      path.insert(0, "/" + d.name());
    }
    return path.toString();
  }

  private static String options(Mount m) {
    StringBuilder o = new StringBuilder(m.isReadOnly() ? "ro" : "rw");
    option(o, m, Mount.NO_SUID, ",nosuid");
    option(o, m, Mount.NO_DEV, ",nodev");
    option(o, m, Mount.NO_EXEC, ",noexec");
    option(o, m, Mount.NO_ATIME, ",noatime");
    option(o, m, Mount.NO_DIR_ATIME, ",nodiratime");
    option(o, m, Mount.RELATIVE_ATIME, ",relatime");
    option(o, m, Mount.NO_SYMLINKS, ",nosymfollow");
    return o.toString();
  }

  private static void option(StringBuilder out, Mount m, int flag, String text) {
    if (m.has(flag)) {
      out.append(text);
    }
  }

  /** As getmntent(3) reads it: blanks and backslashes in octal. */
  private static String escape(String s) {
    return s.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }
}
