package exo.kernel.net;

/**
 * What the loopback interface and the protocols on it have carried since boot: the numbers behind
 * {@code /proc/net/dev}, snmp, snmp6 and netstat. What is sent is received at the same moment, so
 * one number does for both ways. Owned by the kernel lock. Source: RFC 4293, 4022, 4113.
 */
public final class Traffic {
  /** Packets of one version of IP, and their bytes with all headers. */
  public static final class Packets {
    public long count;
    public long bytes;

    void add(long packets, long length) {
      count += packets;
      bytes += length;
    }
  }

  /** What became of datagrams of one protocol over one version of IP. */
  public static final class Datagrams {
    public long sent;

    /** Taken by recvmsg(2). */
    public long received;

    /** For ports that nobody has. */
    public long withoutPort;

    /** For receivers without room. */
    public long withoutRoom;
  }

  private final Packets four = new Packets();
  private final Packets six = new Packets();
  private final Datagrams udpFour = new Datagrams();
  private final Datagrams udpSix = new Datagrams();
  private final Datagrams liteFour = new Datagrams();
  private final Datagrams liteSix = new Datagrams();

  /** Messages of ICMP that say that a port is not there, by version of IP. */
  public long unreachableFour;

  public long unreachableSix;

  // TCP, over both.
  public long activeOpens;
  public long passiveOpens;
  public long failedAttempts;
  public long resetConnections;
  public long segments;
  public long dataSegments;
  public long acknowledgements;
  public long resets;

  /** Packets went over the interface, so many bytes together. */
  public void carried(boolean overSix, long packets, long bytes) {
    packets(overSix).add(packets, bytes);
  }

  public Packets packets(boolean overSix) {
    return overSix ? six : four;
  }

  public Datagrams udp(boolean overSix) {
    return overSix ? udpSix : udpFour;
  }

  /** Of UDP-Lite. */
  public Datagrams lite(boolean overSix) {
    return overSix ? liteSix : liteFour;
  }
}
