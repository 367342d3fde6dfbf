package exo.kernel.strace;

import exo.kernel.abi.Futex;
import exo.kernel.abi.Ipc;
import exo.kernel.abi.Mman;
import exo.kernel.abi.layout.Timespec;
import exo.kernel.syscall.ArgKind.Special;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.ValueSet;
import exo.mem.layout.LittleEndian;

/** The kinds of argument that only few calls take. */
final class SpecialArguments {
  private SpecialArguments() {}

  static boolean isLate(Special kind) {
    return switch (kind) {
      case OPTION_VALUE_OUT,
          CPU_SET_OUT,
          WAIT_STATUS,
          REMAINING_TIME,
          RESIDENCE,
          DIRECTORY_ENTRIES,
          THREAD_NAME_OUT,
          MESSAGE_OUT ->
          true;
      default -> false;
    };
  }

  static void print(Arguments a, int i, Special kind, long value) {
    Printer p = a.p;
    switch (kind) {
      case MAPPING -> mapping(p, value & 0xffff_ffffL);
      case CLONE_FLAGS -> CloneText.flags(p, value);
      case SOCKET_TYPE -> SocketText.type(p, (int) value);
      case SOCKET_PROTOCOL -> SocketText.protocol(p, (int) a.raw[0], (int) value);
      case SOCKET_OPTION -> SocketText.option(p, (int) a.raw[i - 1], (int) value);
      case OPTION_VALUE_IN -> option(a, i, value, (int) a.raw[i + 1]);
      case OPTION_VALUE_OUT -> {
        if (a.failed()) {
          p.pointer(value);
        } else {
          option(a, i, value, (int) p.wordOr(a.raw[i + 1], 0));
        }
      }
      case FUTEX_OPERATION -> FutexText.operation(p, (int) value);
      case FUTEX_WAKE_OPERATION -> FutexText.wakeOperation(p, (int) value);
      case FUTEX_BITS -> {
        if ((int) value == Futex.FUTEX_BITSET_MATCH_ANY) {
          p.text("FUTEX_BITSET_MATCH_ANY");
        } else {
          p.hex(value & 0xffff_ffffL);
        }
      }
      case POLL_DESCRIPTORS -> PollText.asked(p, value, a.raw[i + 1]);
      case DESCRIPTOR_SET -> PollText.set(p, value, (int) a.raw[0]);
      case SIGNAL_SET_AND_SIZE -> signalSetAndSize(a, value);
      case CPU_SET_IN -> cpus(p, value, a.raw[i - 1]);
      case CPU_SET_OUT -> cpus(p, value, a.result);
      case REMOTE_IOVEC -> MessageText.vector(p, value, a.raw[i + 1], -1);
      case WAIT_STATUS -> waitStatus(a, value);
      case REMAINING_TIME -> remaining(a, value);
      case RESIDENCE -> residence(a, i, value);
      case DIRECTORY_ENTRIES -> {
        p.pointer(value);
        if (!a.failed()) {
          int count = FileText.entries(p, value, a.result);
          p.text(" /* ").decimal(count).text(count == 1 ? " entry */" : " entries */");
        }
      }
      case THREAD_NAME_IN -> p.string(value, 15);
      case THREAD_NAME_OUT -> {
        if (a.failed()) {
          p.pointer(value);
        } else {
          p.string(value, 15);
        }
      }
      case IPC_KEY -> {
        if ((int) value == Ipc.IPC_PRIVATE) {
          p.text("IPC_PRIVATE");
        } else {
          p.hex(value & 0xffff_ffffL);
        }
      }
      case MESSAGE_IN -> message(p, value, a.raw[i + 1]);
      case MESSAGE_OUT -> message(p, value, a.result);
    }
  }

  /** One kind of mapping, flags, and the size of huge pages. */
  private static void mapping(Printer p, long flags) {
    int before = p.out.length();
    int kind = (int) flags & Mman.MAP_TYPE;
    String name = p.name(ValueSet.MAPPING_TYPE, kind);
    if (name != null) {
      p.text(name);
    } else if (flags == 0) {
      p.text("MAP_FILE");
    } else if (kind != 0) {
      p.hex(kind).text(" /* MAP_??? */");
    }
    long hugeSize = flags & (long) Mman.MAP_HUGE_MASK << Mman.MAP_HUGE_SHIFT;
    long rest = flags & ~(long) Mman.MAP_TYPE & ~hugeSize;
    if (rest != 0) {
      Names.separate(p.out, before);
      int start = p.out.length();
      rest = p.names(FlagSet.MAPPING_FLAGS, rest);
      if (rest != 0) {
        Names.separate(p.out, start);
        p.hex(rest);
      }
    }
    if (hugeSize != 0) {
      Names.separate(p.out, before);
      p.decimal(hugeSize >>> Mman.MAP_HUGE_SHIFT).text("<<MAP_HUGE_SHIFT");
    }
  }

  private static void option(Arguments a, int i, long va, int len) {
    SocketText.optionValue(a.p, (int) a.raw[i - 2], (int) a.raw[i - 1], va, len);
  }

  /** A signal set of the size that the kernel takes; of another, only its address. */
  static void signalSet(Arguments a, long va, long size) {
    byte[] s = va == 0 || size != 8 ? null : a.p.bytes(va, 8);
    if (s == null) {
      a.p.pointer(va);
    } else {
      SignalText.set(a.p, LittleEndian.getLong(s, 0));
    }
  }

  private static void signalSetAndSize(Arguments a, long va) {
    byte[] s = va == 0 ? null : a.p.bytes(va, 16);
    if (s == null) {
      a.p.pointer(va);
      return;
    }
    long size = LittleEndian.getLong(s, 8);
    a.p.text("{sigmask=");
    signalSet(a, LittleEndian.getLong(s, 0), size);
    a.p.text(", sigsetsize=").unsigned(size).text("}");
  }

  private static void cpus(Printer p, long va, long len) {
    byte[] s = va == 0 || len < 0 ? null : p.bytes(va, (int) Math.min(len, 1024));
    if (s == null) {
      p.pointer(va);
      return;
    }
    p.text("[");
    String separator = "";
    for (int cpu = 0; cpu < s.length * 8; cpu++) {
      if ((s[cpu / 8] >>> cpu % 8 & 1) != 0) {
        p.text(separator).decimal(cpu);
        separator = " ";
      }
    }
    p.text("]");
  }

  /** Nothing was written when nobody was found. */
  private static void waitStatus(Arguments a, long va) {
    byte[] s = va == 0 || a.result <= 0 ? null : a.p.bytes(va, 4);
    if (s == null) {
      a.p.pointer(va);
    } else {
      WaitText.status(a.p, LittleEndian.getInt(s, 0));
    }
  }

  /** Only an interrupted sleep leaves something. */
  private static void remaining(Arguments a, long va) {
    boolean interrupted = Results.isRestart(a.result) || a.result == -4;
    byte[] s = va != 0 && interrupted ? a.p.bytes(va, Timespec.SIZE) : null;
    if (s == null) {
      a.p.pointer(va);
    } else {
      TimeText.timespec(a.p, s, 0);
    }
  }

  private static void residence(Arguments a, int i, long va) {
    long pages = (a.raw[i - 1] + 4095) / 4096;
    byte[] s = va == 0 || a.failed() ? null : a.p.bytes(va, (int) Math.min(pages, Quote.MAX));
    if (s == null) {
      a.p.pointer(va);
      return;
    }
    a.p.text("[");
    for (int page = 0; page < s.length; page++) {
      a.p.text(page == 0 ? "" : ", ").decimal(s[page] & 0xff);
    }
    a.p.text(pages > Quote.MAX ? ", ...]" : "]");
  }

  private static void message(Printer p, long va, long len) {
    byte[] type = va == 0 || len < 0 ? null : p.bytes(va, 8);
    if (type == null) {
      p.pointer(va);
      return;
    }
    p.text("{mtype=").decimal(LittleEndian.getLong(type, 0)).text(", mtext=");
    p.buffer(va + 8, len).text("}");
  }
}
