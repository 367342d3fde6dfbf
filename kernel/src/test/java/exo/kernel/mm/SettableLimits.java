package exo.kernel.mm;

/** Limits that a test sets as it goes; none at first, and no privilege to overstep them. */
final class SettableLimits implements MemoryLimits {
  long addressSpace = Long.MAX_VALUE;
  long data = Long.MAX_VALUE;
  long stack = 8L << 20;
  long locked = Long.MAX_VALUE;
  boolean mayLockAny;
  boolean mayMapLow;

  @Override
  public long addressSpace() {
    return addressSpace;
  }

  @Override
  public long data() {
    return data;
  }

  @Override
  public long stack() {
    return stack;
  }

  @Override
  public long locked() {
    return locked;
  }

  @Override
  public boolean mayLockAny() {
    return mayLockAny;
  }

  @Override
  public boolean mayMapLow() {
    return mayMapLow;
  }
}
