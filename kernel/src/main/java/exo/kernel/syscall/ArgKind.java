package exo.kernel.syscall;

/**
 * What one argument of a system call means: enough to print it as strace does, to document it, and
 * to make one up. {@link Arg} has the constants and the short forms the table is written with.
 */
public sealed interface ArgKind {

  /** A number or address that stands for itself. */
  enum Scalar implements ArgKind {
    /** Signed, 32 bits. */
    INT,
    /** Unsigned, 32 bits. */
    UINT,
    /** Signed, 64 bits. */
    LONG,
    /** Unsigned, 64 bits. */
    ULONG,
    /** Unsigned, 32 bits, that nobody reads as a decimal. */
    HEX,
    /** Unsigned, 64 bits, that nobody reads as a decimal. */
    HEX_LONG,
    /** A number of bytes. */
    SIZE,
    /** A position in a file, signed, 64 bits. */
    OFFSET,
    /** A file descriptor. */
    FD,
    /** A descriptor of a directory, or AT_FDCWD. */
    DIRFD,
    /** A process, thread or process group. */
    PID,
    /** A user or group; -1 leaves it as it is. */
    UID,
    /** Permissions, octal. */
    MODE,
    /** Permissions and the kind of a file. */
    FILE_MODE,
    /** A device number. */
    DEVICE,
    /** A signal number. */
    SIGNAL,
    /** An address that is not looked through. */
    POINTER,
    /** Ignored by the kernel, and by everybody else. */
    UNUSED
  }

  /** Any of several bits. */
  record Flags(FlagSet set) implements ArgKind {}

  /** One of several values. */
  record OneOf(ValueSet set) implements ArgKind {}

  /** A NUL-terminated string the kernel reads. */
  enum Text implements ArgKind {
    /** A path, up to PATH_MAX. */
    PATH,
    /** Any other. */
    STRING,
    /** A NULL-terminated vector of strings: argv. */
    VECTOR,
    /** The same where only the count is of interest: envp. */
    ENVIRONMENT
  }

  /**
   * Bytes.
   *
   * @param length where the argument stands that gives their number, counted from this one; what
   *     the kernel wrote is the result's number of them
   */
  record Buffer(Direction direction, int length) implements ArgKind {}

  /** One structure. */
  record Struct(Direction direction, StructKind struct) implements ArgKind {}

  /**
   * Structures in a row.
   *
   * @param count where the argument stands that gives their number, counted from this one
   * @param byResult whether the result says how many of them the kernel wrote
   */
  record Array(Direction direction, StructKind element, int count, boolean byResult)
      implements ArgKind {}

  /**
   * A vector of buffers, as readv takes it.
   *
   * @param direction of the bytes in the buffers; the vector itself is always read
   * @param count where the argument stands that gives their number, counted from this one
   */
  record Iovec(Direction direction, int count) implements ArgKind {}

  /**
   * A socket address.
   *
   * @param length where the argument stands that gives its length, counted from this one: a number
   *     for IN, a pointer to one for OUT
   */
  record Address(Direction direction, int length) implements ArgKind {}

  /**
   * A bit for each signal.
   *
   * @param size where the argument stands that gives the bytes of the set, counted from this one
   */
  record SignalSet(Direction direction, int size) implements ArgKind {}

  /** Bits above permissions, as the System V calls take them. */
  record FlagsAndMode(FlagSet set) implements ArgKind {}

  /** What few calls take. */
  enum Special implements ArgKind {
    /** MAP_*: one kind of mapping and any of several bits. */
    MAPPING,
    /** CLONE_* and the signal the child ends with. */
    CLONE_FLAGS,
    /** SOCK_*: one type and any of several bits. */
    SOCKET_TYPE,
    /** A protocol of the family that is the first argument. */
    SOCKET_PROTOCOL,
    /** An option of the level that is the argument before. */
    SOCKET_OPTION,
    /** The value of the option that is the argument before; its length is the next one. */
    OPTION_VALUE_IN,
    /** The same, where the next argument points to the length. */
    OPTION_VALUE_OUT,
    /** FUTEX_*: one operation and two bits. */
    FUTEX_OPERATION,
    /** The operation and comparison of FUTEX_WAKE_OP. */
    FUTEX_WAKE_OPERATION,
    /** A set of bits of which FUTEX_BITSET_MATCH_ANY is all. */
    FUTEX_BITS,
    /** Descriptors and events; the next argument is their number. */
    POLL_DESCRIPTORS,
    /** A bit for each descriptor below the number in the first argument, as select takes it. */
    DESCRIPTOR_SET,
    /** The sixth argument of pselect6: a signal set and its size. */
    SIGNAL_SET_AND_SIZE,
    /** A bit for each CPU; the argument before is its size. */
    CPU_SET_IN,
    /** The same, of which the kernel writes as many bytes as the result says. */
    CPU_SET_OUT,
    /** Buffers of another process; the next argument is their number. */
    REMOTE_IOVEC,
    /** A wait status the kernel writes. */
    WAIT_STATUS,
    /** The rest of a sleep, which the kernel writes when a signal cuts it short. */
    REMAINING_TIME,
    /** A byte for each page of the range that the two arguments before give. */
    RESIDENCE,
    /** Directory entries the kernel writes; the next argument is how many bytes fit. */
    DIRECTORY_ENTRIES,
    /** The name of a thread: 16 bytes. */
    THREAD_NAME_IN,
    THREAD_NAME_OUT,
    /** A key of System V IPC. */
    IPC_KEY,
    /** A message: its type, then as many bytes as the next argument says. */
    MESSAGE_IN,
    /** A message: its type, then as many bytes as the result says. */
    MESSAGE_OUT
  }
}
