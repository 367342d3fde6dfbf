package exo.mem.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Native memory that a call needs for its length only: names, what the call fills in. Each thread
 * has its own, so that a call neither allocates nor meets another thread's; it is freed when the
 * thread is gone, so its addresses are good for every call this thread makes.
 */
final class Scratch {
  /** PATH_MAX, the final 0 included. */
  static final int NAME_SIZE = 4096;

  private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

  /** For the call's answer: a structure, or the text of a link. {@link #NAME_SIZE} bytes. */
  final MemorySegment out;

  private final MemorySegment first;
  private final MemorySegment second;

  private Scratch() {
    Arena arena = Arena.ofAuto();
    out = arena.allocate(NAME_SIZE, Long.BYTES);
    first = arena.allocate(NAME_SIZE);
    second = arena.allocate(NAME_SIZE);
  }

  static Scratch mine() {
    return MINE.get();
  }

  /** The address of the name as a C string, until this thread's next call. */
  long name(String bytes) {
    return put(bytes, first);
  }

  /** For a call that takes two names. */
  long secondName(String bytes) {
    return put(bytes, second);
  }

  private static long put(String bytes, MemorySegment to) {
    to.setString(0, bytes, StandardCharsets.ISO_8859_1);
    return to.address();
  }
}
