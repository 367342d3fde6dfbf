package exo.kernel.vfs;

import exo.kernel.abi.Fcntl;
import exo.kernel.sched.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The locks on one inode: those on ranges, which belong to a process or an open file description,
 * and those of flock(2) on the whole, which belong to a description. The two kinds do not see each
 * other. Owned by the kernel lock.
 */
public final class FileLocks {
  private record WholeLock(OpenFile owner, boolean exclusive) {}

  private final List<FileLock> ranges = new ArrayList<>(2);
  private final List<WholeLock> whole = new ArrayList<>(1);
  private final WaitQueue released = new WaitQueue();

  /** Is shown the locks of a file. */
  public interface Visitor {
    /** One of fcntl(2). */
    void range(FileLock lock);

    /** One of flock(2). */
    void whole(OpenFile owner, boolean exclusive);
  }

  /** Shows all that are held. */
  public void forEach(Visitor visitor) {
    ranges.forEach(visitor::range);
    for (WholeLock lock : whole) {
      visitor.whole(lock.owner, lock.exclusive);
    }
  }

  /** Woken when a lock went or became weaker. */
  public WaitQueue released() {
    return released;
  }

  /** The first lock of somebody else that excludes this one, or null. */
  public @Nullable FileLock conflict(FileLock wanted) {
    for (FileLock held : ranges) {
      if (held.conflictsWith(wanted)) {
        return held;
      }
    }
    return null;
  }

  /** Sets a lock that nothing conflicts with; what its owner had in the range gives way. */
  public void set(FileLock lock) {
    clear(lock.owner(), lock.first(), lock.last());
    FileLock merged = lock;
    for (int i = ranges.size() - 1; i >= 0; i--) {
      FileLock held = ranges.get(i);
      if (held.owner() == lock.owner() && held.type() == lock.type() && held.touches(merged)) {
        merged =
            merged.range(
                Math.min(held.first(), merged.first()), Math.max(held.last(), merged.last()));
        ranges.remove(i);
      }
    }
    ranges.add(merged);
    if (lock.type() == Fcntl.F_RDLCK) {
      released.wakeAll();
    }
  }

  /** Takes away what an owner has in a range, both ends included. */
  public void unlock(Object owner, long first, long last) {
    if (clear(owner, first, last)) {
      released.wakeAll();
    }
  }

  private boolean clear(Object owner, long first, long last) {
    boolean any = false;
    for (int i = ranges.size() - 1; i >= 0; i--) {
      FileLock held = ranges.get(i);
      if (held.owner() != owner || !held.overlaps(first, last)) {
        continue;
      }
      any = true;
      ranges.remove(i);
      if (held.first() < first) {
        ranges.add(held.range(held.first(), first - 1));
      }
      if (held.last() > last) {
        ranges.add(held.range(last + 1, held.last()));
      }
    }
    return any;
  }

  /**
   * flock(2): locks the whole, instead of what the description had before.
   *
   * @return false if somebody else's lock excludes it; what was held before is then gone
   */
  public boolean lockWhole(OpenFile owner, boolean exclusive) {
    WholeLock wanted = new WholeLock(owner, exclusive);
    if (whole.contains(wanted)) {
      return true;
    }
    unlockWhole(owner);
    for (WholeLock held : whole) {
      if (held.exclusive || exclusive) {
        return false;
      }
    }
    whole.add(wanted);
    return true;
  }

  public void unlockWhole(OpenFile owner) {
    if (whole.removeIf(held -> held.owner == owner)) {
      released.wakeAll();
    }
  }

  /** The owner closed the file: a process any descriptor of it, a description its last. */
  void forget(Object owner) {
    unlock(owner, 0, FileLock.END);
    if (owner instanceof OpenFile file) {
      unlockWhole(file);
    }
  }
}
