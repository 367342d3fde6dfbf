package exo.kernel.syscall;

/** What the result of a system call means when it is no error. */
public enum ResultKind {
  /** A count, a descriptor, a process, or nothing: decimal. */
  NUMBER,
  /** An address, hexadecimal. */
  ADDRESS,
  /** Permissions, octal. */
  MODE,
  /** Flags of an open file. */
  OPEN_FLAGS,
  /** Flags of a descriptor. */
  DESCRIPTOR_FLAGS,
  /** A signal number. */
  SIGNAL,
  /** A lease: F_RDLCK, F_WRLCK or F_UNLCK. */
  LOCK_TYPE,
  /** Seals of a memory file. */
  SEALS,
  /** Seconds since the epoch. */
  TIME,
  /** An execution domain. */
  PERSONALITY,
  /** The call does not come back. */
  NONE
}
