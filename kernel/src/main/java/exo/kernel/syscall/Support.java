package exo.kernel.syscall;

/** How far a system call is there. */
public enum Support {
  /** All of it, in flags and errors too. */
  FULL,
  /** What the entry's note leaves out fails with the errno Linux has for it. */
  PARTIAL,
  /** Answers one errno always, as a Linux built without it does; the note says why. */
  ABSENT
}
