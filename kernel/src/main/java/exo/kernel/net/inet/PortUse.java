package exo.kernel.net.inet;

import exo.kernel.abi.Socket;
import org.jspecify.annotations.Nullable;

/** That a port is taken: by a socket, or for a while after its connection ended. */
final class PortUse {
  final Endpoint local;
  final int uid;
  final boolean onlyV6;

  // What the socket had when it left; until then, the socket is asked.
  private boolean reusedAddress;
  private boolean reusedPort;

  // The socket that has it; null when only time is to pass.
  @Nullable InetSocket socket;
  @Nullable Endpoint remote;

  /** Whether connect(2) chose it: another connection elsewhere may have it as well. */
  boolean chosen;

  /** When it is over, and since when it lasts; monotonic. */
  long endNanos;

  @Nullable PortUse previous;
  @Nullable PortUse next;

  PortUse(InetSocket socket, Endpoint local, int uid) {
    this.socket = socket;
    this.local = local;
    this.uid = uid;
    onlyV6 = socket.isV6Only();
  }

  /** The socket is gone; what it allowed goes on to hold. */
  void leave(InetSocket from, Endpoint to, long until) {
    reusedAddress = from.options().is(Socket.SO_REUSEADDR);
    reusedPort = from.options().is(Socket.SO_REUSEPORT);
    socket = null;
    remote = to;
    endNanos = until;
  }

  boolean isLeft() {
    return socket == null;
  }

  boolean reusesAddress() {
    InetSocket s = socket;
    return s == null ? reusedAddress : s.options().is(Socket.SO_REUSEADDR);
  }

  boolean reusesPort() {
    InetSocket s = socket;
    return s == null ? reusedPort : s.options().is(Socket.SO_REUSEPORT);
  }

  /** Whether some address belongs to both. */
  boolean overlaps(PortUse other) {
    boolean mine = local.isV4();
    boolean yours = other.local.isV4();
    if (mine == yours) {
      return local.isAny() || other.local.isAny() || local.sameAddress(other.local);
    }
    PortUse six = mine ? other : this;
    return six.local.isAny() && !six.onlyV6;
  }
}
