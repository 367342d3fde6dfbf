package exo.kernel.syscall;

/** What the result of a system call means when it is no error. */
public enum ResultKind {
  /** A count, a descriptor, a process, or nothing: decimal. */
  NUMBER,
  /** An address, hexadecimal. */
  ADDRESS,
  /** Permissions, octal. */
  PERMISSIONS,
  /** Flags of an open file. */
  OPEN_FLAGS,
  /** Flags of a descriptor. */
  DESCRIPTOR_FLAGS,
  /** Seals of a memory file. */
  SEALS,
  /** A signal number. */
  SIGNAL,
  /** A lease: F_RDLCK, F_WRLCK or F_UNLCK. */
  LOCK_TYPE,
  /** Seconds since the epoch. */
  SECONDS,
  /** An execution domain. */
  DOMAIN,
  /** A scheduling policy. */
  POLICY,
  /** Class and level of ioprio_get(2). */
  IO_PRIORITY,
  /** What adjtimex(2) says of the clock. */
  CLOCK_STATE,
  /** The call does not come back. */
  NONE
}
