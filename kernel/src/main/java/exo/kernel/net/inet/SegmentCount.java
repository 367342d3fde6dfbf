package exo.kernel.net.inet;

import exo.kernel.abi.Inet;
import exo.kernel.net.Traffic;

/**
 * Counts the segments that TCP would have sent for what two sockets do to each other here without
 * any. Each carries a timestamp; each piece of data and each end is acknowledged by itself.
 */
final class SegmentCount {
  private static final int IP_FOUR = 20;
  private static final int IP_SIX = 40;
  private static final int PLAIN = 20;
  private static final int STAMPED = 32;
  private static final int OPENING = 40;

  private SegmentCount() {}

  private static void add(InetSocket s, long count, long bytes) {
    Endpoint remote = s.remote();
    boolean six = remote != null && !remote.isV4();
    s.traffic().segments += count;
    s.traffic().carried(six, count, count * (six ? IP_SIX : IP_FOUR) + bytes);
  }

  /** A handshake. */
  static void opened(InetSocket from) {
    Traffic t = from.traffic();
    t.activeOpens++;
    t.passiveOpens++;
    t.acknowledgements++;
    add(from, 3, 2 * OPENING + STAMPED);
  }

  /** Nobody listens, or not any more: the answer is a reset. */
  static void refused(InetSocket from) {
    Traffic t = from.traffic();
    t.activeOpens++;
    t.failedAttempts++;
    t.resets++;
    add(from, 2, OPENING + PLAIN);
  }

  /**
   * Data.
   *
   * @param len 1 byte at least
   * @param segment most bytes of a segment
   */
  static void data(InetSocket from, long len, int segment) {
    long count = (len + segment - 1) / segment;
    from.traffic().dataSegments += count;
    from.traffic().acknowledgements++;
    add(from, count + 1, (count + 1) * STAMPED + len);
  }

  /** The end of one direction. */
  static void end(InetSocket from) {
    from.traffic().acknowledgements++;
    add(from, 2, 2 * STAMPED);
  }

  /** A reset, before it ends the connection on both sides. */
  static void reset(InetSocket from, InetSocket to) {
    Traffic t = from.traffic();
    t.resets++;
    t.resetConnections += (isUp(from) ? 1 : 0) + (isUp(to) ? 1 : 0);
    add(from, 1, STAMPED);
  }

  private static boolean isUp(InetSocket s) {
    return s.stateNumber() == Inet.TCP_ESTABLISHED || s.stateNumber() == Inet.TCP_CLOSE_WAIT;
  }
}
