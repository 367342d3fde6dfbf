package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Statfs;
import exo.kernel.task.KernelServices;
import exo.kernel.task.ThreadGroup;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One instance of procfs over the tables of one kernel. */
public final class ProcSuperblock extends Superblock {
  static final int SUBTREE_NUMBERS = 1 << 12;

  final KernelServices kernel;

  // One network, so every process has the same.
  final StaticDirectory network;

  private final NamespaceLinks namespaces;

  private ProcSuperblock(
      Vfs vfs,
      FileSystemType type,
      long magic,
      KernelServices kernel,
      Function<ProcSuperblock, ProcDirectory> root) {
    super(vfs, type, magic);
    this.kernel = kernel;
    this.network = NetworkFiles.directory(this, 2);
    this.namespaces = new NamespaceLinks(this);
    root(root.apply(this));
  }

  /** The {@code ns} directories of processes. */
  NamespaceLinks namespaces() {
    return namespaces;
  }

  /** sysfs for mount(2), which is made the same way. */
  public static FileSystemType sysfs(KernelServices kernel) {
    return new FileSystemType() {
      @Override
      public String name() {
        return "sysfs";
      }

      @Override
      public Superblock mount(Vfs vfs, String source, String options, Caller who) {
        return new ProcSuperblock(vfs, this, Statfs.SYSFS_MAGIC, kernel, SysFiles::root);
      }
    };
  }

  /** The kind for mount(2). */
  public static FileSystemType type(KernelServices kernel) {
    return new FileSystemType() {
      @Override
      public String name() {
        return "proc";
      }

      @Override
      public Superblock mount(Vfs vfs, String source, String options, Caller who) {
        return new ProcSuperblock(vfs, this, Statfs.PROC_SUPER_MAGIC, kernel, Root::new);
      }
    };
  }

  @Override
  public boolean revalidates() {
    return true;
  }

  @Override
  public boolean cachesAbsence() {
    return false;
  }

  @Override
  public boolean noAccessTimes() {
    return true;
  }

  /** A positive decimal number without leading zeros, or -1. */
  static int number(String name) {
    if (name.isEmpty() || name.length() > 9 || (name.charAt(0) == '0' && name.length() > 1)) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static final class Root extends ProcDirectory {
    private final StaticDirectory files;

    Root(ProcSuperblock proc) {
      super(proc, 1, 0555, 0, 0);
      files = SystemFiles.root(proc);
    }

    @Override
    @Nullable Inode find(String name) throws Errno {
      int pid = ProcSuperblock.number(name);
      if (pid > 0) {
        ThreadGroup g = proc.kernel.processes().group(pid);
        return g == null ? null : new ProcessDirectory(proc, g);
      }
      return files.find(name);
    }

    @Override
    List<Entry> entries() {
      List<Entry> all = new ArrayList<>(files.entries());
      int[] pids = proc.kernel.processes().groups().stream().mapToInt(ThreadGroup::pid).toArray();
      Arrays.sort(pids);
      for (int pid : pids) {
        all.add(new Entry(Integer.toString(pid), Fs.DT_DIR));
      }
      return all;
    }
  }
}
