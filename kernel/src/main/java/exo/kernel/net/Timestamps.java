package exo.kernel.net;

import exo.kernel.abi.Socket;

/** SO_TIMESTAMP and SO_TIMESTAMPNS: control messages that say when a datagram was sent. */
public final class Timestamps {
  private static final long NANOS = 1_000_000_000L;

  private Timestamps() {}

  /**
   * Adds the time to what is received, if the socket wants it.
   *
   * @param nanos CLOCK_REALTIME
   */
  public static void add(SocketOptions o, long nanos, Message m) {
    int type =
        o.is(Socket.SO_TIMESTAMPNS)
            ? Socket.SO_TIMESTAMPNS
            : o.is(Socket.SO_TIMESTAMP)
                ? Socket.SO_TIMESTAMP
                : o.is(Socket.SO_TIMESTAMPNS_NEW)
                    ? Socket.SO_TIMESTAMPNS_NEW
                    : o.is(Socket.SO_TIMESTAMP_NEW) ? Socket.SO_TIMESTAMP_NEW : 0;
    if (type != 0) {
      boolean fine = type == Socket.SO_TIMESTAMPNS || type == Socket.SO_TIMESTAMPNS_NEW;
      long rest = fine ? nanos % NANOS : nanos % NANOS / 1000;
      byte[] data = OptionData.of(nanos / NANOS, rest);
      m.controls().add(new Message.Control(Socket.SOL_SOCKET, type, data));
    }
  }
}
