package exo.kernel.net;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import org.jspecify.annotations.Nullable;

/** Packets, first in first out: their bytes in a {@link ByteQueue}, their borders beside. */
public final class PacketQueue {
  private final ByteQueue bytes;
  private @Nullable Packet head;
  private @Nullable Packet tail;
  private int count;

  // The last packet that was read, to be used again.
  private @Nullable Packet spare;

  public PacketQueue(NetContext net) {
    bytes = new ByteQueue(net);
  }

  /** Bytes of all packets. */
  public long size() {
    return bytes.size();
  }

  /** Packets. */
  public int count() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public @Nullable Packet first() {
    return head;
  }

  public @Nullable Packet last() {
    return tail;
  }

  /** The packet behind that one, or null. */
  public static @Nullable Packet next(Packet packet) {
    return packet.next;
  }

  /**
   * Adds a packet of exactly {@code len} bytes, or none.
   *
   * @throws Errno EFAULT, ENOBUFS
   */
  public Packet add(IoBuffer from, long len) throws Errno {
    long moved = append(from, len);
    if (moved < len) {
      bytes.takeBack(moved);
      throw from.faulted() ? Errno.EFAULT : Errno.ENOBUFS;
    }
    return add(len);
  }

  private long append(IoBuffer from, long len) throws Errno {
    try {
      return bytes.append(from, len);
    } catch (Errno noMemory) {
      throw Errno.ENOBUFS;
    }
  }

  private Packet add(long len) {
    Packet p = spare;
    if (p == null) {
      p = new Packet();
    } else {
      spare = null;
    }
    p.length = len;
    if (tail == null) {
      head = p;
    } else {
      tail.next = p;
    }
    tail = p;
    count++;
    return p;
  }

  /**
   * Adds to the bytes of the last packet, which is there.
   *
   * @return how many were added: all, or fewer at a bad page or for want of memory
   * @throws Errno ENOBUFS if none
   */
  public long extend(Packet last, IoBuffer from, long len) throws Errno {
    long moved = append(from, len);
    last.length += moved;
    return moved;
  }

  /** Adds a packet of as many bytes as can be had; as {@link #extend}. Null if none. */
  public @Nullable Packet addSome(IoBuffer from, long len) throws Errno {
    long moved = append(from, len);
    return moved == 0 ? null : add(moved);
  }

  /** Copies bytes of the packet that begins {@code skip} bytes behind the first's beginning. */
  public long peek(IoBuffer to, long skip, long len) {
    return bytes.peek(to, skip, len);
  }

  /** Takes bytes out of the first packet. */
  public long take(Packet first, IoBuffer to, long len) {
    long moved = bytes.take(to, Math.min(len, first.length));
    first.length -= moved;
    return moved;
  }

  /** Forgets the first packet, which is there. Its files are the caller's to deal with before. */
  public void remove() {
    Packet p = head;
    if (p == null) {
      throw new exo.kernel.abi.KernelBug("a packet taken from an empty queue");
    }
    bytes.drop(p.length);
    head = p.next;
    if (head == null) {
      tail = null;
    }
    count--;
    p.clear();
    spare = p;
  }
}
