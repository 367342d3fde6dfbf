package exo.kernel.ipc;

/**
 * Counters of a lane. Any thread reads; what is read while others add is a moment between. The
 * average is kept by whoever receives, and loses a sample when two do at once.
 */
public final class LaneStats {
  private final Counter sent;
  private final Counter bytes;
  private final Counter zeroCopy;
  private final Counter batches;
  private final Counter batched;
  private final Counter received;
  private final Counter latency;
  private final Counter waits = new Counter(true);

  /**
   * All zero.
   *
   * @param shared whether several threads send, or several receive, at a time
   */
  public LaneStats(boolean shared) {
    sent = new Counter(shared);
    bytes = new Counter(shared);
    zeroCopy = new Counter(shared);
    batches = new Counter(shared);
    batched = new Counter(shared);
    received = new Counter(shared);
    latency = new Counter(shared);
  }

  void sent(long payload) {
    sent.add(1);
    bytes.add(payload);
  }

  void sentByHandle(long payload) {
    sent(payload);
    zeroCopy.add(1);
  }

  void sentBatch(int messages, long payload) {
    sent.add(messages);
    bytes.add(payload);
    batches.add(1);
    batched.add(messages);
  }

  void waited() {
    waits.add(1);
  }

  void received(int messages) {
    received.add(messages);
  }

  void received(long sample) {
    received.add(1);
    long old = latency.get();
    latency.set(old == 0 ? sample : old + ((sample - old) >> 3));
  }

  public long sent() {
    return sent.get();
  }

  public long received() {
    return received.get();
  }

  /** Bytes of payload sent, those in buffers included. */
  public long bytes() {
    return bytes.get();
  }

  /** Messages sent one by one that lay in their slot. */
  public long inlineSends() {
    return sent.get() - zeroCopy.get() - batched.get();
  }

  /** Messages sent that lay in a buffer. */
  public long zeroCopySends() {
    return zeroCopy.get();
  }

  /** Batches sent. */
  public long batches() {
    return batches.get();
  }

  /** How often an end had to sleep. */
  public long waits() {
    return waits.get();
  }

  /** Moving average of the time from sending to receiving, in the unit of the ring's clock. */
  public long latency() {
    return latency.get();
  }
}
