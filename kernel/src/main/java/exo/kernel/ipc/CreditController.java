package exo.kernel.ipc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a sender may send before the receiver says that it may send more. Credits are never negative
 * and never more than there were at first. Any thread.
 *
 * <p>Back-pressure begins when a quarter or less is left, and ends when three quarters are there
 * again. The receiver is told at the first, once each time.
 */
public final class CreditController {
  private static final VarHandle SPENT = word("spent");
  private static final VarHandle GRANTED = word("granted");

  private static VarHandle word(String name) {
    try {
      return MethodHandles.lookup()
          .findVarHandle(CreditController.class, name, long.class)
          .withInvokeExactBehavior();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long max;
  private final long low;
  private final long high;
  private final Runnable whenLow;
  private final boolean shared;
  private final Object lock = new Object();

  // Credits are max - (spent - granted). Both only grow, and granted never passes spent: so a
  // consumer that has seen an old number of grants has seen too few credits, never too many.
  @SuppressWarnings("UnusedVariable")
  private volatile long spent;

  @SuppressWarnings("UnusedVariable")
  private volatile long granted;

  private volatile boolean pressed;
  private volatile int waiting;

  /**
   * All of them there.
   *
   * @param max at least 1
   * @param whenLow told by the sender that came to the low mark; it should not wait
   */
  public CreditController(long max, Runnable whenLow) {
    this(max, whenLow, true);
  }

  /**
   * The same.
   *
   * @param shared whether several threads consume at a time; it costs an atomic exchange
   */
  public CreditController(long max, Runnable whenLow, boolean shared) {
    if (max < 1) {
      throw new IllegalArgumentException("no credits: " + max);
    }
    this.max = max;
    this.low = max / 4;
    this.high = max - max / 4;
    this.whenLow = whenLow;
    this.shared = shared;
  }

  /**
   * Takes credits, or none when there are not so many.
   *
   * @param n at least 0
   */
  public boolean consume(long n) {
    if (n < 0) {
      throw new IllegalArgumentException("credits cannot be consumed backwards: " + n);
    }
    while (true) {
      long before = (long) SPENT.getOpaque(this);
      // After the store by which a waiter tells of itself, hence volatile.
      long have = max - (before - (long) GRANTED.getVolatile(this));
      if (have < n) {
        return false;
      }
      if (spend(before, before + n)) {
        if (have - n <= low && have > low) {
          pressed = true;
          whenLow.run();
        }
        return true;
      }
    }
  }

  private boolean spend(long before, long after) {
    if (shared) {
      return SPENT.compareAndSet(this, before, after);
    }
    SPENT.setRelease(this, after);
    return true;
  }

  /**
   * Takes credits, waiting until there are so many.
   *
   * @param nanos at most so long, or {@link Waiting#FOREVER}
   * @return false when the time is over
   */
  public boolean consume(long n, long nanos) throws InterruptedException {
    if (n > max) {
      throw new IllegalArgumentException(n + " credits of " + max);
    }
    if (consume(n)) {
      return true;
    }
    long start = System.nanoTime();
    synchronized (lock) {
      waiting++;
      try {
        while (!consume(n)) {
          long left = Lane.left(start, nanos);
          if (left <= 0) {
            return false;
          }
          lock.wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
      } finally {
        waiting--;
      }
    }
  }

  /**
   * Gives credits back; what would be more than there were at first is forgotten.
   *
   * @param n at least 0
   */
  public void grant(long n) {
    if (n < 0) {
      throw new IllegalArgumentException("credits cannot be granted backwards: " + n);
    }
    while (true) {
      long before = (long) GRANTED.getOpaque(this);
      long most = (long) SPENT.getAcquire(this) - before;
      long more = Math.min(n, most);
      if (GRANTED.compareAndSet(this, before, before + more)) {
        // Read first: a volatile store costs as much as the exchange.
        if (max - most + more >= high && pressed) {
          pressed = false;
        }
        if (waiting > 0) {
          synchronized (lock) {
            lock.notifyAll();
          }
        }
        return;
      }
    }
  }

  /** From 0 to the number at first. */
  public long credits() {
    long back = (long) GRANTED.getVolatile(this);
    // What was spent and granted again in between would count as too much.
    return Math.max(0, max - ((long) SPENT.getVolatile(this) - back));
  }

  /** Whether senders should hold back. */
  public boolean isPressed() {
    return pressed;
  }
}
