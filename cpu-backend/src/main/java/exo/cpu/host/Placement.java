package exo.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import exo.cpu.host.sys.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Keeps a thread, and the processes that it starts, on one CPU: a trap changes from one to the
 * other and back, and waking somebody on another CPU takes ten times as long.
 */
final class Placement {
  /** System property that, as {@code false}, leaves the threads where the host puts them. */
  static final String PROPERTY = "exo.host.pin";

  private static final int MASK_SIZE = 1024;

  private final MemorySegment before;
  private final boolean pinned;

  private Placement(MemorySegment before, boolean pinned) {
    this.before = before;
    this.pinned = pinned;
  }

  /**
   * Pins this thread.
   *
   * @param siblings decide where to
   * @param index number of the virtual CPU
   */
  static Placement pin(Arena arena, Siblings siblings, int index) {
    MemorySegment before = arena.allocate(MASK_SIZE, Long.BYTES);
    long bytes = Linux.schedGetaffinity(before);
    if (bytes <= 0 || !Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))) {
      return new Placement(before, false);
    }
    int allowed = 0;
    int rank = 0;
    int here = Linux.currentCpu();
    for (int cpu = 0; cpu < bytes * Byte.SIZE; cpu++) {
      if (has(before, cpu)) {
        rank = cpu == here ? allowed : rank;
        allowed++;
      }
    }
    int wanted = allowed == 0 ? 0 : siblings.place(index, rank, allowed);
    MemorySegment mask = arena.allocate(MASK_SIZE, Long.BYTES);
    for (int cpu = 0; cpu < bytes * Byte.SIZE; cpu++) {
      if (has(before, cpu) && wanted-- == 0) {
        mask.set(JAVA_BYTE, cpu >> 3, (byte) (1 << (cpu & 7)));
      }
    }
    return new Placement(before, Linux.schedSetaffinity(mask) >= 0);
  }

  private static boolean has(MemorySegment mask, int cpu) {
    return (mask.get(JAVA_BYTE, cpu >> 3) >> (cpu & 7) & 1) != 0;
  }

  /** Lets the thread go where it could before. */
  void undo() {
    if (pinned) {
      Linux.schedSetaffinity(before);
    }
  }
}
