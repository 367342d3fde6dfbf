package exo.cpu.unicorn;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The sticky request to come back from guest code.
 *
 * <p>The library loses a stop that comes before its loop has begun, and nothing outside tells when
 * that is. So the request is a flag of our own, looked at before each start; and a kick that finds
 * it unanswered after a moment while the engine is inside tries again later, until it is answered.
 * Both flags are volatile and written before the other is read, so either the engine sees the
 * request or the kicker sees the engine inside.
 */
final class Kick {
  private static final int SPINS = 200;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(500, TimeUnit.MICROSECONDS);

  private final Engine engine;
  private volatile boolean wanted;
  private volatile boolean inside;
  private boolean open = true;

  Kick(Engine engine) {
    this.engine = engine;
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
    if (!wanted) {
      return false;
    }
    wanted = false;
    return true;
  }

  /** From any thread. */
  void kick() {
    wanted = true;
    push();
  }

  private void push() {
    if (!inside) {
      return;
    }
    stop();
    for (int i = 0; i < SPINS; i++) {
      if (!wanted) {
        return;
      }
      Thread.onSpinWait();
    }
    LATER.execute(this::again);
  }

  private void again() {
    if (wanted) {
      push();
    }
  }

  /** Keeps {@link #close} out while the library is told. */
  private synchronized void stop() {
    if (open) {
      engine.stop();
    }
  }

  /** No stop reaches the engine after this. Answers whether it was open. */
  synchronized boolean close() {
    boolean was = open;
    open = false;
    return was;
  }
}
