package exo.cpu.host;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What other threads may ask of a CPU: to come back, and not to use mappings any more. The tracing
 * thread alone can touch a child, so the others leave word and, if guest code is running, stop it
 * by a signal.
 *
 * <p>Word left while the CPU is outside of guest code is read before it enters again. A busy CPU
 * reads page tables without the kernel's lock, so those who change tables wait for it: only then
 * may a table's frame become something else.
 */
final class Gate {
  private static final int WIDTH = 3;

  /** The tracing thread, which makes this. */
  private final Thread owner = Thread.currentThread();

  private boolean kicked;
  private boolean busy;
  private @Nullable Child inside;
  private boolean closed;

  // Changes of address spaces: root, first address, end; WIDTH longs each.
  private long[] changes = new long[WIDTH * 64];
  private int used;

  /** How often changes were taken. */
  private long taken;

  /**
   * The tracing thread begins to work with page tables and children.
   *
   * @return whether it may; not if somebody has kicked
   */
  synchronized boolean begin() {
    busy = !takeKick();
    return busy;
  }

  /** The tracing thread has done. */
  synchronized void end() {
    busy = false;
    notifyAll();
  }

  /** Answers a kick, if there is one. */
  synchronized boolean takeKick() {
    boolean was = kicked;
    kicked = false;
    return was;
  }

  /**
   * Whether the child may run now: nobody kicked, and nothing changed. Then it counts as inside.
   */
  synchronized boolean enter(Child child) {
    if (kicked || used > 0) {
      return false;
    }
    inside = child;
    return true;
  }

  /** The child has stopped. */
  synchronized void leave() {
    inside = null;
  }

  /** From any thread. */
  synchronized void kick() {
    kicked = true;
    interrupt();
  }

  private void interrupt() {
    if (inside != null && !closed) {
      inside.interrupt();
    }
  }

  /**
   * Leaves word that a range changed, and waits until nothing is done any more with the old.
   *
   * @param end first address behind, 0 when the whole space is gone
   */
  synchronized void change(long root, long start, long end) {
    if (closed) {
      return;
    }
    if (used == changes.length) {
      changes = Arrays.copyOf(changes, 2 * used);
    }
    changes[used] = root;
    changes[used + 1] = start;
    changes[used + 2] = end;
    used += WIDTH;
    if (!busy || Thread.currentThread() == owner) {
      return;
    }
    interrupt();
    long before = taken;
    boolean interrupted = false;
    while (busy && taken == before) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands the changes over, in order, and forgets them. */
  synchronized void takeChanges(Spaces spaces) throws ChildLost {
    int count = used;
    used = 0;
    taken++;
    notifyAll();
    for (int i = 0; i < count; i += WIDTH) {
      spaces.changed(changes[i], changes[i + 1], changes[i + 2]);
    }
  }

  /** Nobody is to be stopped any more. */
  synchronized void close() {
    closed = true;
    busy = false;
    used = 0;
    notifyAll();
  }
}
