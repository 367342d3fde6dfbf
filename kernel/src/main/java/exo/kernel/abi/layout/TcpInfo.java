package exo.kernel.abi.layout;

/** struct tcp_info of TCP_INFO, as far as programs look. */
public final class TcpInfo {
  public static final int TCPI_STATE = 0; // u8
  public static final int TCPI_CA_STATE = 1; // u8
  public static final int TCPI_RETRANSMITS = 2; // u8
  public static final int TCPI_PROBES = 3; // u8
  public static final int TCPI_BACKOFF = 4; // u8
  public static final int TCPI_OPTIONS = 5; // u8
  public static final int TCPI_RTO = 8; // u32
  public static final int TCPI_ATO = 12; // u32
  public static final int TCPI_SND_MSS = 16; // u32
  public static final int TCPI_RCV_MSS = 20; // u32
  public static final int TCPI_UNACKED = 24; // u32
  public static final int TCPI_SACKED = 28; // u32
  public static final int TCPI_LOST = 32; // u32
  public static final int TCPI_RETRANS = 36; // u32
  public static final int TCPI_FACKETS = 40; // u32
  public static final int TCPI_LAST_DATA_SENT = 44; // u32
  public static final int TCPI_LAST_DATA_RECV = 52; // u32
  public static final int TCPI_PMTU = 60; // u32
  public static final int TCPI_RTT = 68; // u32
  public static final int TCPI_RTTVAR = 72; // u32
  public static final int TCPI_SND_SSTHRESH = 76; // u32
  public static final int TCPI_SND_CWND = 80; // u32
  public static final int TCPI_ADVMSS = 84; // u32
  public static final int TCPI_RCV_RTT = 92; // u32
  public static final int TCPI_RCV_SPACE = 96; // u32
  public static final int TCPI_TOTAL_RETRANS = 100; // u32
  public static final int SIZE = 232;

  private TcpInfo() {}
}
