package exo.kernel.net.inet;

import static exo.kernel.abi.Inet.*;

import exo.kernel.abi.Errno;
import exo.kernel.net.OptionData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The options of IPPROTO_TCP as data; most say how packets would travel. Source: tcp(7). */
final class TcpOptions {
  private static final int MOST_SECONDS = 32_767;
  private static final int MOST_TRIES = 127;
  private static final int CONGESTION_SIZE = 16;
  private static final int MOST_BACKOFF_SECONDS = 120;
  private static final String CUBIC = "cubic";
  private static final String RENO = "reno";

  /** Segment size of loopback, and that of a socket without a connection. */
  static final int LOOPBACK_SEGMENT = 32_741;

  private static final int DEFAULT_SEGMENT = 536;

  private final int[] values = new int[TCP_TX_DELAY + 1];
  private String congestion = CUBIC;

  TcpOptions() {
    values[TCP_KEEPIDLE] = 7200;
    values[TCP_KEEPINTVL] = 75;
    values[TCP_KEEPCNT] = 9;
    values[TCP_SYNCNT] = 6;
    values[TCP_LINGER2] = 60;
    values[TCP_QUICKACK] = 1;
  }

  /** For a connection that is accepted. */
  TcpOptions(TcpOptions listener) {
    System.arraycopy(listener.values, 0, values, 0, values.length);
    congestion = listener.congestion;
  }

  /** Seconds that a connection waits for data before it may be accepted; 0 for none. */
  int deferSeconds() {
    return values[TCP_DEFER_ACCEPT];
  }

  int segment(boolean connected) {
    return connected ? LOOPBACK_SEGMENT : DEFAULT_SEGMENT;
  }

  byte[] get(int name, boolean connected) throws Errno {
    return switch (name) {
      case TCP_MAXSEG ->
          OptionData.of(!connected && values[name] != 0 ? values[name] : segment(connected));
      case TCP_CONGESTION ->
          Arrays.copyOf(congestion.getBytes(StandardCharsets.ISO_8859_1), CONGESTION_SIZE);
      case TCP_CC_INFO -> new byte[0];
      case TCP_SAVED_SYN, TCP_ULP, TCP_FASTOPEN_KEY -> new byte[0];
      case TCP_NODELAY,
          TCP_CORK,
          TCP_KEEPIDLE,
          TCP_KEEPINTVL,
          TCP_KEEPCNT,
          TCP_SYNCNT,
          TCP_LINGER2,
          TCP_DEFER_ACCEPT,
          TCP_WINDOW_CLAMP,
          TCP_QUICKACK,
          TCP_THIN_LINEAR_TIMEOUTS,
          TCP_THIN_DUPACK,
          TCP_USER_TIMEOUT,
          TCP_REPAIR,
          TCP_FASTOPEN,
          TCP_TIMESTAMP,
          TCP_NOTSENT_LOWAT,
          TCP_SAVE_SYN,
          TCP_FASTOPEN_CONNECT,
          TCP_FASTOPEN_NO_COOKIE,
          TCP_INQ,
          TCP_TX_DELAY ->
          OptionData.of(values[name]);
      case TCP_QUEUE_SEQ, TCP_ZEROCOPY_RECEIVE -> throw Errno.EINVAL;
      default -> throw Errno.ENOPROTOOPT;
    };
  }

  void set(int name, byte[] value, boolean fresh) throws Errno {
    if (name == TCP_CONGESTION) {
      setCongestion(value);
      return;
    }
    if (name == TCP_ULP) {
      throw fresh ? Errno.ENOTCONN : Errno.ENOENT;
    }
    int n = OptionData.number(value);
    switch (name) {
      case TCP_NODELAY, TCP_CORK, TCP_QUICKACK -> values[name] = n != 0 ? 1 : 0;
      case TCP_THIN_LINEAR_TIMEOUTS, TCP_SAVE_SYN -> values[name] = inRange(n, 0, 1);
      case TCP_THIN_DUPACK -> inRange(n, 0, 1);
      case TCP_MAXSEG -> values[name] = n == 0 ? 0 : inRange(n, 88, 32_767);
      case TCP_KEEPIDLE, TCP_KEEPINTVL -> values[name] = inRange(n, 1, MOST_SECONDS);
      case TCP_KEEPCNT, TCP_SYNCNT -> values[name] = inRange(n, 1, MOST_TRIES);
      case TCP_LINGER2 -> values[name] = n < 0 ? -1 : n > MOST_BACKOFF_SECONDS ? 0 : n;
      case TCP_DEFER_ACCEPT -> values[name] = backoff(n);
      case TCP_WINDOW_CLAMP -> {
        if (n == 0 && !fresh) {
          throw Errno.EINVAL;
        }
        values[name] = n == 0 ? 0 : Math.max(n, 1152);
      }
      case TCP_USER_TIMEOUT -> values[name] = inRange(n, 0, Integer.MAX_VALUE);
      case TCP_NOTSENT_LOWAT -> values[name] = n;
      case TCP_FASTOPEN -> {
        if (n < 0 || !fresh) {
          throw Errno.EINVAL;
        }
        values[name] = n;
      }
      case TCP_FASTOPEN_NO_COOKIE, TCP_INQ -> values[name] = inRange(n, 0, 1);
      case TCP_FASTOPEN_CONNECT -> throw Errno.EOPNOTSUPP;
      case TCP_REPAIR, TCP_QUEUE_SEQ, TCP_TIMESTAMP -> throw Errno.EPERM;
      case TCP_TX_DELAY -> values[name] = n;
      default -> throw Errno.ENOPROTOOPT;
    }
  }

  private void setCongestion(byte[] value) throws Errno {
    if (value.length < 1) {
      throw Errno.EINVAL;
    }
    int len = 0;
    while (len < value.length && len < CONGESTION_SIZE - 1 && value[len] != 0) {
      len++;
    }
    String wanted = new String(value, 0, len, StandardCharsets.ISO_8859_1);
    if (!wanted.equals(CUBIC) && !wanted.equals(RENO)) {
      throw Errno.ENOENT;
    }
    congestion = wanted;
  }

  /** Seconds rounded up to what tries, each waiting twice as long, add up to. */
  private static int backoff(int seconds) {
    int sum = 0;
    int step = 1;
    while (sum < seconds) {
      sum += step;
      step = Math.min(step * 2, MOST_BACKOFF_SECONDS);
    }
    return sum;
  }

  private static int inRange(int n, int least, int most) throws Errno {
    if (n < least || n > most) {
      throw Errno.EINVAL;
    }
    return n;
  }
}
