package exo.kernel.fs.devfs;

import exo.kernel.uaccess.IoBuffer;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

/** Random bytes by the page, from the machine's one source. */
final class RandomBytes {
  private final RandomGenerator source;
  private final byte[] page = new byte[4096];
  private final MemorySegment segment = MemorySegment.ofArray(page);

  RandomBytes(RandomGenerator source) {
    this.source = source;
  }

  /** Fills the buffer as far as user memory allows; answers how far. */
  long fill(IoBuffer to) {
    long done = 0;
    while (to.remaining() > 0 && !to.faulted()) {
      source.nextBytes(page);
      done += to.put(segment, 0, Math.min(page.length, to.remaining()));
    }
    return done;
  }

  /**
   * Takes what somebody writes to stir the source. It is read, so that a bad pointer is noticed,
   * and no more: the machine's chance comes from its seed alone.
   */
  long swallow(IoBuffer from) {
    long done = 0;
    while (from.remaining() > 0 && !from.faulted()) {
      done += from.take(segment, 0, Math.min(page.length, from.remaining()));
    }
    return done;
  }
}
