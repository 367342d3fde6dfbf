package exo.kernel.ipc;

import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import exo.mem.ring.SpscRing;
import exo.mem.ring.UltraFastRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Rings and messages for the tests of this package. */
final class Rings {
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private Rings() {}

  /** On a thread of its own: the action may sleep for long. */
  static <T> CompletableFuture<T> async(Supplier<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(action.get());
              } catch (Throwable t) {
                result.completeExceptionally(t);
              }
            });
    return result;
  }

  static MemorySegment memory(long bytes) {
    return Arena.ofAuto().allocate(bytes, 4096);
  }

  static Ring many(int capacity) {
    MemorySegment memory = memory(RingLayout.bytes(capacity));
    RingLayout.format(memory, capacity, RingLayout.MANY_TO_MANY, 0);
    return new UltraFastRing(memory, 1, null);
  }

  static Ring one(int capacity) {
    MemorySegment memory = memory(RingLayout.bytes(capacity));
    RingLayout.format(memory, capacity, RingLayout.ONE_TO_ONE, 0);
    return new SpscRing(memory, null);
  }

  static MemorySegment number(long value) {
    MemorySegment m = memory(64);
    m.set(LONG, 0, value);
    return m;
  }
}
