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
  private static final VarHandle CREDITS;

  static {
    try {
      CREDITS =
          MethodHandles.lookup()
              .findVarHandle(CreditController.class, "credits", long.class)
              .withInvokeExactBehavior();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long max;
  private final long low;
  private final long high;
  private final Runnable whenLow;
  private final Object granted = new Object();

  @SuppressWarnings("UnusedVariable")
  private volatile long credits;

  private volatile boolean pressed;
  private volatile int waiting;

  /**
   * All of them there.
   *
   * @param max at least 1
   * @param whenLow told by the sender that came to the low mark; it should not wait
   */
  public CreditController(long max, Runnable whenLow) {
    if (max < 1) {
      throw new IllegalArgumentException("no credits: " + max);
    }
    this.max = max;
    this.low = max / 4;
    this.high = max - max / 4;
    this.credits = max;
    this.whenLow = whenLow;
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
      long have = (long) CREDITS.getVolatile(this);
      if (have < n) {
        return false;
      }
      if (CREDITS.compareAndSet(this, have, have - n)) {
        if (have - n <= low && have > low) {
          pressed = true;
          whenLow.run();
        }
        return true;
      }
    }
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
    synchronized (granted) {
      waiting++;
      try {
        while (!consume(n)) {
          long left = Lane.left(start, nanos);
          if (left <= 0) {
            return false;
          }
          granted.wait(left / 1_000_000, (int) (left % 1_000_000));
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
      long have = (long) CREDITS.getVolatile(this);
      long now = n >= max - have ? max : have + n;
      if (CREDITS.compareAndSet(this, have, now)) {
        if (now >= high) {
          pressed = false;
        }
        if (waiting > 0) {
          synchronized (granted) {
            granted.notifyAll();
          }
        }
        return;
      }
    }
  }

  /** From 0 to the number at first. */
  public long credits() {
    return (long) CREDITS.getVolatile(this);
  }

  /** Whether senders should hold back. */
  public boolean isPressed() {
    return pressed;
  }
}
