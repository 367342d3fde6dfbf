package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The sticky request to come back from guest code: one word of memory, set by any thread, taken by
 * the engine's.
 *
 * <p>The library is told to stop. It loses a stop that comes before its loop has begun, and nothing
 * outside tells when that is: so a kick that finds itself unanswered after a moment while the
 * engine is inside tries again later.
 *
 * <p>Such a stop is exact only because {@link exo.cpu.unicorn.sys.Containment} keeps translated
 * code from looking for it after each access to memory: it would go on at the beginning of the
 * instruction, so that one which reads, changes and writes back is done twice. Where the library
 * could not be changed so, the hook of every block looks at the word instead, and stops the engine
 * itself.
 */
final class Kick {
  private static final int SPINS = 200;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(500, TimeUnit.MICROSECONDS);
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final Engine engine;
  private final MemorySegment record;
  private final boolean askedAtBlocks;
  private volatile boolean inside;
  private boolean open = true;

  /**
   * @param record of {@link Traps}, with the word
   * @param askedAtBlocks whether the hook of every block looks at it
   */
  Kick(Engine engine, MemorySegment record, boolean askedAtBlocks) {
    this.engine = engine;
    this.record = record;
    this.askedAtBlocks = askedAtBlocks;
  }

  /** The engine's thread, before it looks at the request. */
  void enter() {
    inside = true;
  }

  void leave() {
    inside = false;
  }

  /** The engine's thread takes the request, if there is one, to answer it. */
  boolean consume() {
    return isWanted() && (int) INT.getAndSet(record, Traps.KICKED, 0) != 0;
  }

  private boolean isWanted() {
    return (int) INT.getVolatile(record, Traps.KICKED) != 0;
  }

  /** From any thread. */
  void kick() {
    if (want() && !askedAtBlocks) {
      push();
    }
  }

  /** Keeps {@link #close} out while the word is written. Answers whether the engine is open. */
  private synchronized boolean want() {
    if (open) {
      INT.setVolatile(record, Traps.KICKED, 1);
    }
    return open;
  }

  private void push() {
    if (!inside) {
      return;
    }
    if (!stop()) {
      return;
    }
    for (int i = 0; i < SPINS; i++) {
      if (!isUnanswered()) {
        return;
      }
      Thread.onSpinWait();
    }
    LATER.execute(this::push);
  }

  /** Tells the library, unless the kick is answered by now. */
  private synchronized boolean stop() {
    boolean unanswered = isUnanswered();
    if (unanswered) {
      engine.stop();
    }
    return unanswered;
  }

  private synchronized boolean isUnanswered() {
    return open && isWanted();
  }

  /** No stop reaches the engine after this. Answers whether it was open. */
  synchronized boolean close() {
    boolean was = open;
    open = false;
    return was;
  }
}
