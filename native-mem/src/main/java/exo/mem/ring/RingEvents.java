package exo.mem.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The words in a ring's header by which its ends wait for each other: an event counter, which is a
 * futex word too, and beside it how many wait.
 *
 * <p>Who waits calls {@link #enter}, {@link #count}, looks at the ring again, and sleeps while the
 * counter is unchanged; then {@link #leave}. Who has published calls {@link #awaited}, and if so
 * {@link #advance}, and wakes the sleepers. Both pass a full fence between their store and their
 * load, so at least one of them sees the other. Any thread may call any method.
 */
public final class RingEvents {
  private static final long WAITERS = RingLayout.DATA_WAITERS - RingLayout.DATA_EVENT;

  private RingEvents() {}

  /**
   * The counter now.
   *
   * @param event {@link RingLayout#DATA_EVENT} or {@link RingLayout#ROOM_EVENT}
   */
  public static int count(MemorySegment ring, long event) {
    return Words.getIntVolatile(ring, event);
  }

  /** One more waits. A full fence. */
  public static void enter(MemorySegment ring, long event) {
    Words.getAndAddInt(ring, event + WAITERS, 1);
  }

  /** One less waits. */
  public static void leave(MemorySegment ring, long event) {
    Words.getAndAddInt(ring, event + WAITERS, -1);
  }

  /** Whether somebody waits for what this thread has just done. A full fence. */
  public static boolean awaited(MemorySegment ring, long event) {
    VarHandle.fullFence();
    return Words.getInt(ring, event + WAITERS) != 0;
  }

  /** It has happened: who sleeps on the counter is to be woken by the caller. */
  public static void advance(MemorySegment ring, long event) {
    Words.getAndAddInt(ring, event, 1);
  }
}
