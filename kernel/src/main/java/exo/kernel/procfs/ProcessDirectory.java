package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.vfs.Inode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /proc/PID}, or {@code /proc/PID/task/TID} of one thread. */
final class ProcessDirectory extends ProcDirectory implements NamesProcess {
  private final ThreadGroup group;
  private final @Nullable Task thread;

  ProcessDirectory(ProcSuperblock proc, ThreadGroup group) {
    this(proc, group, null);
  }

  private ProcessDirectory(ProcSuperblock proc, ThreadGroup group, @Nullable Task thread) {
    super(proc, base(group, thread), 0555, owner(group), ownerGroup(group));
    this.group = group;
    this.thread = thread;
  }

  /** Whether this is a folder below {@code /proc/PID/task}. */
  boolean isThread() {
    return thread != null;
  }

  @Override
  public ThreadGroup process() {
    return group;
  }

  private static long base(ThreadGroup group, @Nullable Task thread) {
    long id = thread == null ? group.pid() : (1L << 23) + thread.tid();
    return (1L << 32) + id * ProcSuperblock.SUBTREE_NUMBERS;
  }

  private static int owner(ThreadGroup group) {
    return group.tasks().isEmpty() || !group.isDumpable()
        ? 0
        : group.tasks().getFirst().credentials().euid();
  }

  private static int ownerGroup(ThreadGroup group) {
    return group.tasks().isEmpty() || !group.isDumpable()
        ? 0
        : group.tasks().getFirst().credentials().egid();
  }

  @Override
  boolean isLive() {
    return thread != null
        ? proc.kernel.processes().task(thread.tid()) == thread
        : proc.kernel.processes().group(group.pid()) == group;
  }

  /** The thread shown: the one named, or the first of the process. */
  private @Nullable Task task() {
    if (thread != null) {
      return thread.isAlive() ? thread : null;
    }
    return group.tasks().isEmpty() ? null : group.tasks().getFirst();
  }

  @Override
  @Nullable Inode find(String name) throws Errno {
    if (name.equals("task") && thread == null) {
      return new TaskDirectory();
    }
    Task t = task();
    return switch (name) {
      case "fd", "fdinfo" -> t == null ? null : new FdDirectory(this, t, name.equals("fdinfo"));
      case "net" -> proc.network;
      case "ns" -> proc.namespaces().of(this);
      case "exe", "cwd", "root" -> t == null ? null : ProcessLinks.make(this, t, name);
      default -> ProcessFiles.make(this, group, t, name);
    };
  }

  @Override
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>();
    if (thread == null) {
      all.add(new Entry("task", Fs.DT_DIR));
    }
    all.add(new Entry("fd", Fs.DT_DIR));
    all.add(new Entry("fdinfo", Fs.DT_DIR));
    all.add(new Entry("net", Fs.DT_DIR));
    all.add(new Entry("ns", Fs.DT_DIR));
    all.add(new Entry("exe", Fs.DT_LNK));
    all.add(new Entry("cwd", Fs.DT_LNK));
    all.add(new Entry("root", Fs.DT_LNK));
    for (String name : ProcessFiles.names()) {
      all.add(new Entry(name, Fs.DT_REG));
    }
    return all;
  }

  private final class TaskDirectory extends ProcDirectory {
    TaskDirectory() {
      super(
          ProcessDirectory.this.proc,
          ProcessDirectory.this.number() + 1,
          0555,
          ProcessDirectory.this.uid(),
          ProcessDirectory.this.gid());
    }

    @Override
    boolean isLive() {
      return ProcessDirectory.this.isLive();
    }

    @Override
    @Nullable Inode find(String name) {
      int tid = ProcSuperblock.number(name);
      Task t = tid > 0 ? proc.kernel.processes().task(tid) : null;
      return t == null || t.group() != group ? null : new ProcessDirectory(proc, group, t);
    }

    @Override
    List<Entry> entries() {
      List<Entry> all = new ArrayList<>();
      for (Task t : group.tasks()) {
        all.add(new Entry(Integer.toString(t.tid()), Fs.DT_DIR));
      }
      return all;
    }
  }
}
