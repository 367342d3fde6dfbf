package exo.kernel.signal;

import exo.kernel.abi.Signals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signals sent and not yet taken: standard ones at most once, real-time ones queued in order. Owned
 * by the kernel lock.
 */
public final class PendingSignals {
  private long set;
  private final List<SignalInfo> queue = new ArrayList<>(0);

  /** The signals pending, as a mask. */
  public long set() {
    return set;
  }

  public int queued() {
    return queue.size();
  }

  /** Adds an occurrence; a standard signal that is pending already is not added again. */
  public void add(SignalInfo info) {
    long bit = Signal.mask(info.number());
    if (info.number() < Signals.SIGRTMIN && (set & bit) != 0 && info.source() == null) {
      return;
    }
    set |= bit;
    queue.add(info);
  }

  /**
   * Takes the next signal of {@code wanted}: synchronous ones first, then the lowest number, first
   * come first taken.
   */
  public @Nullable SignalInfo take(long wanted) {
    long ready = set & wanted;
    if (ready == 0) {
      return null;
    }
    long synchronous = ready & Signal.SYNCHRONOUS;
    int number = Long.numberOfTrailingZeros(synchronous != 0 ? synchronous : ready) + 1;
    SignalInfo found = null;
    boolean more = false;
    for (int i = 0; i < queue.size(); i++) {
      if (queue.get(i).number() == number) {
        if (found == null) {
          found = queue.remove(i--);
        } else {
          more = true;
          break;
        }
      }
    }
    if (!more) {
      set &= ~Signal.mask(number);
    }
    return found != null && found.source() != null ? found.source().taken(found) : found;
  }

  /** Forgets all occurrences of the signals in {@code mask}. */
  public void discard(long mask) {
    if ((set & mask) != 0) {
      for (int i = queue.size() - 1; i >= 0; i--) {
        SignalInfo info = queue.get(i);
        if ((Signal.mask(info.number()) & mask) != 0) {
          queue.remove(i);
          if (info.source() != null) {
            info.source().discarded();
          }
        }
      }
      set &= ~mask;
    }
  }

  /** Whether an occurrence from this source is pending. */
  public boolean holds(SignalSource source) {
    for (int i = 0; i < queue.size(); i++) {
      if (queue.get(i).source() == source) {
        return true;
      }
    }
    return false;
  }

  /** Takes back what came from a source, without telling it. */
  public void withdraw(SignalSource source) {
    set = 0;
    for (int i = queue.size() - 1; i >= 0; i--) {
      if (queue.get(i).source() == source) {
        queue.remove(i);
      } else {
        set |= Signal.mask(queue.get(i).number());
      }
    }
  }
}
