package exo.kernel.vfs;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which process waits for a range lock of which other: so that a wait that could never end is
 * refused with EDEADLK. Owned by the kernel lock.
 */
public final class LockWaits {
  private final IdentityHashMap<Object, Object> waitsFor = new IdentityHashMap<>();

  /** Whether {@code owner} waiting for {@code holder} would close a circle. */
  public boolean wouldDeadlock(Object owner, Object holder) {
    for (@Nullable Object o = holder; o != null; o = waitsFor.get(o)) {
      if (o == owner) {
        return true;
      }
    }
    return false;
  }

  /** {@code owner} waits for {@code holder}, and for nobody else any more. */
  public void begin(Object owner, Object holder) {
    waitsFor.put(owner, holder);
  }

  public void end(Object owner) {
    waitsFor.remove(owner);
  }
}
