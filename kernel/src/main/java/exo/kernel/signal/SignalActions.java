package exo.kernel.signal;

/** What a process does with each signal, sigaction(2). Shared by CLONE_SIGHAND. */
public final class SignalActions {
  public static final long SIG_DFL = 0;
  public static final long SIG_IGN = 1;

  public static final long SA_NOCLDSTOP = 1;
  public static final long SA_NOCLDWAIT = 2;
  public static final long SA_SIGINFO = 4;
  public static final long SA_RESTORER = 0x0400_0000;
  public static final long SA_ONSTACK = 0x0800_0000;
  public static final long SA_RESTART = 0x1000_0000;
  public static final long SA_NODEFER = 0x4000_0000;
  public static final long SA_RESETHAND = 0x8000_0000L;

  private final long[] handler = new long[Signal.MAX + 1];
  private final long[] flags = new long[Signal.MAX + 1];
  private final long[] restorer = new long[Signal.MAX + 1];
  private final long[] mask = new long[Signal.MAX + 1];
  private int users = 1;

  public void set(int signal, long newHandler, long newFlags, long newRestorer, long newMask) {
    handler[signal] = newHandler;
    flags[signal] = newFlags;
    restorer[signal] = newRestorer;
    mask[signal] = newMask & ~Signal.UNBLOCKABLE;
  }

  public long handler(int signal) {
    return handler[signal];
  }

  public long flags(int signal) {
    return flags[signal];
  }

  public long restorer(int signal) {
    return restorer[signal];
  }

  public long mask(int signal) {
    return mask[signal];
  }

  /** Whether the signal would be thrown away on arrival. */
  public boolean isIgnored(int signal) {
    return handler[signal] == SIG_IGN
        || (handler[signal] == SIG_DFL && Signal.defaultOf(signal) == Signal.Default.IGNORE);
  }

  public boolean isCaught(int signal) {
    return handler[signal] != SIG_DFL && handler[signal] != SIG_IGN;
  }

  /** A copy for fork(2). */
  public SignalActions copy() {
    SignalActions c = new SignalActions();
    for (int s = 1; s <= Signal.MAX; s++) {
      c.set(s, handler[s], flags[s], restorer[s], mask[s]);
    }
    return c;
  }

  /** What execve(2) leaves: ignored stay ignored, caught go back to the default. */
  public void resetForExec() {
    for (int s = 1; s <= Signal.MAX; s++) {
      set(s, handler[s] == SIG_IGN ? SIG_IGN : SIG_DFL, 0, 0, 0);
    }
  }

  public SignalActions retain() {
    users++;
    return this;
  }

  public boolean release() {
    return --users == 0;
  }

  public boolean isShared() {
    return users > 1;
  }
}
