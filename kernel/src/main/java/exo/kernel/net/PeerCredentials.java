package exo.kernel.net;

import exo.kernel.vfs.Caller;

/** Who is at the other end: struct ucred. */
public record PeerCredentials(int pid, int uid, int gid) {
  /** What SO_PEERCRED shows where there is no peer. */
  public static final PeerCredentials NOBODY = new PeerCredentials(0, -1, -1);

  /** What a message without credentials shows: the overflow ids. */
  public static final PeerCredentials UNKNOWN = new PeerCredentials(0, 65534, 65534);

  /** With the real ids, as messages carry them. */
  public static PeerCredentials ofSender(Caller who) {
    return new PeerCredentials(who.processId(), who.credentials().uid(), who.credentials().gid());
  }

  /** With the effective ids, as connections show them. */
  public static PeerCredentials ofPeer(Caller who) {
    return new PeerCredentials(who.processId(), who.credentials().euid(), who.credentials().egid());
  }

  boolean isSender(Caller who) {
    return pid == who.processId()
        && uid == who.credentials().uid()
        && gid == who.credentials().gid();
  }

  /** As {@link #ofSender}, without making what is there already. */
  public static PeerCredentials ofSender(Caller who, PeerCredentials last) {
    return last.isSender(who) ? last : ofSender(who);
  }
}
