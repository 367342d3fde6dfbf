package exo.kernel;

import java.io.IOException;

/** A program could not be started. The message is one line for people. */
public final class GuestStartException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why, as env(1) tells the two apart. */
  public enum Kind {
    /** There is no such file, or its interpreter is missing: status 127. */
    NOT_FOUND,
    /** It is there and cannot be executed: status 126. */
    NOT_EXECUTABLE,
    /** The machine has no room for it: status 125. */
    NO_RESOURCES
  }

  private final Kind kind;

  GuestStartException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
