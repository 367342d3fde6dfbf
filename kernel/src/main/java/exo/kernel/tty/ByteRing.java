package exo.kernel.tty;

import exo.kernel.uaccess.IoBuffer;
import java.lang.foreign.MemorySegment;

/** Bytes, first in first out, that grow to a capacity. Owned by the kernel lock. */
final class ByteRing {
  private static final int FIRST = 256;

  private final int capacity;
  private byte[] bytes = new byte[FIRST];
  private int start;
  private int size;

  ByteRing(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return size;
  }

  int room() {
    return capacity - size;
  }

  void put(int c) {
    if (size == bytes.length) {
      grow();
    }
    int at = start + size;
    bytes[at < bytes.length ? at : at - bytes.length] = (byte) c;
    size++;
  }

  void put(byte[] from, int length) {
    for (int i = 0; i < length; i++) {
      put(from[i]);
    }
  }

  private void grow() {
    byte[] larger = new byte[Math.min(capacity, bytes.length * 4)];
    copy(larger, size);
    bytes = larger;
    start = 0;
  }

  private void copy(byte[] to, int count) {
    int first = Math.min(count, bytes.length - start);
    System.arraycopy(bytes, start, to, 0, first);
    System.arraycopy(bytes, 0, to, first, count - first);
  }

  /** Copies bytes that stay; answers how many. */
  int peek(byte[] to) {
    int n = Math.min(size, to.length);
    copy(to, n);
    return n;
  }

  void drop(int count) {
    start = (start + count) % bytes.length;
    size -= count;
  }

  /** Forgets all but the first bytes. */
  void cut(int keep) {
    size = Math.min(size, keep);
  }

  void clear() {
    size = 0;
  }

  long read(IoBuffer to) {
    MemorySegment segment = MemorySegment.ofArray(bytes);
    long done = 0;
    while (size > 0 && to.remaining() > 0) {
      int piece = (int) Math.min(Math.min(size, bytes.length - start), to.remaining());
      int moved = (int) to.put(segment, start, piece);
      drop(moved);
      done += moved;
      if (moved < piece) {
        break;
      }
    }
    return done;
  }
}
