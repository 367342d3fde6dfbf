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
import static exo.mem.ring.RingLayout.SLOT_SIZE;
import static exo.mem.ring.RingLayout.TAIL;
import static exo.mem.ring.RingLayout.TIMESTAMP;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ring for one producer and one consumer: at any time one thread sends and one receives, which
 * may be the same. Either may be a guest; then this object's other half stays unused.
 *
 * <p>Each end keeps its cursor for itself and stores it in the ring with release, and remembers how
 * far the other end was, so that it looks at the other's cache line, with acquire, only when that
 * is not far enough. Slots carry sequences too, written before the cursor: so scribbling is
 * noticed. A producer that dies within a claim has published nothing, and nobody waits for it.
 */
public final class SpscRing extends SpscCursors implements Ring {
  private static final long GIVEN_UP = (long) ABORTED << 8;

  private final MemorySegment ring;
  private final long capacity;
  private final long mask;
  private final @Nullable Timestamps clock;

  /**
   * An end, or both, of a ring that {@link RingLayout#format} wrote; goes on where the ring is.
   *
   * @param clock times for slots, or null
   * @throws IllegalArgumentException when no such ring lies there
   */
  public SpscRing(MemorySegment memory, @Nullable Timestamps clock) {
    this.capacity = RingLayout.check(memory, RingLayout.ONE_TO_ONE);
    this.mask = capacity - 1;
    this.ring = memory.asSlice(0, RingLayout.bytes((int) capacity), RingLayout.SLOT_SIZE);
    this.clock = clock;
    tail = Words.getLongAcquire(ring, TAIL);
    head = Words.getLongAcquire(ring, HEAD);
    if (head < 0 || tail - head < 0 || tail - head > capacity) {
      throw new IllegalArgumentException("the ring's cursors contradict each other");
    }
    headSeen = head;
    tailSeen = head;
  }

  private long slot(long position) {
    return SLOTS + ((position & mask) << SLOT_SHIFT);
  }

  /** Looks at the consumer; answers how many slots are free, or CORRUPT. */
  private long lookForRoom() {
    long seen = Words.getLongAcquire(ring, HEAD);
    long used = tail - seen;
    if (seen < headSeen || used < 0 || used > capacity) {
      return CORRUPT;
    }
    headSeen = seen;
    return capacity - used;
  }

  /** Looks at the producer; answers how many messages there are, or CORRUPT. */
  private long lookForData() {
    long seen = Words.getLongAcquire(ring, TAIL);
    long there = seen - head;
    if (there < 0 || there > capacity) {
      return CORRUPT;
    }
    tailSeen = seen;
    return there;
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
    Words.copy(from, off, ring, slot + PAYLOAD, size);
    publish(slot, position, header);
    return 0;
  }

  private void publish(long slot, long position, long header) {
    if (clock != null) {
      Words.putLong(ring, slot + TIMESTAMP, clock.now());
    }
    Words.putLong(ring, slot + HEADER, header);
    Words.putLong(ring, slot + SEQUENCE, position + 1);
    tail = position + 1;
    Words.putLongRelease(ring, TAIL, position + 1);
  }

  @Override
  public int sendBatch(MemorySegment from, long off, int count) {
    Objects.checkFromIndexSize(off, (long) count * RECORD_SIZE, from.byteSize());
    if (count <= 0) {
      throw new IllegalArgumentException("a batch of " + count);
    }
    for (int i = 0; i < count; i++) {
      Words.requireRecord(from, off + (long) i * RECORD_SIZE);
    }
    long room = capacity - (tail - headSeen);
    if (room < count) {
      room = lookForRoom();
      if (room <= 0) {
        return room == 0 ? FULL : CORRUPT;
      }
    }
    int n = (int) Math.min(room, count);
    long now = clock == null ? 0 : clock.now();
    for (int i = 0; i < n; i++) {
      long position = tail + i;
      long at = slot(position);
      MemorySegment slot = ring.asSlice(at, SLOT_SIZE);
      long record = off + (long) i * RECORD_SIZE;
      Words.putLong(slot, SEQUENCE, position + 1);
      Words.putLong(slot, HEADER, Words.recordHeader(from, record));
      Words.copyWhole(from, record + 8, ring, at + PAYLOAD);
      if (clock != null) {
        Words.putLong(slot, TIMESTAMP, now);
      }
    }
    tail += n;
    Words.putLongRelease(ring, TAIL, tail);
    return n;
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
    return slot(position) + PAYLOAD;
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
      if (position == tailSeen) {
        long there = lookForData();
        if (there <= 0) {
          return there == 0 ? EMPTY : CORRUPT;
        }
      }
      long slot = slot(position);
      long header = Words.recordHeader(ring, slot + HEADER);
      int size = Ring.size(header);
      if (size > PAYLOAD_SIZE || Words.getLong(ring, slot + SEQUENCE) != position + 1) {
        release(position);
        return CORRUPT;
      }
      if ((header & GIVEN_UP) == 0) {
        Words.copy(ring, slot + PAYLOAD, to, off, size);
        if (envelope != null) {
          long sent = clock == null ? 0 : Words.getLong(ring, slot + TIMESTAMP);
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
    while (true) {
      long there = tailSeen - head;
      if (there < max) {
        there = lookForData();
        if (there <= 0) {
          return there == 0 ? EMPTY : CORRUPT;
        }
      }
      int n = (int) Math.min(there, max);
      int got = 0;
      boolean corrupt = false;
      for (int i = 0; i < n; i++) {
        long position = head + i;
        long at = slot(position);
        MemorySegment slot = ring.asSlice(at, SLOT_SIZE);
        long header = Words.recordHeader(slot, HEADER);
        if (Words.getLong(slot, SEQUENCE) != position + 1 || Ring.size(header) > PAYLOAD_SIZE) {
          corrupt = true;
          continue;
        }
        if ((header & GIVEN_UP) != 0) {
          continue;
        }
        long record = off + (long) got++ * RECORD_SIZE;
        Words.putAny(to, record, header);
        Words.copyWhole(ring, at + PAYLOAD, to, record + 8);
      }
      head += n;
      Words.putLongRelease(ring, HEAD, head);
      if (got > 0 || corrupt) {
        return got > 0 ? got : CORRUPT;
      }
    }
  }

  @Override
  public long take() {
    while (true) {
      long position = head;
      if (position == tailSeen) {
        long there = lookForData();
        if (there <= 0) {
          return there == 0 ? EMPTY : CORRUPT;
        }
      }
      long slot = slot(position);
      long header = Words.recordHeader(ring, slot + HEADER);
      if (Words.getLong(ring, slot + SEQUENCE) != position + 1) {
        release(position);
        return CORRUPT;
      }
      if ((header & GIVEN_UP) == 0) {
        return position;
      }
      release(position);
    }
  }

  @Override
  public long header(long position) {
    long header = Words.recordHeader(ring, slot(position) + HEADER);
    return Ring.size(header) <= PAYLOAD_SIZE ? header : header & 0xffff;
  }

  @Override
  public void release(long position) {
    head = position + 1;
    Words.putLongRelease(ring, HEAD, position + 1);
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
