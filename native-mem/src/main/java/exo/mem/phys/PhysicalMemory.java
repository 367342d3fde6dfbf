package exo.mem.phys;

import exo.mem.host.HostException;
import exo.mem.host.HostMemory;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Guest physical RAM: one off-heap segment, reserved at once, given pages by the host when touched.
 * A physical address is an offset in the segment.
 *
 * <p>Plain accesses may be unaligned and are not atomic; the volatile, release and atomic ones need
 * natural alignment and throw IllegalArgumentException without. An address outside throws
 * IndexOutOfBoundsException, any access after {@link #close} IllegalStateException. Any thread may
 * access; order between threads is the caller's business.
 */
public final class PhysicalMemory implements AutoCloseable {
  public static final int FRAME_SHIFT = 12;
  public static final long FRAME_SIZE = 1L << FRAME_SHIFT;

  /** Base and size are multiples of this, so that an engine can map RAM with large host pages. */
  public static final long GRANULE = 2L << 20;

  /** What the host keeps the bytes in. */
  public enum Backing {
    /** Private memory of this process. */
    ANONYMOUS,
    /** An unnamed file, for engines that map RAM into another process. */
    SHARED_FILE
  }

  // Plain accesses carry no alignment so that guest structures may lie anywhere.
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle ATOMIC_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle().withInvokeExactBehavior();
  private static final VarHandle ATOMIC_LONG =
      ValueLayout.JAVA_LONG
          .withOrder(ByteOrder.LITTLE_ENDIAN)
          .varHandle()
          .withInvokeExactBehavior();

  // Copying zeros takes a third of the time of MemorySegment.fill while the frame is in the cache.
  private static final MemorySegment ZEROS =
      MemorySegment.ofArray(new byte[(int) FRAME_SIZE]).asReadOnly();

  private final HostMemory memory;
  private final MemorySegment ram;
  private final long size;

  private PhysicalMemory(HostMemory memory) {
    this.memory = memory;
    this.ram = memory.segment();
    this.size = ram.byteSize();
  }

  /**
   * Reserves RAM. All of it reads as zero.
   *
   * @param bytes a multiple of {@link #GRANULE}, at least two of them
   * @throws UncheckedIOException when the host has not the address space, with a HostException
   */
  public static PhysicalMemory reserve(long bytes, Backing backing) {
    if (bytes < 2 * GRANULE || bytes % GRANULE != 0) {
      throw new IllegalArgumentException(
          "guest memory must be a multiple of 2 MiB and at least 4 MiB, not " + bytes);
    }
    try {
      return new PhysicalMemory(
          switch (backing) {
            case ANONYMOUS -> HostMemory.anonymous(bytes, GRANULE);
            case SHARED_FILE -> HostMemory.shared(bytes, GRANULE);
          });
    } catch (HostException e) {
      throw new UncheckedIOException(e);
    }
  }

  public MemorySegment segment() {
    return ram;
  }

  /** In bytes. */
  public long size() {
    return size;
  }

  public long frames() {
    return size >>> FRAME_SHIFT;
  }

  /** Where RAM begins in the host's address space; dead after {@link #close}. */
  public long address() {
    return ram.address();
  }

  /** See {@link HostMemory#hold}. */
  public Object hold() {
    return memory.hold();
  }

  /** The file of {@link Backing#SHARED_FILE}, else IllegalStateException. We close it. */
  public int fileDescriptor() {
    return memory.fileDescriptor();
  }

  public byte getByte(long pa) {
    return ram.get(BYTE, pa);
  }

  public void putByte(long pa, byte value) {
    ram.set(BYTE, pa, value);
  }

  public short getShort(long pa) {
    return ram.get(SHORT, pa);
  }

  public void putShort(long pa, short value) {
    ram.set(SHORT, pa, value);
  }

  public int getInt(long pa) {
    return ram.get(INT, pa);
  }

  public void putInt(long pa, int value) {
    ram.set(INT, pa, value);
  }

  public long getLong(long pa) {
    return ram.get(LONG, pa);
  }

  public void putLong(long pa, long value) {
    ram.set(LONG, pa, value);
  }

  public int getIntVolatile(long pa) {
    return (int) ATOMIC_INT.getVolatile(ram, pa);
  }

  public void putIntVolatile(long pa, int value) {
    ATOMIC_INT.setVolatile(ram, pa, value);
  }

  public boolean compareAndSetInt(long pa, int expected, int value) {
    return ATOMIC_INT.compareAndSet(ram, pa, expected, value);
  }

  /** Answers what was there: {@code expected} when the exchange took place. */
  public int compareAndExchangeInt(long pa, int expected, int value) {
    return (int) ATOMIC_INT.compareAndExchange(ram, pa, expected, value);
  }

  public int getAndSetInt(long pa, int value) {
    return (int) ATOMIC_INT.getAndSet(ram, pa, value);
  }

  public long getLongVolatile(long pa) {
    return (long) ATOMIC_LONG.getVolatile(ram, pa);
  }

  public void putLongVolatile(long pa, long value) {
    ATOMIC_LONG.setVolatile(ram, pa, value);
  }

  /** All earlier stores of this thread are seen by whoever sees this one. */
  public void putLongRelease(long pa, long value) {
    ATOMIC_LONG.setRelease(ram, pa, value);
  }

  public boolean compareAndSetLong(long pa, long expected, long value) {
    return ATOMIC_LONG.compareAndSet(ram, pa, expected, value);
  }

  /** Answers what was there: {@code expected} when the exchange took place. */
  public long compareAndExchangeLong(long pa, long expected, long value) {
    return (long) ATOMIC_LONG.compareAndExchange(ram, pa, expected, value);
  }

  public long getAndSetLong(long pa, long value) {
    return (long) ATOMIC_LONG.getAndSet(ram, pa, value);
  }

  /** Sets bits; answers what was there before. */
  public long getAndOrLong(long pa, long bits) {
    return (long) ATOMIC_LONG.getAndBitwiseOr(ram, pa, bits);
  }

  public void zero(long frame) {
    MemorySegment.copy(ZEROS, 0, ram, frame << FRAME_SHIFT, FRAME_SIZE);
  }

  public void copy(long fromFrame, long toFrame) {
    MemorySegment.copy(ram, fromFrame << FRAME_SHIFT, ram, toFrame << FRAME_SHIFT, FRAME_SIZE);
  }

  /**
   * Gives the host's pages behind these frames back; the frames read as zero afterwards.
   *
   * @throws UncheckedIOException when the host refuses
   */
  public void discard(long frame, long count) {
    try {
      memory.discard(frame << FRAME_SHIFT, count << FRAME_SHIFT);
    } catch (HostException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unmaps RAM. No CPU engine may still run on it. A second close does nothing. */
  @Override
  public void close() {
    memory.close();
  }
}
