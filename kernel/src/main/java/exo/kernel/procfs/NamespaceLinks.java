package exo.kernel.procfs;

import exo.kernel.abi.Stat;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.InternalSuperblock;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /proc/PID/ns}: the namespaces of a process, of which a machine has one of each kind. */
final class NamespaceLinks {
  private static final long NSFS_MAGIC = 0x6e736673L;

  private static final List<String> KINDS =
      List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");

  private final Map<String, Path> places = new LinkedHashMap<>();

  NamespaceLinks(ProcSuperblock proc) {
    InternalSuperblock nsfs = new InternalSuperblock(proc.vfs(), "nsfs", NSFS_MAGIC);
    for (String kind : KINDS) {
      Inode inode = nsfs.inode(new NewInode(Stat.S_IFREG | 0444, 0, 0, 0, null));
      Path place = nsfs.path(kind + ":[" + inode.number() + "]", inode);
      places.put(kind, place);
      if (kind.equals("pid") || kind.equals("time")) {
        places.put(kind + "_for_children", place);
      }
    }
  }

  /** The directory of one process. */
  ProcDirectory of(ProcessDirectory process) {
    return new ProcDirectory(
        process.proc, process.number() + 5, 0511, process.uid(), process.gid()) {
      @Override
      boolean isLive() {
        return process.isLive();
      }

      @Override
      @Nullable Inode find(String name) {
        Path place = places.get(name);
        if (place == null) {
          return null;
        }
        return new ProcLink(
            proc,
            number() * 31 + name.hashCode(),
            0777,
            uid(),
            gid(),
            who -> place.dentry().name(),
            () -> process.isLive() ? place : null);
      }

      @Override
      List<Entry> entries() {
        return places.keySet().stream()
            .map(name -> new Entry(name, exo.kernel.abi.Fs.DT_LNK))
            .toList();
      }
    };
  }
}
