package exo.kernel.net.inet;

import exo.kernel.abi.layout.TcpInfo;
import exo.kernel.net.Interface;
import exo.kernel.net.OptionData;
import org.jspecify.annotations.Nullable;

/** {@code struct tcp_info}, with the values that a connection over loopback has. */
final class TcpReport {
  // Microseconds: the timeouts of a connection whose round trips take no time, and of none.
  private static final int RETRANSMIT = 204_000;
  private static final int RETRANSMIT_AT_FIRST = 1_000_000;
  private static final int ACKNOWLEDGE = 40_000;
  private static final int ROUND_TRIP = 20;
  private static final int VARIANCE = 10;
  private static final int VARIANCE_AT_FIRST = 250_000;

  private static final int CONGESTION_WINDOW = 10;
  private static final int ADVERTISED = 65_483;
  private static final int ADVERTISED_AT_FIRST = 536;

  private TcpReport() {}

  /**
   * @param segment bytes of the largest segment
   * @param listening of a listener, which tells how many wait and how many may
   */
  static byte[] of(
      TcpConnection.State state, boolean connected, int segment, @Nullable TcpListening listening) {
    byte[] b = new byte[TcpInfo.SIZE];
    b[TcpInfo.TCPI_STATE] = (byte) state.number;
    OptionData.put(b, TcpInfo.TCPI_RTO, connected ? RETRANSMIT : RETRANSMIT_AT_FIRST);
    OptionData.put(b, TcpInfo.TCPI_ATO, connected ? ACKNOWLEDGE : 0);
    OptionData.put(b, TcpInfo.TCPI_SND_MSS, segment);
    OptionData.put(b, TcpInfo.TCPI_RCV_MSS, segment);
    OptionData.put(b, TcpInfo.TCPI_PMTU, Interface.MTU - 1);
    OptionData.put(b, TcpInfo.TCPI_RTT, connected ? ROUND_TRIP : 0);
    OptionData.put(b, TcpInfo.TCPI_RTTVAR, connected ? VARIANCE : VARIANCE_AT_FIRST);
    OptionData.put(b, TcpInfo.TCPI_SND_SSTHRESH, Integer.MAX_VALUE);
    OptionData.put(b, TcpInfo.TCPI_SND_CWND, CONGESTION_WINDOW);
    OptionData.put(b, TcpInfo.TCPI_ADVMSS, connected ? ADVERTISED : ADVERTISED_AT_FIRST);
    OptionData.put(b, TcpInfo.TCPI_RCV_SPACE, connected ? ADVERTISED : 0);
    if (listening != null) {
      OptionData.put(b, TcpInfo.TCPI_UNACKED, listening.size());
      OptionData.put(b, TcpInfo.TCPI_SACKED, listening.backlog());
    }
    return b;
  }
}
