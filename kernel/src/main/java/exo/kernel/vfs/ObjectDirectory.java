package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one directory of a file system whose files are objects of the kernel, such as message queues:
 * everybody may make them, and open(2) with O_CREAT or mknod(2) does. Inode numbers of the files
 * must only grow. Owned by the kernel lock.
 */
public abstract class ObjectDirectory<I extends Inode> extends Inode {
  private final TreeMap<String, I> files = new TreeMap<>();

  protected ObjectDirectory(Superblock superblock, long number) {
    super(superblock, number, new NewInode(Stat.S_IFDIR | 01777, 0, 0, 0, null));
    setLinks(2);
  }

  /** Makes the object that a new file stands for. */
  protected abstract I make(NewInode node) throws Errno;

  /** A name of an object is gone. */
  protected abstract void removed(I file);

  /** All files by name. */
  public final SortedMap<String, I> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  public final @Nullable I file(String name) {
    return files.get(name);
  }

  /** Gives an object a name that nothing has. */
  public final void add(String name, I file) {
    files.put(name, file);
    modified();
  }

  /** Takes the name from an object. */
  public final void remove(String name) {
    I file = files.remove(name);
    if (file != null) {
      modified();
      removed(file);
    }
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public @Nullable Inode lookup(String name) {
    return files.get(name);
  }

  @Override
  public boolean isCurrent(String name, Inode child) {
    return files.get(name) == child;
  }

  @Override
  public Inode create(String name, NewInode node) throws Errno {
    if ((node.mode() & Stat.S_IFMT) != Stat.S_IFREG) {
      throw Errno.EPERM;
    }
    I made = make(node);
    add(name, made);
    return made;
  }

  @Override
  public void unlink(String name, Inode child) {
    remove(name);
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) {
    return new Listing(path, flags);
  }

  private final class Listing extends DirectoryFile {
    Listing(Path path, int flags) {
      super(path, flags);
    }

    @Override
    protected long list(long from, DirectoryVisitor visitor) {
      // Inode numbers serve as positions that never move, however files come and go meanwhile.
      List<Map.Entry<String, I>> oldestFirst =
          files.entrySet().stream()
              .filter(e -> e.getValue().number() >= from)
              .sorted(Comparator.comparingLong(e -> e.getValue().number()))
              .toList();
      long at = from;
      for (Map.Entry<String, I> e : oldestFirst) {
        long number = e.getValue().number();
        if (!visitor.entry(e.getKey(), number, Fs.DT_REG, number + 1)) {
          break;
        }
        at = number + 1;
      }
      return at;
    }
  }
}
