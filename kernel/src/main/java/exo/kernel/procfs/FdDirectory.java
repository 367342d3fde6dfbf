package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /proc/PID/fd}, magic links to open files, and {@code fdinfo}, their positions and flags.
 */
final class FdDirectory extends ProcDirectory {
  private final Task task;
  private final boolean info;

  FdDirectory(ProcessDirectory process, Task task, boolean info) {
    super(
        process.proc,
        process.number() + (info ? 3 : 2),
        info ? 0555 : 0500,
        process.uid(),
        process.gid());
    this.task = task;
    this.info = info;
  }

  @Override
  boolean isLive() {
    return task.isAlive();
  }

  @Override
  @Nullable Inode find(String name) {
    int fd = ProcSuperblock.number(name);
    OpenFile file = fd < 0 || !task.isAlive() ? null : task.files().peek(fd);
    if (file == null) {
      return null;
    }
    long number = number() * 31 + fd;
    if (info) {
      return new ProcFile(proc, number, 0400, uid(), gid(), out -> describe(out, fd), null);
    }
    int rights = 0100 | (file.isReadable() ? 0400 : 0) | (file.isWritable() ? 0200 : 0);
    return new ProcLink(
        proc,
        number,
        rights | 0100,
        uid(),
        gid(),
        who -> file.describe(who.fs().root()),
        () -> task.isAlive() && task.files().peek(fd) == file ? file.path() : null);
  }

  private void describe(StringBuilder out, int fd) throws Errno {
    OpenFile file = task.files().peek(fd);
    if (file == null) {
      throw Errno.ENOENT;
    }
    int cloexec = task.files().isCloseOnExec(fd) ? Fcntl.O_CLOEXEC : 0;
    out.append("pos:\t").append(file.position());
    out.append("\nflags:\t0").append(Integer.toOctalString(file.flags() | cloexec));
    out.append("\nmnt_id:\t").append(file.path().mount().id());
    out.append("\nino:\t").append(file.inode().number()).append('\n');
    out.append(file.details());
  }

  @Override
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>();
    if (task.isAlive()) {
      for (int fd = task.files().next(0); fd >= 0; fd = task.files().next(fd + 1)) {
        all.add(new Entry(Integer.toString(fd), info ? Fs.DT_REG : Fs.DT_LNK));
      }
    }
    return all;
  }
}
