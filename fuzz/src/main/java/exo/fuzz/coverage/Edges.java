package exo.fuzz.coverage;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A byte for each marked place of the kernel. It is the one thing here that all machines of a JVM
 * share: marks stand in code, and code cannot know whose it is. So with several workers a program
 * may be taken for the one that reached what another did.
 */
public final class Edges {
  private static final int MOST = 1 << 18;
  private static final byte[] REACHED = new byte[MOST];
  private static final byte[] KNOWN = new byte[MOST];
  private static final AtomicInteger NEXT = new AtomicInteger();

  private static volatile boolean on;

  private Edges() {}

  /** From now on classes of the kernel are marked as they are loaded. */
  static void switchOn() {
    on = true;
  }

  /** Whether they are. */
  public static boolean isOn() {
    return on;
  }

  /** Called by the marks. */
  public static void hit(int place) {
    REACHED[place] = 1;
  }

  /** A number for a new place; those that find no room share the last. */
  static int place() {
    return Math.min(NEXT.getAndIncrement(), MOST - 1);
  }

  /** Places that were marked, 0 when nothing is. */
  public static int marked() {
    return Math.min(NEXT.get(), MOST);
  }

  /** Takes in what was reached; answers how much of it for the first time. */
  public static synchronized int collect() {
    int fresh = 0;
    int end = marked();
    for (int i = 0; i < end; i++) {
      if (REACHED[i] != KNOWN[i]) {
        KNOWN[i] = 1;
        fresh++;
      }
    }
    return fresh;
  }

  /** Places reached so far. */
  public static synchronized int reached() {
    int all = 0;
    for (int i = 0; i < marked(); i++) {
      all += KNOWN[i];
    }
    return all;
  }
}
