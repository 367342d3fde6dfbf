package exo.kernel;

/** What a standard stream looks like to the guest. */
public enum StreamKind {
  /** A pipe; files that cannot be sought in are shown so too. */
  PIPE,
  /** A terminal. */
  TERMINAL,
  /** The null device. */
  NULL,
  /** None at all: the guest finds no descriptor of this number. */
  CLOSED
}
