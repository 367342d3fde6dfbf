package exo.mem.layout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian values at any alignment. An offset outside throws IndexOutOfBoundsException. */
public final class LittleEndian {
  public static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle SHORTS = bytes(short[].class);
  private static final VarHandle INTS = bytes(int[].class);
  private static final VarHandle LONGS = bytes(long[].class);

  private LittleEndian() {}

  private static VarHandle bytes(Class<?> view) {
    return MethodHandles.byteArrayViewVarHandle(view, ByteOrder.LITTLE_ENDIAN)
        .withInvokeExactBehavior();
  }

  public static short getShort(MemorySegment segment, long off) {
    return segment.get(SHORT, off);
  }

  public static void putShort(MemorySegment segment, long off, short value) {
    segment.set(SHORT, off, value);
  }

  public static int getInt(MemorySegment segment, long off) {
    return segment.get(INT, off);
  }

  public static void putInt(MemorySegment segment, long off, int value) {
    segment.set(INT, off, value);
  }

  public static long getLong(MemorySegment segment, long off) {
    return segment.get(LONG, off);
  }

  public static void putLong(MemorySegment segment, long off, long value) {
    segment.set(LONG, off, value);
  }

  public static short getShort(byte[] bytes, int off) {
    return (short) SHORTS.get(bytes, off);
  }

  public static void putShort(byte[] bytes, int off, short value) {
    SHORTS.set(bytes, off, value);
  }

  public static int getInt(byte[] bytes, int off) {
    return (int) INTS.get(bytes, off);
  }

  public static void putInt(byte[] bytes, int off, int value) {
    INTS.set(bytes, off, value);
  }

  public static long getLong(byte[] bytes, int off) {
    return (long) LONGS.get(bytes, off);
  }

  public static void putLong(byte[] bytes, int off, long value) {
    LONGS.set(bytes, off, value);
  }
}
