package exo.mem.ring;

/**
 * What a receiver learns of a message beside its payload. Reused by its owner, one thread, so that
 * receiving allocates nothing.
 */
public final class Envelope {
  private long header;
  private long sent;
  private long latency;

  /** Of no message yet. */
  public Envelope() {}

  /** Bytes of payload. */
  public int size() {
    return Ring.size(header);
  }

  /** 0 to 255, as the sender gave it. */
  public int priority() {
    return Ring.priority(header);
  }

  /** Flags of the slot, see {@link RingLayout}. */
  public int flags() {
    return Ring.flags(header);
  }

  /** When it was sent, in units of the ring's {@link Timestamps}; 0 if it has none. */
  public long sentAt() {
    return sent;
  }

  /** From sending to receiving, in the same units; 0 if the ring has none. */
  public long latency() {
    return latency;
  }

  void set(long header, long sent, long latency) {
    this.header = header;
    this.sent = sent;
    this.latency = latency;
  }
}
