package exo.kernel.ipc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number that grows: exact for any number of threads, or, cheaper, for one that adds. */
final class Counter {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE =
          MethodHandles.lookup()
              .findVarHandle(Counter.class, "value", long.class)
              .withInvokeExactBehavior();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final boolean shared;

  @SuppressWarnings("UnusedVariable")
  private long value;

  Counter(boolean shared) {
    this.shared = shared;
  }

  void add(long n) {
    if (shared) {
      long ignored = (long) VALUE.getAndAdd(this, n);
    } else {
      VALUE.setOpaque(this, (long) VALUE.getOpaque(this) + n);
    }
  }

  long get() {
    return (long) VALUE.getOpaque(this);
  }

  void set(long n) {
    VALUE.setOpaque(this, n);
  }
}
