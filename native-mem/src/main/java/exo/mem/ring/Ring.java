package exo.mem.ring;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A ring of messages of up to 40 bytes. No method waits, allocates or takes a lock.
 *
 * <p>Memory order: all that a thread did before it sent a message happens before what the receiver
 * does after it received it. All that a receiver did with a slot happens before the slot is written
 * again. Messages of one producer are taken in the order in which it claimed their slots; with one
 * consumer they arrive so. Nothing is said about the order of messages of different producers.
 *
 * <p>Methods answer a number that is not negative, or {@link #FULL}, {@link #EMPTY} or {@link
 * #CORRUPT}.
 */
public sealed interface Ring permits UltraFastRing, SpscRing {
  /** No slot is free. */
  int FULL = -1;

  /** No message is there, or the next one is claimed and not yet committed. */
  int EMPTY = -2;

  /** The other side wrote what no side may write; the message, if any, is dropped. */
  int CORRUPT = -3;

  /** Slots. */
  int capacity();

  /** The ring's memory, in which {@link #payload} is an offset. */
  MemorySegment memory();

  /**
   * Sends a copy of some bytes.
   *
   * @param size 0 to 40
   * @param priority 0 to 255, for the receiver to see
   * @return 0, {@link #FULL} or {@link #CORRUPT}
   * @throws IllegalArgumentException for another size
   * @throws IndexOutOfBoundsException when the source has not so many bytes
   */
  default int send(MemorySegment from, long off, int size, int priority) {
    return send(from, off, size, priority, 0);
  }

  /** As above, with flags of the slot; {@link RingLayout#ABORTED} is not among them. */
  int send(MemorySegment from, long off, int size, int priority, int flags);

  /**
   * Sends as many records as there is room for, with one claim and one publication. The times of
   * all are that of the call.
   *
   * @param from records of {@link RingLayout#RECORD_SIZE} bytes, one after the other
   * @return how many were sent, at least 1; or {@link #FULL} or {@link #CORRUPT}
   * @throws IllegalArgumentException when a record for which there is room tells a size above 40;
   *     nothing is sent then
   */
  int sendBatch(MemorySegment from, long off, int count);

  /**
   * Claims a slot to write in place. Later messages wait behind it until {@link #commit} or {@link
   * #abort}.
   *
   * @return its position, {@link #FULL} or {@link #CORRUPT}
   */
  long claim();

  /** Where the payload of a claimed or taken position lies in {@link #memory}: 40 bytes. */
  long payload(long position);

  /** Publishes a claimed slot. */
  void commit(long position, int size, int priority, int flags);

  /** Gives up a claimed slot; receivers step over it. */
  void abort(long position);

  /**
   * Receives a message.
   *
   * @param to room for 40 bytes from {@code off} on, whatever the message's size
   * @param envelope filled in, if there is one
   * @return {@link #size} and the like tell what; or {@link #EMPTY} or {@link #CORRUPT}
   */
  long receive(MemorySegment to, long off, @Nullable Envelope envelope);

  /** As above, for those who want no envelope. */
  default long receive(MemorySegment to, long off) {
    return receive(to, off, null);
  }

  /**
   * Receives what is there, up to {@code max} messages, with one claim and one release.
   *
   * @param to room for {@code max} records
   * @return how many, at least 1; or {@link #EMPTY} or {@link #CORRUPT}
   */
  int receiveBatch(MemorySegment to, long off, int max);

  /**
   * Takes the next message to read it in place. Its slot is not used again before {@link #release}.
   *
   * @return its position, {@link #EMPTY} or {@link #CORRUPT}
   */
  long take();

  /** Size, priority and flags of a taken position; its size is at most 40. */
  long header(long position);

  /** Gives a taken slot back. */
  void release(long position);

  /** Messages claimed and not yet taken, 0 to capacity; a guess while others use the ring. */
  int size();

  /** Of what {@link #receive} answered: bytes of payload. */
  static int size(long header) {
    return (int) (header >>> 16) & 0xffff;
  }

  /** Of what {@link #receive} answered: the sender's priority. */
  static int priority(long header) {
    return (int) header & 0xff;
  }

  /** Of what {@link #receive} answered: the slot's flags. */
  static int flags(long header) {
    return (int) (header >>> 8) & 0xff;
  }

  /** The first eight bytes of a record, or the answer of {@link #receive}. */
  static long header(int size, int priority, int flags) {
    if (Integer.compareUnsigned(size, RingLayout.PAYLOAD_SIZE) > 0) {
      throw new IllegalArgumentException("a message of " + size + " bytes; at most 40");
    }
    return (priority & 0xff) | (flags & 0xff) << 8 | (long) size << 16;
  }
}
