package exo.kernel.task;

import exo.kernel.abi.Signals;
import exo.kernel.signal.PendingSignals;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalInfo;
import org.jspecify.annotations.Nullable;

/**
 * What signals are to one thread: those that came, those it blocks or waits for, and what its
 * handlers are shown and run on. What is done with a signal belongs to its process: {@link
 * Task#actions}. Owned by the kernel lock.
 */
public final class SignalState {
  private final ThreadGroup group;
  private final PendingSignals pending = new PendingSignals();
  private final AltStack altStack = new AltStack();
  private long mask;

  // While a call such as sigsuspend(2) has a mask of its own: the one to put back.
  private boolean isTemporary;
  private long savedMask;

  // What rt_sigtimedwait(2) waits for.
  private long awaited;

  // The last fault, as a sigcontext shows it.
  private int faultVector;
  private int faultError;
  private long faultAddress;

  SignalState(ThreadGroup group) {
    this.group = group;
  }

  /**
   * What a new thread or process takes over from its maker.
   *
   * @param sharesMemory CLONE_VM: the alternate stack stays the maker's
   */
  void inherit(SignalState of, boolean sharesMemory) {
    mask = of.mask;
    if (!sharesMemory) {
      altStack.inherit(of.altStack);
    }
  }

  // Pending signals.

  /** Signals sent to this thread alone. */
  public PendingSignals pending() {
    return pending;
  }

  /** All pending signals, own and of the process, blocked or not. */
  public long allPending() {
    return pending.set() | group.pending().set();
  }

  /** Pending signals, own and of the process, that are not blocked. */
  public long deliverable() {
    return allPending() & ~mask;
  }

  /** Whether a wait should be broken off: some signal is to be delivered. */
  public boolean isAnyDeliverable() {
    return deliverable() != 0;
  }

  /** Whether SIGKILL came. */
  boolean isKilled() {
    return (deliverable() & Signal.mask(Signals.SIGKILL)) != 0;
  }

  /** Takes a pending signal out of a set, its own ones first; null if there is none. */
  public @Nullable SignalInfo take(long wanted) {
    SignalInfo own = pending.take(wanted);
    return own != null ? own : group.pending().take(wanted);
  }

  // The mask.

  /** The blocked signals. */
  public long mask() {
    return mask;
  }

  public void mask(long blocked) {
    mask = blocked & ~Signal.UNBLOCKABLE;
  }

  /**
   * Blocks other signals for as long as a call waits. A handler that breaks the wait off still runs
   * with them; afterwards the old ones are blocked again.
   */
  public void maskForWait(long blocked) {
    savedMask = mask;
    isTemporary = true;
    mask(blocked);
  }

  /** Puts the mask from before {@link #maskForWait} back, if it was called. */
  public void restoreMask() {
    mask(takeLastingMask());
  }

  /** The mask that a handler gives back, which is not that of a wait; the wait is over. */
  long takeLastingMask() {
    long lasting = isTemporary ? savedMask : mask;
    isTemporary = false;
    return lasting;
  }

  // Waiting for signals.

  /** Signals that rt_sigtimedwait(2) waits for: they end its wait although they are blocked. */
  long awaited() {
    return awaited;
  }

  public void await(long wanted) {
    awaited = wanted;
  }

  // What handlers see.

  public AltStack altStack() {
    return altStack;
  }

  /** Vector, error code and address of a fault, for the sigcontext of whatever handles it. */
  void faulted(int vector, int error, long address) {
    faultVector = vector;
    faultError = error;
    faultAddress = address;
  }

  int faultVector() {
    return faultVector;
  }

  int faultError() {
    return faultError;
  }

  long faultAddress() {
    return faultAddress;
  }
}
