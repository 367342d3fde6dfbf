package exo.kernel.syscall;

import exo.kernel.syscall.ArgKind.Scalar;
import exo.kernel.syscall.ArgKind.Special;
import exo.kernel.syscall.ArgKind.Text;

/** The words {@link SyscallTable} and the variants describe arguments with. */
public final class Arg {
  public static final ArgKind INT = Scalar.INT;
  public static final ArgKind UINT = Scalar.UINT;
  public static final ArgKind LONG = Scalar.LONG;
  public static final ArgKind ULONG = Scalar.ULONG;
  public static final ArgKind HEX = Scalar.HEX;
  public static final ArgKind HEX_LONG = Scalar.HEX_LONG;
  public static final ArgKind SIZE = Scalar.SIZE;
  public static final ArgKind OFFSET = Scalar.OFFSET;
  public static final ArgKind FD = Scalar.FD;
  public static final ArgKind DIRFD = Scalar.DIRFD;
  public static final ArgKind PID = Scalar.PID;
  public static final ArgKind UID = Scalar.UID;
  public static final ArgKind MODE = Scalar.MODE;
  public static final ArgKind FILE_MODE = Scalar.FILE_MODE;
  public static final ArgKind DEVICE = Scalar.DEVICE;
  public static final ArgKind SIGNAL = Scalar.SIGNAL;
  public static final ArgKind POINTER = Scalar.POINTER;
  public static final ArgKind UNUSED = Scalar.UNUSED;

  public static final ArgKind PATH = Text.PATH;
  public static final ArgKind STRING = Text.STRING;
  public static final ArgKind ARGUMENTS = Text.VECTOR;
  public static final ArgKind ENVIRONMENT = Text.ENVIRONMENT;

  /** Bytes the kernel reads; the next argument is their number. */
  public static final ArgKind IN_BUFFER = inBuffer(1);

  /** Bytes the kernel writes; the next argument is how many fit. */
  public static final ArgKind OUT_BUFFER = outBuffer(1);

  /** Buffers the kernel reads; the next argument is their number. */
  public static final ArgKind IN_IOVEC = new ArgKind.Iovec(Direction.IN, 1);

  /** Buffers the kernel writes; the next argument is their number. */
  public static final ArgKind OUT_IOVEC = new ArgKind.Iovec(Direction.OUT, 1);

  /** An address the kernel reads; the next argument is its length. */
  public static final ArgKind IN_ADDRESS = new ArgKind.Address(Direction.IN, 1);

  /** An address the kernel writes; the next argument points to its length. */
  public static final ArgKind OUT_ADDRESS = new ArgKind.Address(Direction.OUT, 1);

  /** A signal set the kernel reads; the next argument is its size. */
  public static final ArgKind IN_SIGSET = inSigset(1);

  /** A signal set the kernel writes; the next argument is its size. */
  public static final ArgKind OUT_SIGSET = new ArgKind.SignalSet(Direction.OUT, 1);

  public static final ArgKind OPEN_FLAGS = flags(FlagSet.OPEN);
  public static final ArgKind PROTECTION = flags(FlagSet.PROT);
  public static final ArgKind MAPPING = Special.MAPPING;
  public static final ArgKind ACCESS_MODE = flags(FlagSet.ACCESS);
  public static final ArgKind CLONE_FLAGS = Special.CLONE_FLAGS;
  public static final ArgKind SOCKET_TYPE = Special.SOCKET_TYPE;
  public static final ArgKind SOCKET_PROTOCOL = Special.SOCKET_PROTOCOL;
  public static final ArgKind SOCKET_OPTION = Special.SOCKET_OPTION;
  public static final ArgKind IN_OPTION = Special.OPTION_VALUE_IN;
  public static final ArgKind OUT_OPTION = Special.OPTION_VALUE_OUT;
  public static final ArgKind FUTEX_OPERATION = Special.FUTEX_OPERATION;
  public static final ArgKind FUTEX_BITS = Special.FUTEX_BITS;
  public static final ArgKind POLL_DESCRIPTORS = Special.POLL_DESCRIPTORS;
  public static final ArgKind DESCRIPTOR_SET = Special.DESCRIPTOR_SET;
  public static final ArgKind SIGSET_AND_SIZE = Special.SIGNAL_SET_AND_SIZE;
  public static final ArgKind IN_CPU_SET = Special.CPU_SET_IN;
  public static final ArgKind OUT_CPU_SET = Special.CPU_SET_OUT;
  public static final ArgKind REMOTE_IOVEC = Special.REMOTE_IOVEC;
  public static final ArgKind WAIT_STATUS = Special.WAIT_STATUS;
  public static final ArgKind REMAINING = Special.REMAINING_TIME;
  public static final ArgKind RESIDENCE = Special.RESIDENCE;
  public static final ArgKind ENTRIES = Special.DIRECTORY_ENTRIES;
  public static final ArgKind KEY = Special.IPC_KEY;
  public static final ArgKind IN_MESSAGE = Special.MESSAGE_IN;
  public static final ArgKind OUT_MESSAGE = Special.MESSAGE_OUT;

  private Arg() {}

  public static ArgKind flags(FlagSet set) {
    return new ArgKind.Flags(set);
  }

  /** Flags above nine bits of permissions. */
  public static ArgKind flagsAndMode(FlagSet set) {
    return new ArgKind.FlagsAndMode(set);
  }

  public static ArgKind oneOf(ValueSet set) {
    return new ArgKind.OneOf(set);
  }

  public static ArgKind in(StructKind struct) {
    return new ArgKind.Struct(Direction.IN, struct);
  }

  public static ArgKind out(StructKind struct) {
    return new ArgKind.Struct(Direction.OUT, struct);
  }

  public static ArgKind inOut(StructKind struct) {
    return new ArgKind.Struct(Direction.INOUT, struct);
  }

  /** Bytes the kernel reads, their number {@code at} arguments further on (negative: before). */
  public static ArgKind inBuffer(int at) {
    return new ArgKind.Buffer(Direction.IN, at);
  }

  /** Bytes the kernel writes, as {@link #inBuffer}. */
  public static ArgKind outBuffer(int at) {
    return new ArgKind.Buffer(Direction.OUT, at);
  }

  /** A signal set the kernel reads, its size {@code at} arguments further on. */
  public static ArgKind inSigset(int at) {
    return new ArgKind.SignalSet(Direction.IN, at);
  }

  /** Structures the kernel reads, their number {@code at} arguments further on. */
  public static ArgKind inArray(StructKind element, int at) {
    return new ArgKind.Array(Direction.IN, element, at, false);
  }

  /** Structures the kernel writes; their number is the result. */
  public static ArgKind outArray(StructKind element, int at) {
    return new ArgKind.Array(Direction.OUT, element, at, true);
  }
}
