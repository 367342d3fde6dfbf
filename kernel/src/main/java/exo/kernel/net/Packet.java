package exo.kernel.net;

import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a {@link PacketQueue} with borders of its own; its fields are the families' to use.
 */
public final class Packet {
  static final OpenFile[] NO_FILES = new OpenFile[0];

  /** Bytes of it still in the queue. */
  public long length;

  /** Who sent it, or null. */
  public @Nullable SocketAddress from;

  /** Where it was sent to, or null. */
  public @Nullable SocketAddress to;

  /** The socket that counts it as sent and not yet read, or null. */
  public @Nullable Socket sender;

  public @Nullable PeerCredentials credentials;

  /** SCM_RIGHTS: with a reference each. */
  public OpenFile[] files = NO_FILES;

  /** When it was sent: CLOCK_REALTIME. */
  public long sentNanos;

  /** What a family has to say of it besides. */
  public int extra;

  @Nullable Packet next;

  void clear() {
    length = 0;
    from = null;
    to = null;
    sender = null;
    credentials = null;
    files = NO_FILES;
    extra = 0;
    next = null;
  }
}
