package exo.cpu.host;

import java.io.Serial;

/** A child does not do what it was told to, or is gone. */
final class ChildLost extends Exception {
  @Serial private static final long serialVersionUID = 1;

  ChildLost(String message) {
    super(message, null, false, false);
  }
}
