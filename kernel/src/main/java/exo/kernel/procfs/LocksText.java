package exo.kernel.procfs;

import exo.kernel.abi.Fcntl;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.vfs.DeviceNumber;
import exo.kernel.vfs.FdTable;
import exo.kernel.vfs.FileLock;
import exo.kernel.vfs.FileLocks;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code /proc/locks}: the locks on the files that processes have open, which are all but those of
 * descriptors on their way through a socket. Source: proc(5).
 */
final class LocksText {
  private final StringBuilder out;

  /** The first process that has it open. */
  private final Map<OpenFile, Integer> holders = new IdentityHashMap<>();

  private final Set<Inode> inodes = new LinkedHashSet<>();
  private int count;

  private LocksText(StringBuilder out) {
    this.out = out;
  }

  static void locks(StringBuilder out, KernelServices kernel) {
    LocksText text = new LocksText(out);
    for (ThreadGroup g : kernel.processes().groups()) {
      for (Task t : g.tasks()) {
        if (t.isAlive()) {
          text.collect(g.pid(), t.files());
        }
      }
    }
    for (Inode inode : text.inodes) {
      inode.locks().forEach(text.new OfInode(inode));
    }
  }

  private void collect(int pid, FdTable files) {
    for (int fd = files.next(0); fd >= 0; fd = files.next(fd + 1)) {
      OpenFile file = files.peek(fd);
      if (file != null && file.inode().hasLocks()) {
        holders.putIfAbsent(file, pid);
        inodes.add(file.inode());
      }
    }
  }

  private void line(String kind, boolean exclusive, int pid, Inode inode, long first, String last) {
    long device = inode.superblock().device();
    out.append(
        String.format(
            Locale.ROOT,
            "%d: %s ADVISORY  %s %d %02x:%02x:%d %d %s\n",
            ++count,
            kind,
            exclusive ? "WRITE" : "READ ",
            pid,
            DeviceNumber.major(device),
            DeviceNumber.minor(device),
            inode.number(),
            first,
            last));
  }

  private final class OfInode implements FileLocks.Visitor {
    private final Inode inode;

    OfInode(Inode inode) {
      this.inode = inode;
    }

    @Override
    public void range(FileLock lock) {
      String kind = lock.owner() instanceof OpenFile ? "OFDLCK" : "POSIX ";
      String last = lock.last() == FileLock.END ? "EOF" : Long.toString(lock.last());
      line(kind, lock.type() == Fcntl.F_WRLCK, lock.pid(), inode, lock.first(), last);
    }

    @Override
    public void whole(OpenFile owner, boolean exclusive) {
      line("FLOCK ", exclusive, holders.getOrDefault(owner, -1), inode, 0, "EOF");
    }
  }
}
