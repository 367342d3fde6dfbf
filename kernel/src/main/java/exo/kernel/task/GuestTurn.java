package exo.kernel.task;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to be in guest code. On engines that can run several CPUs of one machine at once
 * everybody has it; on others the CPUs take turns, in the order in which they ask, or atomic
 * instructions of one would be torn by another. A turn ends with the trap that ends the run, at the
 * latest with the next tick.
 *
 * <p>Never held together with the kernel lock.
 */
public final class GuestTurn {
  private final @Nullable ReentrantLock turn;

  /**
   * @param parallel see {@link exo.cpu.Capabilities#parallel}
   */
  public GuestTurn(boolean parallel, int cpus) {
    turn = parallel || cpus == 1 ? null : new ReentrantLock(true);
  }

  /** Whether a CPU may have to wait for another one before it is in guest code. */
  boolean isShared() {
    return turn != null;
  }

  /** Waits for the turn. Answers whether it had to wait. */
  boolean take() {
    ReentrantLock t = turn;
    // A lone tryLock would let who comes back from a trap overtake those who are still waking up.
    if (t == null || (!t.hasQueuedThreads() && t.tryLock())) {
      return false;
    }
    t.lock();
    return true;
  }

  void pass() {
    ReentrantLock t = turn;
    if (t != null) {
      t.unlock();
    }
  }
}
