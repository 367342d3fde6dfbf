package exo.kernel.net.inet;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.net.ByteQueue;
import exo.kernel.net.NetContext;
import exo.kernel.net.SocketOptions;
import exo.kernel.uaccess.IoBuffer;

/**
 * What came over a connection and was not read yet, with the place of the urgent byte in it, which
 * ordinary reading passes over. Source: tcp(7), recv(2).
 */
final class TcpReceiveQueue {
  private static final long NOWHERE = -1;

  private final ByteQueue bytes;
  private final SocketOptions options;

  // Bytes read since the connection began, and where among all of them the urgent byte lies. It is
  // there until it was read by itself.
  private long readBytes;
  private long urgentAt = NOWHERE;
  private boolean urgentThere;

  TcpReceiveQueue(NetContext net, SocketOptions options) {
    this.options = options;
    bytes = new ByteQueue(net);
  }

  long size() {
    return bytes.size();
  }

  /** How many of them ordinary reading gives. */
  long readable() {
    long size = bytes.size();
    boolean hidden = urgentAt >= readBytes && urgentAt < readBytes + size && !isInline();
    return hidden ? size - 1 : size;
  }

  private boolean isInline() {
    return options.is(Socket.SO_OOBINLINE);
  }

  long append(IoBuffer from, long len) throws Errno {
    return bytes.append(from, len);
  }

  /** The last byte that came is urgent. */
  void urgentCame() {
    urgentAt = readBytes + bytes.size() - 1;
    urgentThere = true;
  }

  boolean hasUrgent() {
    return urgentThere;
  }

  /** Whether an urgent byte can be asked for by itself: there was one, and it is kept apart. */
  boolean hasMark() {
    return urgentAt >= 0 && !isInline();
  }

  /** Whether the next byte is the urgent one. */
  boolean isAtMark() {
    return urgentAt >= 0 && urgentAt == readBytes && bytes.size() > 0;
  }

  /**
   * Passes over an urgent byte that would be read next.
   *
   * @param skip how many bytes are left out before
   * @return how many are left out now
   */
  long passUrgent(long skip, boolean peeks) {
    if (isInline() || urgentAt != readBytes + skip || bytes.size() <= skip) {
      return skip;
    }
    if (peeks) {
      return skip + 1;
    }
    drop(1);
    return skip;
  }

  /** How many of {@code len} bytes after {@code skip} come before the urgent one. */
  long upToUrgent(long skip, long len) {
    long start = readBytes + skip;
    return urgentAt > start && urgentAt - start < len ? urgentAt - start : len;
  }

  long peek(IoBuffer to, long skip, long len) {
    return bytes.peek(to, skip, len);
  }

  /** Reads, and forgets what was read; answers how many bytes. */
  long take(IoBuffer to, long len) {
    long done = bytes.take(to, len);
    readBytes += done;
    return done;
  }

  void drop(long len) {
    bytes.drop(len);
    readBytes += len;
  }

  /**
   * The urgent byte by itself.
   *
   * @throws Errno EINVAL when it is not there any more
   */
  long urgent(IoBuffer to, boolean peeks) throws Errno {
    long at = urgentAt - readBytes;
    if (!urgentThere || at < 0) {
      throw Errno.EINVAL;
    }
    long done = bytes.peek(to, at, 1);
    if (!peeks) {
      urgentThere = false;
    }
    return done;
  }

  void clear() {
    bytes.clear();
  }
}
