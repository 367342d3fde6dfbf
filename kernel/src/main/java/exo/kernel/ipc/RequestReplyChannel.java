package exo.kernel.ipc;

import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Calls with replies over two lanes. A message begins with the call's number, 8 bytes; up to 32
 * bytes of arguments or results follow. Several calls may be in flight, from several threads, and
 * be answered in any order; each has a deadline, and may be cancelled.
 *
 * <p>A number is a place in the table of calls and a count of its uses, so that a reply to a call
 * that is over, or to none, is recognised: it is dropped and counted. Whichever thread waits takes
 * replies off the ring, for itself and for the others.
 */
public final class RequestReplyChannel {
  /** Bytes of arguments or results. */
  public static final int MAX_SIZE = RingLayout.PAYLOAD_SIZE - 8;

  /** {@link #await}: the call was cancelled, or is not known. */
  public static final int CANCELLED = -4;

  /** {@link #await}: its deadline passed. It is over. */
  public static final int TIMED_OUT = -5;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int FREE = 0;
  private static final int WAITING = 1;
  private static final int DONE = 2;

  private static final class Call {
    int state = FREE;
    long uses;
    long deadline;
    boolean bounded;
    long started;
    int size;
    final MemorySegment result;

    Call(MemorySegment result) {
      this.result = result;
    }
  }

  private final Lane requests;
  private final Lane replies;
  private final Call[] calls;
  private final MemorySegment outgoing = Arena.ofAuto().allocate(RingLayout.PAYLOAD_SIZE, 8);
  private final MemorySegment incoming = Arena.ofAuto().allocate(RingLayout.PAYLOAD_SIZE, 8);
  private final Latencies latencies = new Latencies();
  private int next;
  private long late;
  private long timedOut;
  private long cancelled;

  /**
   * The calling side. It alone receives from {@code replies}.
   *
   * @param maxCalls how many may be in flight, a power of two
   */
  public RequestReplyChannel(Lane requests, Lane replies, int maxCalls) {
    if (maxCalls < 1 || maxCalls > 1 << 16 || Integer.bitCount(maxCalls) != 1) {
      throw new IllegalArgumentException("calls in flight: " + maxCalls);
    }
    this.requests = requests;
    this.replies = replies;
    calls = new Call[maxCalls];
    for (int i = 0; i < maxCalls; i++) {
      calls[i] = new Call(Arena.ofAuto().allocate(MAX_SIZE, 8));
    }
  }

  /**
   * Begins a call.
   *
   * @param size 0 to {@link #MAX_SIZE}
   * @param nanos how long it may take, or {@link Waiting#FOREVER}
   * @return its number, {@link Ring#FULL} or {@link Ring#CORRUPT}
   */
  public synchronized long begin(MemorySegment from, long off, int size, long nanos) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("arguments of " + size + " bytes; at most " + MAX_SIZE);
    }
    int place = freePlace();
    if (place < 0) {
      return Ring.FULL;
    }
    Call call = calls[place];
    long number = number(place, call);
    outgoing.set(LONG, 0, number);
    MemorySegment.copy(from, off, outgoing, 8, size);
    int answer = requests.trySend(outgoing, 0, 8 + size, 0);
    if (answer != 0) {
      return answer;
    }
    call.state = WAITING;
    call.started = System.nanoTime();
    call.bounded = nanos != Waiting.FOREVER;
    call.deadline = call.started + nanos;
    next = place + 1;
    return number;
  }

  private long number(int place, Call call) {
    return call.uses * calls.length + place;
  }

  private int freePlace() {
    long now = System.nanoTime();
    for (int i = 0; i < calls.length; i++) {
      int place = (next + i) & (calls.length - 1);
      if (calls[place].state == FREE) {
        return place;
      }
      // Whoever began it may never come back for it.
      if (isOver(calls[place], now)) {
        timedOut++;
        end(calls[place]);
        return place;
      }
    }
    return -1;
  }

  private static boolean isOver(Call call, long now) {
    return call.state == WAITING && call.bounded && now - call.deadline >= 0;
  }

  private static void end(Call call) {
    call.state = FREE;
    call.uses++;
  }

  /**
   * Waits for a call's result, until its deadline.
   *
   * @param to room for {@link #MAX_SIZE} bytes
   * @return bytes of result; {@link #TIMED_OUT}, {@link #CANCELLED} or {@link Ring#CORRUPT}
   */
  public int await(long number, MemorySegment to, long off) throws InterruptedException {
    while (true) {
      long left;
      synchronized (this) {
        int answer = poll(number, to, off);
        if (answer != Ring.EMPTY) {
          return answer;
        }
        Call call = call(number);
        left = call == null || !call.bounded ? Waiting.FOREVER : call.deadline - System.nanoTime();
      }
      // Another thread may take our reply off the ring and find nobody to wake, so look now and
      // then.
      replies.whenData(
          Math.clamp(left, 1, 1_000_000), () -> replies.ring().size() == 0 ? Ring.EMPTY : 0);
    }
  }

  /**
   * Looks whether a call has its result.
   *
   * @return as {@link #await}; {@link Ring#EMPTY} if not yet
   */
  public synchronized int poll(long number, MemorySegment to, long off) {
    int problem = takeReplies();
    Call call = call(number);
    if (call == null) {
      return CANCELLED;
    }
    if (call.state == DONE) {
      int size = call.size;
      MemorySegment.copy(call.result, 0, to, off, size);
      end(call);
      return size;
    }
    if (isOver(call, System.nanoTime())) {
      timedOut++;
      end(call);
      return TIMED_OUT;
    }
    return problem == Ring.CORRUPT ? problem : Ring.EMPTY;
  }

  private void complete(MemorySegment reply, int size) {
    Call call = size < 8 ? null : call(reply.get(LONG, 0));
    if (call == null || call.state != WAITING) {
      late++;
      return;
    }
    call.size = size - 8;
    MemorySegment.copy(reply, 8, call.result, 0, call.size);
    call.state = DONE;
    latencies.add(System.nanoTime() - call.started);
  }

  private int takeReplies() {
    // Bounded: a hostile server must not keep us here.
    for (int i = 0; i < replies.ring().capacity(); i++) {
      long header = replies.tryReceive(incoming, 0, null);
      if (header < 0) {
        return (int) header;
      }
      complete(incoming, Ring.size(header));
    }
    return 0;
  }

  private @Nullable Call call(long number) {
    if (number < 0) {
      return null;
    }
    Call call = calls[(int) (number & (calls.length - 1))];
    return call.state != FREE && call.uses == number / calls.length ? call : null;
  }

  /**
   * Ends a call whose result nobody wants any more; its reply will be dropped.
   *
   * @return whether it was in flight or done
   */
  public synchronized boolean cancel(long number) {
    Call call = call(number);
    if (call == null) {
      return false;
    }
    cancelled++;
    end(call);
    return true;
  }

  /** Begins a call and waits for its result; as {@link #begin} and {@link #await}. */
  public int call(
      MemorySegment from, long off, int size, MemorySegment to, long resultOff, long nanos)
      throws InterruptedException {
    long number = begin(from, off, size, nanos);
    return number < 0 ? (int) number : await(number, to, resultOff);
  }

  /** Calls in flight, or done and not yet fetched. */
  public synchronized int inFlight() {
    int n = 0;
    for (Call call : calls) {
      n += call.state == FREE ? 0 : 1;
    }
    return n;
  }

  /** Replies that no call waited for. */
  public synchronized long lateReplies() {
    return late;
  }

  /** Calls that ended by their deadline. */
  public synchronized long timeouts() {
    return timedOut;
  }

  public synchronized long cancellations() {
    return cancelled;
  }

  /** Average time of answered calls, in nanoseconds. */
  public long averageNanos() {
    return latencies.average();
  }

  /** What 99 of 100 answered calls took at most, in nanoseconds. */
  public long percentile99Nanos() {
    return latencies.percentile(99);
  }

  /** The answering side. Any thread may use it if the lanes allow it. */
  public static final class Server {
    private final Lane requests;
    private final Lane replies;

    /** Over the lanes of the calling side, the other way round. */
    public Server(Lane requests, Lane replies) {
      this.requests = requests;
      this.replies = replies;
    }

    /**
     * Receives a request: the number of the call, then its arguments.
     *
     * @param to room for 40 bytes
     * @return bytes, the number's eight included; or {@link Ring#EMPTY} or {@link Ring#CORRUPT}
     */
    public int receive(MemorySegment to, long off, long nanos) throws InterruptedException {
      long header = requests.receive(to, off, null, nanos);
      if (header < 0) {
        return (int) header;
      }
      return Ring.size(header) < 8 ? Ring.CORRUPT : Ring.size(header);
    }

    /** Replies: the number of the call, then its result, in one piece. */
    public int reply(MemorySegment from, long off, int size, long nanos)
        throws InterruptedException {
      return replies.send(from, off, size, 0, nanos);
    }
  }
}
