package exo.mem.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class LittleEndianTest {
  @Test
  void segmentsHoldTheLowByteFirstAtAnyOffset() {
    MemorySegment segment = MemorySegment.ofArray(new byte[16]);
    LittleEndian.putLong(segment, 1, 0x0102030405060708L);
    LittleEndian.putInt(segment, 9, 0x0a0b0c0d);
    LittleEndian.putShort(segment, 13, (short) 0xfeff);
    assertArrayEquals(
        new byte[] {0, 8, 7, 6, 5, 4, 3, 2, 1, 0xd, 0xc, 0xb, 0xa, -1, -2, 0},
        segment.toArray(ValueLayout.JAVA_BYTE));
    assertEquals(0x0102030405060708L, LittleEndian.getLong(segment, 1));
    assertEquals(0x0a0b0c0d, LittleEndian.getInt(segment, 9));
    assertEquals((short) 0xfeff, LittleEndian.getShort(segment, 13));
  }

  @Test
  void arraysHoldTheLowByteFirstAtAnyOffset() {
    byte[] bytes = new byte[16];
    LittleEndian.putLong(bytes, 1, 0x0102030405060708L);
    LittleEndian.putInt(bytes, 9, 0x0a0b0c0d);
    LittleEndian.putShort(bytes, 13, (short) 0xfeff);
    assertArrayEquals(new byte[] {0, 8, 7, 6, 5, 4, 3, 2, 1, 0xd, 0xc, 0xb, 0xa, -1, -2, 0}, bytes);
    assertEquals(0x0102030405060708L, LittleEndian.getLong(bytes, 1));
    assertEquals(0x0a0b0c0d, LittleEndian.getInt(bytes, 9));
    assertEquals((short) 0xfeff, LittleEndian.getShort(bytes, 13));
  }

  @Test
  void outsideIsAnException() {
    MemorySegment segment = MemorySegment.ofArray(new byte[8]);
    assertThrows(IndexOutOfBoundsException.class, () -> LittleEndian.getLong(segment, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> LittleEndian.getLong(new byte[8], 1));
    assertThrows(IndexOutOfBoundsException.class, () -> LittleEndian.putInt(new byte[8], -1, 0));
  }
}
