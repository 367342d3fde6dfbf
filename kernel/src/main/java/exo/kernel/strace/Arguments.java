package exo.kernel.strace;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.layout.Msghdr;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.Direction;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.StructKind;
import exo.kernel.syscall.ValueSet;
import exo.mem.layout.LittleEndian;
import java.util.List;

/** Prints the arguments of one call, each by what the table says of it. */
final class Arguments {
  /** More strings than any program is given. */
  private static final int MAX_STRINGS = 1 << 20;

  final Printer p;
  final String name;
  final List<ArgKind> kinds;
  final long[] raw;

  /** What numbers that the kernel replaces were before the call, by argument. */
  final long[] before = new long[6];

  /** The result, once there is one. */
  long result;

  /** What stands after the result: what a poll found, how much time is left. */
  final StringBuilder remark = new StringBuilder();

  Arguments(Printer p, String name, List<ArgKind> kinds, long[] raw) {
    this.p = p;
    this.name = name;
    this.kinds = kinds;
    this.raw = raw;
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i) instanceof ArgKind.Struct s && s.direction() == Direction.INOUT) {
        before[i] =
            switch (s.struct()) {
              case S32 -> (int) p.wordOr(raw[i], 0);
              case LOFF_T -> p.wordOr(raw[i], 0);
              case MSGHDR -> (int) p.wordOr(raw[i] + Msghdr.MSG_NAMELEN, 0);
              default -> 0;
            };
      }
    }
  }

  boolean failed() {
    return result < 0;
  }

  /** Whether argument {@code i} can be printed only when the call has ended. */
  boolean isLate(int i) {
    return raw[i] != 0
        && switch (kinds.get(i)) {
          case ArgKind.Buffer b -> b.direction().isOut();
          case ArgKind.Struct s -> s.direction().isOut() && !isTimeout(s);
          case ArgKind.Array a -> a.direction().isOut() || a.element() == StructKind.MMSGHDR;
          case ArgKind.Iovec v -> v.direction().isOut();
          case ArgKind.Address a -> a.direction().isOut();
          case ArgKind.SignalSet s -> s.direction().isOut();
          case ArgKind.Special s -> SpecialArguments.isLate(s);
          default -> false;
        };
  }

  /** The time that select and its like leave is told after the result. */
  static boolean isTimeout(ArgKind.Struct s) {
    return s.direction() == Direction.INOUT
        && (s.struct() == StructKind.TIMEVAL || s.struct() == StructKind.TIMESPEC);
  }

  /** Prints argument {@code i}; a late one after {@link #result} is set. */
  void print(int i) {
    long value = raw[i];
    switch (kinds.get(i)) {
      case ArgKind.Scalar s -> scalar(s, value);
      case ArgKind.Flags f -> flags(f.set(), value & 0xffff_ffffL);
      case ArgKind.FlagsAndMode f -> flagsAndMode(f, (int) value);
      case ArgKind.OneOf o -> oneOf(o.set(), (int) value);
      case ArgKind.Text t -> text(t, value);
      case ArgKind.Buffer b -> buffer(i, b, value);
      case ArgKind.Struct s -> struct(i, s, value);
      case ArgKind.Array a -> array(i, a, value);
      case ArgKind.Iovec v -> {
        long bytes = v.direction() == Direction.IN ? Long.MAX_VALUE : failed() ? -1 : result;
        MessageText.vector(p, value, raw[i + v.count()], bytes);
      }
      case ArgKind.Address a -> address(i, a, value);
      case ArgKind.SignalSet s -> {
        if (s.direction() == Direction.OUT && failed()) {
          p.pointer(value);
        } else {
          SpecialArguments.signalSet(this, value, raw[i + s.size()]);
        }
      }
      case ArgKind.Special s -> SpecialArguments.print(this, i, s, value);
    }
  }

  private void scalar(ArgKind.Scalar kind, long value) {
    switch (kind) {
      case INT, FD, PID -> p.decimal((int) value);
      case UINT -> p.unsigned(value & 0xffff_ffffL);
      case LONG, OFFSET -> p.decimal(value);
      case ULONG, SIZE -> p.unsigned(value);
      case HEX -> p.hex(value & 0xffff_ffffL);
      case HEX_LONG -> p.hex(value);
      case DIRFD -> p.descriptorOfDirectory((int) value);
      case UID -> p.decimal((int) value == -1 ? -1 : value & 0xffff_ffffL);
      case MODE -> p.mode(value & 0xffff);
      case FILE_MODE -> p.fileMode((int) value);
      case DEVICE -> p.device(value & 0xffff_ffffL);
      case SIGNAL -> SignalText.signal(p, (int) value);
      case POINTER -> p.pointer(value);
      case UNUSED -> {}
    }
  }

  private void flags(FlagSet set, long value) {
    switch (set) {
      case OPEN -> p.openFlags(value);
      case AT_STATX -> {
        if ((value & Fcntl.AT_STATX_SYNC_TYPE) == Fcntl.AT_STATX_SYNC_AS_STAT) {
          p.text(value == 0 ? "AT_STATX_SYNC_AS_STAT" : "AT_STATX_SYNC_AS_STAT|");
        }
        if (value != 0) {
          p.flags(set, value);
        }
      }
      default -> p.flags(set, value);
    }
  }

  private void flagsAndMode(ArgKind.FlagsAndMode kind, int value) {
    long flags = value & 0xffff_fe00L;
    if (flags != 0) {
      p.flags(kind.set(), flags).text("|");
    }
    p.mode(value & 0777);
  }

  /** A command of ioctl that nobody knows still says what it was made of. */
  private void oneOf(ValueSet set, int value) {
    if (set == ValueSet.IOCTL && p.name(set, value) == null) {
      int direction = value >>> 30;
      p.text("_IOC(")
          .text(
              List.of("_IOC_NONE", "_IOC_WRITE", "_IOC_READ", "_IOC_READ|_IOC_WRITE")
                  .get(direction));
      p.text(", ").hex(value >>> 8 & 0xff).text(", ").hex(value & 0xff);
      p.text(", ").hex(value >>> 16 & 0x3fff).text(")");
    } else {
      p.value(set, value);
    }
  }

  private void text(ArgKind.Text kind, long va) {
    switch (kind) {
      case PATH -> p.path(va);
      case STRING -> p.string(va);
      case VECTOR -> strings(va);
      case ENVIRONMENT -> environment(va);
    }
  }

  private void strings(long va) {
    if (va == 0 || p.bytes(va, 8) == null) {
      p.pointer(va);
      return;
    }
    p.text("[");
    for (int i = 0; ; i++) {
      byte[] word = p.bytes(va + 8L * i, 8);
      long string = word == null ? 0 : LittleEndian.getLong(word, 0);
      if (word != null && string == 0) {
        break;
      }
      p.text(i == 0 ? "" : ", ");
      if (word == null || i == Quote.MAX) {
        p.text("...");
        break;
      }
      p.string(string);
    }
    p.text("]");
  }

  /** Only how many there are. */
  private void environment(long va) {
    p.pointer(va);
    if (va != 0 && p.bytes(va, 8) != null) {
      int count = 0;
      while (count < MAX_STRINGS && p.wordOr(va + 8L * count, 0) != 0) {
        count++;
      }
      p.text(" /* ").decimal(count).text(count == 1 ? " var */" : " vars */");
    }
  }

  private void buffer(int i, ArgKind.Buffer kind, long va) {
    long length = raw[i + kind.length()];
    if (kind.direction() == Direction.IN) {
      p.buffer(va, length);
    } else if (failed()) {
      p.pointer(va);
    } else {
      switch (name) {
        case "getrandom" -> p.hexBuffer(va, result);
        case "getcwd" -> p.path(va);
        default -> p.buffer(va, Math.min(result, length));
      }
    }
  }

  private void struct(int i, ArgKind.Struct kind, long va) {
    if (OwnForms.struct(this, i, kind, va)) {
      return;
    }
    // What the kernel would have written is not there when it failed.
    boolean missing = kind.direction() == Direction.OUT && failed();
    boolean readable = va != 0 && !missing;
    byte[] s = readable ? p.bytes(va, kind.struct().size()) : null;
    if (s == null || !Structures.print(p, kind.struct(), s)) {
      p.pointer(va);
    }
  }

  private void array(int i, ArgKind.Array kind, long va) {
    if (kind.element() == StructKind.MMSGHDR) {
      MessageText.several(p, va, raw[i + kind.count()], result, name.equals("sendmmsg"));
      return;
    }
    boolean out = kind.direction() == Direction.OUT;
    long count = out ? result : raw[i + kind.count()];
    if (va == 0 || (out && failed()) || count < 0) {
      p.pointer(va);
      return;
    }
    int start = p.out.length();
    int size = kind.element().size();
    p.text("[");
    for (long n = 0; n < count; n++) {
      p.text(n == 0 ? "" : ", ");
      if (n == Quote.MAX) {
        p.text("...");
        break;
      }
      byte[] s = p.bytes(va + n * size, size);
      if (s == null) {
        p.out.setLength(start);
        p.pointer(va);
        return;
      }
      if (kind.element() == StructKind.UID_T) {
        p.unsigned(LittleEndian.getInt(s, 0) & 0xffff_ffffL);
      } else {
        Structures.print(p, kind.element(), s);
      }
    }
    p.text("]");
  }

  private void address(int i, ArgKind.Address kind, long va) {
    long length = raw[i + kind.length()];
    if (kind.direction() == Direction.IN) {
      SocketText.address(p, va, (int) length);
      return;
    }
    int room = (int) before[i + kind.length()];
    int written = (int) p.wordOr(length, 0);
    if (failed() || va == 0 || written == 0) {
      p.pointer(va);
    } else {
      SocketText.address(p, va, Math.min(room, written));
    }
  }
}
