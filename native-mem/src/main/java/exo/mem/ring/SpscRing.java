package exo.mem.ring;

import static exo.mem.ring.RingLayout.ABORTED;
import static exo.mem.ring.RingLayout.HEAD;
import static exo.mem.ring.RingLayout.HEADER;
import static exo.mem.ring.RingLayout.PAYLOAD;
import static exo.mem.ring.RingLayout.PAYLOAD_SIZE;
import static exo.mem.ring.RingLayout.RECORD_SIZE;
import static exo.mem.ring.RingLayout.SEQUENCE;
import static exo.mem.ring.RingLayout.SLOTS;
import static exo.mem.ring.RingLayout.SLOT_SHIFT;
import static exo.mem.ring.RingLayout.TAIL;
import static exo.mem.ring.RingLayout.TIMESTAMP;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ring for one producer and one consumer: at any time one thread sends and one receives, which
 * may be the same. Either may be a guest; then this object's other half stays unused.
 *
 * <p>Each end keeps its cursor for itself and stores it in the ring with release. The consumer goes
 * by the sequence in the slot, which is written last: so a message to one who waits for it moves
 * one cache line. The producer remembers how far the consumer was, and looks at its cache line only
 * when that is not far enough. A producer that dies within a claim has published nothing, and
 * nobody waits for it.
 *
 * <p>Slots are reached by address, without the checks that cost as much as the rest of a message.
 * So the memory must stay mapped while a method runs. Memory of a global or automatic arena does;
 * for other memory the constructor takes an object that keeps it, such as {@link
 * exo.mem.phys.PhysicalMemory#hold} answers, or else nobody may close it meanwhile. After a close
 * every method that sends or receives throws IllegalStateException.
 */
public final class SpscRing extends SpscCursors implements Ring {
  private static final long GIVEN_UP = (long) ABORTED << 8;

  // The cursors are reached through the segment, which throws when it was closed; the slots, by
  // address.
  private final MemorySegment ring;
  private final long slots;
  private final long capacity;
  private final long mask;
  private final @Nullable Timestamps clock;
  private final Object keeper;

  /**
   * An end, or both, of a ring that {@link RingLayout#format} wrote; goes on where the ring is.
   *
   * @param clock times for slots, or null
   * @throws IllegalArgumentException when no such ring lies there
   */
  public SpscRing(MemorySegment memory, @Nullable Timestamps clock) {
    this(memory, clock, memory);
  }

  /**
   * The same.
   *
   * @param keeper what keeps the memory mapped as long as it is reachable
   */
  public SpscRing(MemorySegment memory, @Nullable Timestamps clock, Object keeper) {
    this.capacity = RingLayout.check(memory, RingLayout.ONE_TO_ONE);
    this.mask = capacity - 1;
    this.ring = memory.asSlice(0, RingLayout.bytes((int) capacity), RingLayout.SLOT_SIZE);
    this.slots = ring.address() + SLOTS;
    this.clock = clock;
    this.keeper = keeper;
    tail = Words.getLongAcquire(ring, TAIL);
    head = Words.getLongAcquire(ring, HEAD);
    if (head < 0 || tail - head < 0 || tail - head > capacity) {
      throw new IllegalArgumentException("the ring's cursors contradict each other");
    }
    headSeen = head;
  }

  /** The address of a slot. */
  private long slot(long position) {
    return (slots + ((position & mask) << SLOT_SHIFT)) & RawWords.ADDRESSES;
  }

  private long cursor(long off) {
    return (slots - SLOTS + off) & RawWords.ADDRESSES;
  }

  /** Looks at the consumer; answers how many slots are free, or CORRUPT. */
  private long lookForRoom() {
    long seen = RawWords.getAcquire(cursor(HEAD));
    long used = tail - seen;
    if (seen < headSeen || used < 0 || used > capacity) {
      return CORRUPT;
    }
    headSeen = seen;
    return capacity - used;
  }

  /**
   * What it means that the slot at the head is not published: the producer has not come to it, or
   * somebody is mad. Then it is stepped over if the producer claims to have passed it.
   */
  private int refusal(long position, long sequence) {
    if (sequence == position || sequence == position - capacity + 1) {
      return EMPTY;
    }
    if (RawWords.getAcquire(cursor(TAIL)) > position) {
      release(position);
    }
    return CORRUPT;
  }

  @Override
  public int send(MemorySegment from, long off, int size, int priority, int flags) {
    long header = Ring.header(size, priority, flags);
    long position = claim();
    if (position < 0) {
      return (int) position;
    }
    long slot = slot(position);
    // When this throws nothing was published.
    RawWords.copyIn(from, off, slot + PAYLOAD, size);
    publish(slot, position, header);
    return 0;
  }

  private void publish(long slot, long position, long header) {
    if (clock != null) {
      RawWords.put(slot + TIMESTAMP, clock.now());
    }
    RawWords.put(slot + HEADER, header);
    RawWords.putRelease(slot + SEQUENCE, position + 1);
    Words.putLongRelease(ring, TAIL, position + 1);
    tail = position + 1;
    Reference.reachabilityFence(keeper);
  }

  @Override
  public int sendBatch(MemorySegment from, long off, int count) {
    Objects.checkFromIndexSize(off, (long) count * RECORD_SIZE, from.byteSize());
    if (count <= 0) {
      throw new IllegalArgumentException("a batch of " + count);
    }
    long room = capacity - (tail - headSeen);
    if (room < count) {
      room = lookForRoom();
      if (room <= 0) {
        return room == 0 ? FULL : CORRUPT;
      }
    }
    int n = (int) Math.min(room, count);
    if (clock != null) {
      long now = clock.now();
      for (int i = 0; i < n; i++) {
        RawWords.put(slot(tail + i) + TIMESTAMP, now);
      }
    }
    long widest = 0;
    for (int i = 0; i < n; i++) {
      long position = tail + i;
      long slot = slot(position);
      MemorySegment record = from.asSlice(off + (long) i * RECORD_SIZE, RECORD_SIZE);
      long header = Words.recordHeader(record, 0);
      widest = Math.max(widest, header >>> 16);
      RawWords.put(slot + HEADER, header);
      RawWords.copyWordsIn(record, 8, slot + PAYLOAD);
      if (i > 0) {
        RawWords.put(slot + SEQUENCE, position + 1);
      }
    }
    if (widest > PAYLOAD_SIZE) {
      takeBack(n);
      throw new IllegalArgumentException("a record of " + widest + " bytes; at most 40");
    }
    // The consumer does not get past the first slot before, so this publishes them all.
    RawWords.putRelease(slot(tail) + SEQUENCE, tail + 1);
    Words.putLongRelease(ring, TAIL, tail + n);
    tail += n;
    Reference.reachabilityFence(keeper);
    return n;
  }

  /** Makes the slots of a refused batch free: once its first slot is published they would count. */
  private void takeBack(int n) {
    for (int i = 1; i < n; i++) {
      long position = tail + i;
      RawWords.put(slot(position) + SEQUENCE, position);
    }
    Reference.reachabilityFence(keeper);
  }

  @Override
  public long claim() {
    long position = tail;
    if (position - headSeen >= capacity) {
      long room = lookForRoom();
      if (room <= 0) {
        return room == 0 ? FULL : CORRUPT;
      }
    }
    return position;
  }

  @Override
  public long payload(long position) {
    return SLOTS + ((position & mask) << SLOT_SHIFT) + PAYLOAD;
  }

  @Override
  public void commit(long position, int size, int priority, int flags) {
    publish(slot(position), position, Ring.header(size, priority, flags));
  }

  /** Nothing was published; the next claim answers the same position. */
  @Override
  public void abort(long position) {
    if (position != tail) {
      throw new IllegalStateException("position " + position + " is not claimed");
    }
  }

  @Override
  public long receive(MemorySegment to, long off, @Nullable Envelope envelope) {
    while (true) {
      long position = head;
      long slot = slot(position);
      long sequence = RawWords.getAcquire(slot + SEQUENCE);
      if (sequence != position + 1) {
        return refusal(position, sequence);
      }
      long header = RawWords.get(slot + HEADER) & 0xffff_ffffL;
      int size = Ring.size(header);
      if (size > PAYLOAD_SIZE) {
        release(position);
        return CORRUPT;
      }
      if ((header & GIVEN_UP) == 0) {
        RawWords.copyOut(slot + PAYLOAD, to, off, size);
        if (envelope != null) {
          long sent = clock == null ? 0 : RawWords.get(slot + TIMESTAMP);
          envelope.set(header, sent, clock == null ? 0 : clock.now() - sent);
        }
        release(position);
        return header;
      }
      release(position);
    }
  }

  @Override
  public int receiveBatch(MemorySegment to, long off, int max) {
    Objects.checkFromIndexSize(off, (long) max * RECORD_SIZE, to.byteSize());
    if (max <= 0) {
      throw new IllegalArgumentException("a batch of " + max);
    }
    int most = (int) Math.min(max, capacity);
    while (true) {
      long first = RawWords.getAcquire(slot(head) + SEQUENCE);
      if (first != head + 1) {
        return refusal(head, first);
      }
      int got = copyMessages(to, off, run(most));
      if (got == 0) {
        // Given up, or of no size that a message has.
        boolean skip = (RawWords.get(slot(head) + HEADER) & GIVEN_UP) != 0;
        release(head);
        if (!skip) {
          return CORRUPT;
        }
        continue;
      }
      Words.putLongRelease(ring, HEAD, head + got);
      head += got;
      Reference.reachabilityFence(keeper);
      return got;
    }
  }

  /** How many messages there are, up to {@code most}; the first one is there. */
  private int run(int most) {
    // Not yet moved when the first message is on its way, and anything in a scribbled ring.
    long there = RawWords.getAcquire(cursor(TAIL)) - head;
    return Math.clamp(there, 1, most);
  }

  /** Copies messages out, up to the first slot that holds none, and answers how many it were. */
  private int copyMessages(MemorySegment to, long off, int n) {
    for (int i = 0; i < n; i++) {
      long position = head + i;
      long slot = slot(position);
      long header = RawWords.get(slot + HEADER) & 0xffff_ffffL;
      if (RawWords.get(slot + SEQUENCE) != position + 1
          || (header & GIVEN_UP) != 0
          || Ring.size(header) > PAYLOAD_SIZE) {
        return i;
      }
      copyMessage(slot, header, to, off + (long) i * RECORD_SIZE);
    }
    return n;
  }

  private static void copyMessage(long slot, long header, MemorySegment to, long off) {
    MemorySegment record = to.asSlice(off, RECORD_SIZE);
    Words.putAny(record, 0, header);
    RawWords.copyWordsOut(slot + PAYLOAD, record, 8);
  }

  @Override
  public long take() {
    while (true) {
      long position = head;
      long slot = slot(position);
      long sequence = RawWords.getAcquire(slot + SEQUENCE);
      if (sequence != position + 1) {
        return refusal(position, sequence);
      }
      long header = RawWords.get(slot + HEADER) & 0xffff_ffffL;
      if ((header & GIVEN_UP) == 0) {
        return position;
      }
      release(position);
    }
  }

  @Override
  public long header(long position) {
    long header = RawWords.get(slot(position) + HEADER) & 0xffff_ffffL;
    return Ring.size(header) <= PAYLOAD_SIZE ? header : header & 0xffff;
  }

  @Override
  public void release(long position) {
    Words.putLongRelease(ring, HEAD, position + 1);
    head = position + 1;
    Reference.reachabilityFence(keeper);
  }

  @Override
  public int capacity() {
    return (int) capacity;
  }

  @Override
  public MemorySegment memory() {
    return ring;
  }

  @Override
  public int size() {
    long used = Words.getLongAcquire(ring, TAIL) - Words.getLongAcquire(ring, HEAD);
    return (int) Math.clamp(used, 0, capacity);
  }
}
