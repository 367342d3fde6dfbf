package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;

/** The stack a thread gave its signal handlers: sigaltstack(2). Owned by the kernel lock. */
public final class AltStack {
  /** MINSIGSTKSZ. */
  private static final long SMALLEST = 2048;

  private long base;
  private long size;
  private int flags = Signals.SS_DISABLE;

  /** Its lowest address; 0 without one. */
  public long base() {
    return base;
  }

  /** Its bytes; 0 without one. */
  public long size() {
    return size;
  }

  /** The SS_* flags it was given with; SS_DISABLE without one. */
  public int flags() {
    return flags;
  }

  /** Where it begins to be used, for stacks grow down. */
  long top() {
    return base + size;
  }

  boolean isSet() {
    return size != 0;
  }

  /** Whether a stack pointer lies in it: a handler runs on it already. */
  public boolean contains(long sp) {
    return size != 0 && sp > base && sp - base <= size;
  }

  /**
   * Takes the place of the one before.
   *
   * @throws Errno EINVAL for unknown flags, ENOMEM if it is too small
   */
  public void set(long newBase, int newFlags, long newSize) throws Errno {
    int mode = newFlags & ~Signals.SS_AUTODISARM;
    if (mode != Signals.SS_DISABLE && mode != Signals.SS_ONSTACK && mode != 0) {
      throw Errno.EINVAL;
    }
    if (mode != Signals.SS_DISABLE && Long.compareUnsigned(newSize, SMALLEST) < 0) {
      throw Errno.ENOMEM;
    }
    boolean off = mode == Signals.SS_DISABLE;
    base = off ? 0 : newBase;
    size = off ? 0 : newSize;
    flags = newFlags;
  }

  /** sigreturn(2): it is again what the frame says it was. */
  void restore(long newBase, int newFlags, long newSize) {
    base = newBase;
    size = (newFlags & Signals.SS_DISABLE) != 0 ? 0 : newSize;
    flags = newFlags & ~Signals.SS_ONSTACK;
  }

  /** There is none any more. */
  public void disable() {
    base = 0;
    size = 0;
    flags = Signals.SS_DISABLE;
  }

  /** A new process has the one of its maker. */
  void inherit(AltStack of) {
    base = of.base;
    size = of.size;
    flags = of.flags;
  }
}
