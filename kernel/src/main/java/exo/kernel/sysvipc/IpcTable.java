package exo.kernel.sysvipc;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Ipc;
import exo.kernel.vfs.Caller;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind, by number and by key. A number is an index with a sequence above it, so
 * that a number of something removed is not soon given again. Owned by the kernel lock.
 */
public final class IpcTable<T extends IpcObject> {
  static final int INDEX_BITS = 15;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final int SEQUENCE_MASK = 0xffff;

  /** Makes a new object; the flags are those of *get(2). */
  @FunctionalInterface
  public interface Maker<T> {
    T make() throws Errno;
  }

  /** Looks at an existing object that is about to be answered, as for its size. */
  @FunctionalInterface
  public interface Check<T> {
    void check(T found) throws Errno;
  }

  private final int max;
  private final TreeMap<Integer, T> byIndex = new TreeMap<>();
  private int lastIndex = -1;
  private int sequence;

  /**
   * @param max objects at once
   */
  IpcTable(int max) {
    this.max = max;
  }

  /** In the order of their indices. */
  public Collection<T> all() {
    return byIndex.values();
  }

  /** What *_INFO commands answer: the highest index in use, 0 for none. */
  public int highestIndex() {
    return byIndex.isEmpty() ? 0 : byIndex.lastKey();
  }

  /**
   * shmget(2), semget(2), msgget(2).
   *
   * @throws Errno ENOENT, EEXIST, EACCES, ENOSPC, and what the maker or the check throw
   */
  public int get(Caller who, int key, int flags, Check<T> check, Maker<T> maker) throws Errno {
    T found = key == Ipc.IPC_PRIVATE ? null : find(key);
    if (found == null) {
      if (key != Ipc.IPC_PRIVATE && (flags & Ipc.IPC_CREAT) == 0) {
        throw Errno.ENOENT;
      }
      return add(maker);
    }
    int exclusive = Ipc.IPC_CREAT | Ipc.IPC_EXCL;
    if ((flags & exclusive) == exclusive) {
      throw Errno.EEXIST;
    }
    check.check(found);
    found.check(who, flags);
    return found.id();
  }

  private @Nullable T find(int key) {
    for (T o : byIndex.values()) {
      if (o.key() == key) {
        return o;
      }
    }
    return null;
  }

  private int add(Maker<T> maker) throws Errno {
    T made = maker.make();
    if (byIndex.size() >= max) {
      made.removed();
      throw Errno.ENOSPC;
    }
    int index = lastIndex;
    do {
      index++;
      if (index >= max) {
        index = 0;
        sequence = (sequence + 1) & SEQUENCE_MASK;
      }
    } while (byIndex.containsKey(index));
    lastIndex = index;
    made.id(sequence << INDEX_BITS | index);
    byIndex.put(index, made);
    return made.id();
  }

  /**
   * The object of a number.
   *
   * @throws Errno EINVAL
   */
  public T of(int id) throws Errno {
    T o = id < 0 ? null : byIndex.get(id & INDEX_MASK);
    if (o == null || o.id() != id) {
      throw Errno.EINVAL;
    }
    return o;
  }

  /**
   * The object at an index, for *_STAT.
   *
   * @throws Errno EINVAL
   */
  public T at(int index) throws Errno {
    T o = index < 0 ? null : byIndex.get(index & INDEX_MASK);
    if (o == null) {
      throw Errno.EINVAL;
    }
    return o;
  }

  /** Takes an object out; those who wait on it are woken by it. */
  public void remove(T object) {
    byIndex.remove(object.id() & INDEX_MASK);
    object.removed();
  }
}
