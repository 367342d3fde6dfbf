package exo.kernel.vfs;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of cached names in bounds: a clock over all of them, oldest first. A name that
 * was used since the hand last passed, is held by someone, or has names below it, stays.
 *
 * <p>Names go only in {@link #trim}, which a walk calls before it begins: in the middle of an
 * operation a dentry that it just found cannot vanish. Owned by the kernel lock.
 */
public final class DentryCache {
  /** Names looked at in one go, so that no single walk pays for all. */
  private static final int STEPS = 256;

  private final int limit;
  private @Nullable Dentry oldest;
  private @Nullable Dentry newest;
  private int size;

  /**
   * @param limit names kept, used ones included
   */
  DentryCache(int limit) {
    this.limit = limit;
  }

  /** Names in the cache. */
  public int size() {
    return size;
  }

  void added(Dentry d) {
    d.listed = true;
    d.older = newest;
    d.newer = null;
    if (newest == null) {
      oldest = d;
    } else {
      newest.newer = d;
    }
    newest = d;
    size++;
  }

  void removed(Dentry d) {
    if (!d.listed) {
      return;
    }
    d.listed = false;
    Dentry before = d.older;
    Dentry after = d.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    d.older = null;
    d.newer = null;
    size--;
  }

  /** Forgets old names if there are too many. Called when nobody holds an unpinned one. */
  void trim() {
    if (size > limit) {
      forget(limit, STEPS);
    }
  }

  /**
   * Forgets all names that nobody uses, so that their inodes can free what they hold: the answer to
   * an empty {@code FrameAllocator}, and {@code /proc/sys/vm/drop_caches}. Not to be called in the
   * middle of an operation on files.
   */
  public void shrink() {
    // A name's parent can go only after it, and a used one at the second look.
    for (int before = -1; before != size; ) {
      before = size;
      forget(0, 2 * size);
    }
  }

  private void forget(int target, int steps) {
    for (int i = 0; i < steps && size > target; i++) {
      Dentry d = oldest;
      if (d == null) {
        return;
      }
      if (d.referenced || d.isPinned() || d.hasChildren()) {
        d.referenced = false;
        removed(d);
        added(d);
      } else {
        d.delete();
      }
    }
  }
}
