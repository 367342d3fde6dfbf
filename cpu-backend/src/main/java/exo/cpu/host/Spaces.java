package exo.cpu.host;

import exo.cpu.CpuState;
import org.jspecify.annotations.Nullable;

/**
 * Which child mirrors which address space. Children are kept when their space is gone, and lent to
 * the next; when there are as many as may be, the one that ran longest ago is emptied for another
 * space. Owned by the tracing thread.
 */
final class Spaces implements AutoCloseable {
  private final Nursery nursery;
  private final FpuRegisters fpu;
  private final Space[] all = new Space[Nursery.SLOTS];
  private int count;
  private @Nullable Space last;
  private long clock;

  Spaces(Nursery nursery, FpuRegisters fpu) {
    this.nursery = nursery;
    this.fpu = fpu;
  }

  /** The space of a root, with a child. */
  Space of(long root) throws ChildLost {
    Space space = last;
    if (space == null || space.root != root) {
      space = find(root);
      if (space == null) {
        space = assign(root);
      }
      last = space;
    }
    space.used = ++clock;
    return space;
  }

  private @Nullable Space find(long root) {
    for (int i = 0; i < count; i++) {
      if (all[i].root == root) {
        return all[i];
      }
    }
    return null;
  }

  private Space assign(long root) throws ChildLost {
    Space space = find(Space.NONE);
    if (space == null) {
      space = count < all.length ? grow() : evict();
    }
    space.root = root;
    return space;
  }

  private Space grow() throws ChildLost {
    try {
      Space space = new Space(nursery.make());
      space.stale.add(0, Stub.USER_TOP);
      all[count++] = space;
      return space;
    } catch (ChildLost noMore) {
      if (count == 0) {
        throw noMore;
      }
      return evict();
    }
  }

  private Space evict() throws ChildLost {
    Space oldest = all[0];
    for (int i = 1; i < count; i++) {
      if (all[i].used < oldest.used) {
        oldest = all[i];
      }
    }
    release(oldest);
    return oldest;
  }

  /** Takes a space's child from it. It is emptied before it runs again. */
  private void release(Space space) throws ChildLost {
    if (space.resident != null) {
      fpu.store(space);
    }
    space.resident = null;
    space.root = Space.NONE;
    space.wanted = Space.NONE;
    space.lastEnd = Space.NONE;
    space.stale.clear();
    space.stale.add(0, Stub.USER_TOP);
    if (last == space) {
      last = null;
    }
  }

  /** Something in a space changed; without an end, all of it is gone. */
  void changed(long root, long start, long end) throws ChildLost {
    Space space = find(root);
    if (space == null) {
      return;
    }
    if (end == 0) {
      release(space);
    } else {
      space.stale.add(start, end);
    }
  }

  /** The space of which the child holds these FPU registers. */
  @Nullable Space holding(CpuState state) {
    if (last != null && last.resident == state) {
      return last;
    }
    for (int i = 0; i < count; i++) {
      if (all[i].resident == state) {
        return all[i];
      }
    }
    return null;
  }

  /** Writes all FPU registers that children hold into their states. */
  void saveAll() throws ChildLost {
    for (int i = 0; i < count; i++) {
      if (all[i].resident != null) {
        fpu.store(all[i]);
        all[i].resident = null;
      }
    }
  }

  /** The child of a space died: another takes its place. */
  void bury(Space space) {
    nursery.end(space.child);
    for (int i = 0; i < count; i++) {
      if (all[i] == space) {
        all[i] = all[--count];
      }
    }
    if (last == space) {
      last = null;
    }
  }

  @Override
  public void close() {
    nursery.close();
  }
}
