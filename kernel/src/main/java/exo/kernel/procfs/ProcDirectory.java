package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.DirectoryFile;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory whose entries are listed by name. */
abstract class ProcDirectory extends ProcInode {
  ProcDirectory(ProcSuperblock proc, long number, int mode, int uid, int gid) {
    super(proc, number, Stat.S_IFDIR | mode, uid, gid);
  }

  /**
   * One entry as getdents64(2) shows it.
   *
   * @param type DT_*
   */
  record Entry(String name, int type) {}

  /** The node of that name, or null. */
  abstract @Nullable Inode find(String name) throws Errno;

  /** Nothing can be made here: as in Linux, that a name is free is an error by itself. */
  @Override
  public final Inode lookup(String name) throws Errno {
    Inode found = find(name);
    if (found == null) {
      throw Errno.ENOENT;
    }
    return found;
  }

  /** What is in it now, in a stable order. */
  abstract List<Entry> entries();

  /** Where numbered entries (processes, descriptors) begin, behind all others. */
  private static final long NUMBERED = 1 << 16;

  /**
   * Where an entry stands. That of a number never moves: who closes descriptors while listing them
   * must not miss any.
   */
  private static long place(Entry entry, int index) {
    int number = ProcSuperblock.number(entry.name());
    return DirectoryFile.FIRST + (number < 0 ? index : NUMBERED + number);
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    return new DirectoryFile(path, flags) {
      @Override
      protected long list(long from, DirectoryVisitor visitor) {
        long at = from;
        List<Entry> all = entries();
        for (int i = 0; i < all.size(); i++) {
          Entry e = all.get(i);
          long place = place(e, i);
          if (place < at) {
            continue;
          }
          long number = number() * 31 + e.name().hashCode() & 0xffff_ffffL;
          if (!visitor.entry(e.name(), number, e.type(), place + 1)) {
            return place;
          }
          at = place + 1;
        }
        return at;
      }
    };
  }
}
