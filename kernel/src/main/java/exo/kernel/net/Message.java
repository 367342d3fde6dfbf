package exo.kernel.net;

import exo.kernel.abi.Socket;
import exo.kernel.vfs.OpenFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes along with the bytes of one send or receive: flags, an address, control messages. One a
 * machine, reused by every call.
 */
public final class Message {
  /** A control message that is nothing but bytes. */
  public record Control(int level, int type, byte[] data) {}

  private static final OpenFile[] NO_FILES = new OpenFile[0];

  /** MSG_* of the call. */
  public int flags;

  /** Whether the call waits if it must: neither O_NONBLOCK nor MSG_DONTWAIT. */
  public boolean waits;

  /** For a send: the destination as the guest wrote it, or null. */
  public byte @Nullable [] name;

  /** For a receive: who sent, or null. */
  public @Nullable SocketAddress from;

  /** SCM_RIGHTS: files sent, each with a reference of the message's; or files received. */
  public OpenFile[] files = NO_FILES;

  /** SCM_CREDENTIALS: those given by the sender or, for a receive, shown to the receiver. */
  public @Nullable PeerCredentials credentials;

  /** For a receive: MSG_* that it answers. */
  public int answered;

  /** For a receive that is to fill its buffer: whether this is as far as it goes. */
  public boolean ends;

  private final List<Control> controls = new ArrayList<>();

  /** Empties it for a call with those flags. */
  public Message begin(int newFlags, boolean mayWait) {
    flags = newFlags;
    waits = mayWait;
    name = null;
    from = null;
    files = NO_FILES;
    credentials = null;
    answered = 0;
    ends = false;
    controls.clear();
    return this;
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  public boolean peeks() {
    return has(Socket.MSG_PEEK);
  }

  /** Takes the files out: they are now the caller's. */
  public OpenFile[] takeFiles() {
    OpenFile[] taken = files;
    files = NO_FILES;
    return taken;
  }

  /** Ends the references to files that nobody took. */
  public void dropFiles() {
    for (OpenFile file : takeFiles()) {
      file.release();
    }
  }

  /** Further control messages received, or sent. */
  public List<Control> controls() {
    return controls;
  }

  /** Adds a control message of one number. */
  public void control(int level, int type, int value) {
    controls.add(new Control(level, type, OptionData.of(value)));
  }
}
