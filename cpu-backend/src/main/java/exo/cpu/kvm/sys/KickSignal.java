package exo.cpu.kvm.sys;

import exo.mem.host.Linkage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A real-time signal that does nothing but end the host call that a thread is in, with EINTR.
 *
 * <p>Its handler is the C library's {@code abs}: a function that takes a number and touches
 * nothing, so that no Java runs in a signal handler. The JVM uses no real-time signal; one that
 * somebody else in this process handles is left alone, and the next is taken.
 */
public final class KickSignal {
  // 32 and 33 are the C library's; the first few are popular among libraries.
  private static final int FIRST = 40;
  private static final int LAST = 64;

  /** struct sigaction of glibc on x86-64: handler at 0, mask of 128 bytes, flags, restorer. */
  private static final long SIGACTION_SIZE = 152;

  private static final int SIG_DFL = 0;

  /** The number, the same as long as the process lives. */
  public static final int NUMBER = install();

  private KickSignal() {}

  private static int install() {
    MethodHandle sigaction = Linkage.function(Linkage.libc("sigaction"));
    long nothing = Linkage.libc("abs").address();
    try (Arena arena = Arena.ofConfined()) {
      // Without SA_RESTART, so that the call is not taken up again.
      MemorySegment action = arena.allocate(SIGACTION_SIZE, 8);
      action.set(ValueLayout.JAVA_LONG, 0, nothing);
      MemorySegment old = arena.allocate(SIGACTION_SIZE, 8);
      for (int signal = FIRST; signal <= LAST; signal++) {
        int asked = call(sigaction, signal, MemorySegment.NULL, old);
        long handler = old.get(ValueLayout.JAVA_LONG, 0);
        if (asked == 0 && (handler == SIG_DFL || handler == nothing)) {
          int set = call(sigaction, signal, action, MemorySegment.NULL);
          if (set == 0) {
            return signal;
          }
        }
      }
    }
    throw new IllegalStateException("no real-time signal is free in this process");
  }

  private static int call(
      MethodHandle sigaction, int signal, MemorySegment action, MemorySegment old) {
    try {
      return (int)
          (long)
              sigaction.invokeExact(
                  (long) signal, action.address(), old.address(), 0L, 0L, 0L, 0L, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }
}
