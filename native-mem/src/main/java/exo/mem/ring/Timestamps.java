package exo.mem.ring;

import exo.mem.host.HostTsc;

/** Where the times in slots come from. Any thread may ask. */
public interface Timestamps {
  /** Never negative, never less than an earlier answer to the same thread. */
  long now();

  /** How many of them make a second. */
  long perSecond();

  /** {@link System#nanoTime}: nanoseconds. */
  static Timestamps nanos() {
    return new Timestamps() {
      @Override
      public long now() {
        return System.nanoTime();
      }

      @Override
      public long perSecond() {
        return 1_000_000_000;
      }
    };
  }

  /**
   * The processor's time stamp counter: cycles of its reference clock.
   *
   * @throws UnsupportedOperationException where it does not run evenly, with the reason
   */
  static Timestamps cycles() {
    HostTsc tsc = HostTsc.open();
    return new Timestamps() {
      @Override
      public long now() {
        return HostTsc.read();
      }

      @Override
      public long perSecond() {
        return tsc.perSecond();
      }
    };
  }
}
