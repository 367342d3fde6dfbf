package exo.kernel.procfs;

import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.Inode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory with the same entries as long as the machine runs. */
final class StaticDirectory extends ProcDirectory {
  private final Map<String, Inode> children = new LinkedHashMap<>();
  private long lastNumber;

  StaticDirectory(ProcSuperblock proc, long number) {
    super(proc, number, 0555, 0, 0);
    lastNumber = number * ProcSuperblock.SUBTREE_NUMBERS;
  }

  StaticDirectory file(String name, ProcFile.Text text) {
    children.put(name, new ProcFile(proc, ++lastNumber, 0444, 0, 0, text, null));
    return this;
  }

  /** A file of one value that root may change. */
  StaticDirectory setting(String name, ProcFile.Text text, ProcFile.Setter setter) {
    children.put(name, new ProcFile(proc, ++lastNumber, 0644, 0, 0, text, setter));
    return this;
  }

  /** A file with a constant line. */
  StaticDirectory line(String name, String value) {
    return file(name, out -> out.append(value).append('\n'));
  }

  StaticDirectory link(String name, ProcLink.Target target) {
    children.put(name, new ProcLink(proc, ++lastNumber, 0777, 0, 0, target));
    return this;
  }

  StaticDirectory directory(String name) {
    StaticDirectory child = new StaticDirectory(proc, ++lastNumber);
    children.put(name, child);
    return child;
  }

  @Override
  @Nullable Inode find(String name) {
    return children.get(name);
  }

  @Override
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>(children.size());
    children.forEach((name, inode) -> all.add(new Entry(name, type(inode))));
    return all;
  }

  static int type(Inode inode) {
    return switch (inode.type()) {
      case Stat.S_IFDIR -> Fs.DT_DIR;
      case Stat.S_IFLNK -> Fs.DT_LNK;
      default -> Fs.DT_REG;
    };
  }
}
