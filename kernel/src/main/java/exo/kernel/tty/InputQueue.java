package exo.kernel.tty;

import exo.kernel.uaccess.IoBuffer;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * What was typed and not yet read: a ring of bytes, of which some end lines. The end of a file is a
 * marked byte that is not handed out.
 *
 * <pre>
 *   tail .......... lineHead .......... head
 *        whole lines         being edited
 * </pre>
 */
final class InputQueue {
  static final int SIZE = 4096;
  private static final int MASK = SIZE - 1;

  private final byte[] bytes = new byte[SIZE];
  private final MemorySegment segment = MemorySegment.ofArray(bytes);
  private final BitSet ends = new BitSet(SIZE);
  private long head;
  private long lineHead;
  private long tail;

  int size() {
    return (int) (head - tail);
  }

  /** Bytes of whole lines. */
  int lineBytes() {
    return (int) (lineHead - tail);
  }

  /** Bytes of whole lines without the marks of ends of files: FIONREAD. */
  int lineBytesToRead() {
    int n = 0;
    for (long at = tail; at != lineHead; at++) {
      n += isEndOfFile(at) ? 0 : 1;
    }
    return n;
  }

  /** Bytes of the line being edited. */
  int edited() {
    return (int) (head - lineHead);
  }

  /** A byte of the line being edited, counted from its beginning. */
  int editedByte(int index) {
    return bytes[(int) (lineHead + index) & MASK] & 0xff;
  }

  void put(int c) {
    bytes[(int) head & MASK] = (byte) c;
    head++;
  }

  /** Puts the byte that ends a line: all before it can be read. */
  void putEnd(int c) {
    ends.set((int) head & MASK);
    put(c);
    lineHead = head;
  }

  /** Takes bytes off the end of the line being edited. */
  void drop(int count) {
    head -= count;
  }

  void dropEdited() {
    head = lineHead;
  }

  void clear() {
    head = 0;
    lineHead = 0;
    tail = 0;
    ends.clear();
  }

  /** The mode changed between lines and bytes: what is there becomes readable as one piece. */
  void modeChanged(boolean lines) {
    ends.clear();
    if (!lines || size() == 0) {
      lineHead = tail;
    } else {
      ends.set((int) (head - 1) & MASK);
      lineHead = head;
    }
  }

  private boolean isEndOfFile(long at) {
    int i = (int) at & MASK;
    return ends.get(i) && bytes[i] == Termios.DISABLED;
  }

  /** Moves bytes as they came, whatever lines there are. */
  long readBytes(IoBuffer to) {
    return move(to, Math.min(size(), to.remaining()));
  }

  /**
   * Moves at most one line, its end included.
   *
   * @return 0 at an end of file or a bad page; -1 if there is no whole line
   */
  long readLine(IoBuffer to) {
    int have = lineBytes();
    if (have == 0) {
      return -1;
    }
    long room = to.remaining();
    int length = 0;
    boolean found = false;
    while (length < have && length < room && !found) {
      found = ends.get((int) (tail + length) & MASK);
      length++;
    }
    if (found && isEndOfFile(tail + length - 1)) {
      long done = move(to, length - 1);
      if (done == length - 1) {
        endLine();
      }
      return done;
    }
    long done = move(to, length);
    if (done == length) {
      if (found) {
        tail--;
        endLine();
      } else if (tail != lineHead && isEndOfFile(tail)) {
        // An end of file right behind a full buffer ends this line, not the next.
        endLine();
      }
    }
    return done;
  }

  private void endLine() {
    ends.clear((int) tail & MASK);
    tail++;
  }

  private long move(IoBuffer to, long count) {
    long done = 0;
    while (done < count) {
      int at = (int) tail & MASK;
      long piece = Math.min(count - done, SIZE - at);
      long moved = to.put(segment, at, piece);
      done += moved;
      tail += moved;
      if (moved < piece) {
        break;
      }
    }
    if (lineHead < tail) {
      lineHead = tail;
    }
    return done;
  }
}
