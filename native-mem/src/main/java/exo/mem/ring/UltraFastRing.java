package exo.mem.ring;

import static exo.mem.ring.RingLayout.ABORTED;
import static exo.mem.ring.RingLayout.HEAD;
import static exo.mem.ring.RingLayout.HEADER;
import static exo.mem.ring.RingLayout.OWNER;
import static exo.mem.ring.RingLayout.PAYLOAD;
import static exo.mem.ring.RingLayout.PAYLOAD_SIZE;
import static exo.mem.ring.RingLayout.RECORD_SIZE;
import static exo.mem.ring.RingLayout.SEQUENCE;
import static exo.mem.ring.RingLayout.SLOTS;
import static exo.mem.ring.RingLayout.SLOT_SHIFT;
import static exo.mem.ring.RingLayout.SLOT_SIZE;
import static exo.mem.ring.RingLayout.TAIL;
import static exo.mem.ring.RingLayout.TAKEN;
import static exo.mem.ring.RingLayout.TIMESTAMP;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ring for any number of producers and consumers, in this JVM and in guests. Any thread may use
 * any method; a claimed or taken position belongs to who got it.
 *
 * <p>A producer moves the tail by compare-and-set and so owns the slot; it stores the slot's
 * sequence with release when the message is complete. A consumer loads the sequence with acquire,
 * moves the head by compare-and-set, and stores the sequence of the next lap with release when it
 * is done. A batch stores the first sequence last: nobody passes the first slot before.
 */
public final class UltraFastRing implements Ring {
  /** Attempts after which somebody must be playing with the cursor. */
  private static final int PATIENCE = 1 << 20;

  private static final long GIVEN_UP = (long) ABORTED << 8;

  private final MemorySegment ring;
  private final long capacity;
  private final long mask;
  private final long owner;
  private final @Nullable Timestamps clock;

  /**
   * One end of a ring that {@link RingLayout#format} wrote.
   *
   * @param owner who this end is, for {@link #recover}: 1 to 2^31 - 1, one for each end
   * @param clock times for slots, or null
   * @throws IllegalArgumentException when no such ring lies there
   */
  public UltraFastRing(MemorySegment memory, int owner, @Nullable Timestamps clock) {
    this.capacity = RingLayout.check(memory, RingLayout.MANY_TO_MANY);
    this.mask = capacity - 1;
    this.ring = memory.asSlice(0, RingLayout.bytes((int) capacity), RingLayout.SLOT_SIZE);
    this.owner = (long) requireOwner(owner) << 32;
    this.clock = clock;
  }

  private static int requireOwner(int owner) {
    if (owner <= 0) {
      throw new IllegalArgumentException("no owner: " + owner);
    }
    return owner;
  }

  private long slot(long position) {
    return SLOTS + ((position & mask) << SLOT_SHIFT);
  }

  @Override
  public int send(MemorySegment from, long off, int size, int priority, int flags) {
    long header = Ring.header(size, priority, flags);
    Objects.checkFromIndexSize(off, size, from.byteSize());
    long position = move(TAIL, 0);
    if (position < 0) {
      return position == EMPTY ? FULL : CORRUPT;
    }
    long slot = slot(position);
    boolean written = false;
    try {
      Words.copy(from, off, ring, slot + PAYLOAD, size);
      written = true;
    } finally {
      // The source may have been closed by another thread; a claim must end all the same.
      publish(slot, position, written ? header : GIVEN_UP);
    }
    return 0;
  }

  private void publish(long slot, long position, long header) {
    if (clock != null) {
      Words.putLong(ring, slot + TIMESTAMP, clock.now());
    }
    Words.putLong(ring, slot + HEADER, header);
    Words.putLongRelease(ring, slot + SEQUENCE, position + 1);
  }

  /**
   * Moves a cursor past a slot whose sequence is its position plus {@code turn}: 0 for producers, 1
   * for consumers.
   *
   * @return the position, EMPTY for "it is not our turn", or CORRUPT
   */
  private long move(long cursor, int turn) {
    long position = Words.getLongAcquire(ring, cursor);
    for (int i = 0; i < PATIENCE; i++) {
      long sequence = Words.getLongAcquire(ring, slot(position) + SEQUENCE);
      if (sequence == position + turn) {
        if (outOfRange(position)) {
          return CORRUPT;
        }
        if (Words.casLong(ring, cursor, position, position + 1)) {
          return position;
        }
      }
      long now = Words.getLongAcquire(ring, cursor);
      if (now == position && sequence != position + turn) {
        return refusal(position, sequence, turn);
      }
      position = now;
    }
    return CORRUPT;
  }

  /** Negative positions would look like answers, and no ring gets as far as the others. */
  private static boolean outOfRange(long position) {
    return position < 0 || position > Long.MAX_VALUE >> 1;
  }

  /**
   * What it means that the slot at the cursor is not ours: somebody is not done with it, a consumer
   * of the last lap or, seen by a consumer, this lap's producer, seen by a producer, the last's; or
   * somebody is mad.
   */
  private long refusal(long position, long sequence, int turn) {
    boolean busy =
        sequence == position - capacity + 1
            || sequence == (turn == 1 ? position : position - capacity);
    return busy ? EMPTY : CORRUPT;
  }

  /** How many slots from a position on, which is ours, are ours too, up to {@code want}. */
  private int run(long position, int turn, int want) {
    int most = (int) Math.min(want, capacity);
    int n = 1;
    while (n < most
        && Words.getLongAcquire(ring, slot(position + n) + SEQUENCE) == position + n + turn) {
      n++;
    }
    return n;
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
    for (int i = 0; i < PATIENCE; i++) {
      long position = Words.getLongAcquire(ring, TAIL);
      long sequence = Words.getLongAcquire(ring, slot(position) + SEQUENCE);
      if (sequence == position && !outOfRange(position)) {
        int n = run(position, 0, count);
        if (Words.casLong(ring, TAIL, position, position + n)) {
          fill(position, n, from, off);
          return n;
        }
      } else if (Words.getLongAcquire(ring, TAIL) == position) {
        return refusal(position, sequence, 0) == EMPTY ? FULL : CORRUPT;
      }
    }
    return CORRUPT;
  }

  private void fill(long position, int n, MemorySegment from, long off) {
    long now = clock == null ? 0 : clock.now();
    int done = 0;
    try {
      for (; done < n; done++) {
        long at = slot(position + done);
        MemorySegment slot = ring.asSlice(at, SLOT_SIZE);
        long record = off + (long) done * RECORD_SIZE;
        Words.putLong(slot, HEADER, Words.recordHeader(from, record));
        Words.copyWhole(from, record + 8, ring, at + PAYLOAD);
        if (clock != null) {
          Words.putLong(slot, TIMESTAMP, now);
        }
        if (done > 0) {
          Words.putLongOpaque(slot, SEQUENCE, position + done + 1);
        }
      }
    } finally {
      for (; done < n; done++) {
        long slot = slot(position + done);
        Words.putLong(ring, slot + HEADER, GIVEN_UP);
        Words.putLongOpaque(ring, slot + SEQUENCE, position + done + 1);
      }
      // Nobody gets past the first slot before this, so it publishes them all.
      Words.putLongRelease(ring, slot(position) + SEQUENCE, position + 1);
    }
  }

  @Override
  public long claim() {
    long position = move(TAIL, 0);
    if (position < 0) {
      return position == EMPTY ? FULL : CORRUPT;
    }
    Words.putLong(ring, slot(position) + HEADER, owner);
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

  @Override
  public void abort(long position) {
    publish(slot(position), position, GIVEN_UP);
  }

  @Override
  public long receive(MemorySegment to, long off, @Nullable Envelope envelope) {
    Objects.checkFromIndexSize(off, PAYLOAD_SIZE, to.byteSize());
    while (true) {
      long position = move(HEAD, 1);
      if (position < 0) {
        return position;
      }
      long slot = slot(position);
      long header = Words.recordHeader(ring, slot + HEADER);
      int size = Ring.size(header);
      boolean whole = size <= PAYLOAD_SIZE;
      boolean skip = (header & GIVEN_UP) != 0;
      long sent = clock == null ? 0 : Words.getLong(ring, slot + TIMESTAMP);
      try {
        if (whole && !skip) {
          Words.copy(ring, slot + PAYLOAD, to, off, size);
        }
      } finally {
        // The target may have been closed by another thread.
        Words.putLongRelease(ring, slot + SEQUENCE, position + capacity);
      }
      if (!skip) {
        if (whole && envelope != null) {
          envelope.set(header, sent, clock == null ? 0 : clock.now() - sent);
        }
        return whole ? header : CORRUPT;
      }
    }
  }

  @Override
  public int receiveBatch(MemorySegment to, long off, int max) {
    Objects.checkFromIndexSize(off, (long) max * RECORD_SIZE, to.byteSize());
    if (max <= 0) {
      throw new IllegalArgumentException("a batch of " + max);
    }
    for (int i = 0; i < PATIENCE; i++) {
      long position = Words.getLongAcquire(ring, HEAD);
      long sequence = Words.getLongAcquire(ring, slot(position) + SEQUENCE);
      if (sequence == position + 1 && !outOfRange(position)) {
        int n = run(position, 1, max);
        if (Words.casLong(ring, HEAD, position, position + n)) {
          int got = empty(position, n, to, off);
          if (got != 0) {
            return got;
          }
        }
      } else if (Words.getLongAcquire(ring, HEAD) == position) {
        return (int) refusal(position, sequence, 1);
      }
    }
    return CORRUPT;
  }

  /** Copies messages out and releases their slots; answers how many were none given up. */
  private int empty(long position, int n, MemorySegment to, long off) {
    int got = 0;
    boolean corrupt = false;
    try {
      for (int i = 0; i < n; i++) {
        long at = slot(position + i);
        MemorySegment slot = ring.asSlice(at, SLOT_SIZE);
        long header = Words.recordHeader(slot, HEADER);
        if ((header & GIVEN_UP) != 0) {
          continue;
        }
        if (Ring.size(header) > PAYLOAD_SIZE) {
          corrupt = true;
          continue;
        }
        long record = off + (long) got++ * RECORD_SIZE;
        Words.putAny(to, record, header);
        Words.copyWhole(ring, at + PAYLOAD, to, record + 8);
      }
    } finally {
      // One fence for all: their contents were read before any slot is given back.
      VarHandle.releaseFence();
      for (int i = 0; i < n; i++) {
        Words.putLongOpaque(ring, slot(position + i) + SEQUENCE, position + i + capacity);
      }
    }
    return got == 0 && corrupt ? CORRUPT : got;
  }

  @Override
  public long take() {
    while (true) {
      long position = move(HEAD, 1);
      if (position < 0) {
        return position;
      }
      long slot = slot(position);
      long header = Words.recordHeader(ring, slot + HEADER);
      if ((header & GIVEN_UP) == 0 && Ring.size(header) <= PAYLOAD_SIZE) {
        Words.putInt(ring, slot + OWNER, (int) (owner >>> 32) | TAKEN);
        return position;
      }
      release(position);
      if ((header & GIVEN_UP) == 0) {
        return CORRUPT;
      }
    }
  }

  @Override
  public long header(long position) {
    long header = Words.recordHeader(ring, slot(position) + HEADER);
    // Looked at once when taken, but it may have been scribbled over since.
    return Ring.size(header) <= PAYLOAD_SIZE ? header : header & 0xffff;
  }

  @Override
  public void release(long position) {
    long slot = slot(position);
    Words.putInt(ring, slot + OWNER, 0);
    Words.putLongRelease(ring, slot + SEQUENCE, position + capacity);
  }

  /**
   * Ends what an end left half done that will do no more: claims are aborted, taken slots released.
   *
   * @param dead the owner of that end
   * @param alone whether no other end is in the middle of a claim; then slots are freed too whose
   *     owner died before it could write its name
   * @return how many slots were freed
   */
  public int recover(int dead, boolean alone) {
    long tail = Words.getLongAcquire(ring, TAIL);
    long head = Words.getLongAcquire(ring, HEAD);
    int freed = 0;
    for (long position = Math.max(0, tail - capacity); position < tail; position++) {
      long slot = slot(position);
      long sequence = Words.getLongAcquire(ring, slot + SEQUENCE);
      int holder = Words.getInt(ring, slot + OWNER);
      if (sequence == position && (holder == dead || (alone && holder == 0))) {
        Words.putLong(ring, slot + HEADER, GIVEN_UP);
        Words.putLongRelease(ring, slot + SEQUENCE, position + 1);
        freed++;
      } else if (sequence == position + 1
          && position < head
          && (holder == (dead | TAKEN) || (alone && holder >= 0))) {
        release(position);
        freed++;
      }
    }
    return freed;
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
