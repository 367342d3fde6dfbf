package exo.fuzz.engine;

import exo.fuzz.program.Arg;
import exo.fuzz.program.Call;
import exo.fuzz.program.Program;
import exo.fuzz.program.Value;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.ValueSet;
import exo.kernel.syscall.Variants;
import java.util.List;

/** Makes calls and programs up from what the table says of arguments. Not for two threads. */
final class Generator {
  private static final int FRESH_CALLS = 12;

  private static final int ORDERS = 999;

  private final Chance chance;
  private final Scalars scalars;
  private final Memory memory;
  private final List<SyscallEntry> calls;
  private final List<SyscallEntry> producers;

  Generator(Chance chance, List<SyscallEntry> calls) {
    this.chance = chance;
    this.calls = calls;
    this.producers = calls.stream().filter(e -> Resources.producers().contains(e.name())).toList();
    scalars = new Scalars(chance);
    memory = new Memory(chance, scalars);
  }

  /** A new program: some calls that bring descriptors forth, then any. */
  Program program() {
    Program p = new Program(List.of());
    int descriptors = producers.isEmpty() ? 0 : chance.between(1, 3);
    int length = chance.between(3, FRESH_CALLS);
    for (int i = 0; i < length; i++) {
      p = p.with(i, i < descriptors ? call(p, i, chance.of(producers)) : call(p, i));
    }
    return ordered(p);
  }

  /** The program in some order, if it can have more than one. */
  Program ordered(Program program) {
    boolean plain = !program.isParallel() || chance.oneIn(4);
    return program.inOrder(plain ? 0 : chance.between(1, ORDERS));
  }

  /** A call that could stand at {@code index}. */
  Call call(Program program, int index) {
    if (chance.oneIn(40)) {
      return new Call(
          chance.oneIn(3) ? Call.THREAD : Call.CHILD, List.of(Value.of(chance.between(0, 3))));
    }
    return call(program, index, chance.of(calls));
  }

  private Call call(Program program, int index, SyscallEntry entry) {
    memory.behind(program);
    List<ArgKind> kinds = entry.args();
    long command = 0;
    int selector = -1;
    Variants variants = entry.variants();
    if (variants != null && !variants.all().isEmpty() && !chance.oneIn(20)) {
      Variants.Variant v = chance.of(variants.all());
      kinds = v.args();
      command = v.command();
      selector = variants.selector();
    }
    Arg[] args = new Arg[kinds.size()];
    for (int i = 0; i < args.length; i++) {
      if (i == selector) {
        args[i] = Value.of(command);
      } else if (args[i] == null) {
        make(program, index, entry, kinds, i, args);
      }
    }
    return new Call(entry.name(), List.of(args));
  }

  /** The same call with one argument made anew. */
  Call changed(Program program, int index) {
    Call old = program.calls().get(index);
    SyscallEntry entry = old.entry();
    if (entry == null || old.args().isEmpty()) {
      return call(program, index);
    }
    List<ArgKind> kinds = entry.args(old.raw());
    int at = chance.below(old.args().size());
    if (at >= kinds.size()) {
      return old;
    }
    memory.behind(program);
    Arg[] args = old.args().toArray(Arg[]::new);
    make(program, index, entry, kinds, at, args);
    return new Call(old.name(), List.of(args));
  }

  /** Argument {@code i}, and the length that belongs to it. */
  private void make(
      Program program, int index, SyscallEntry entry, List<ArgKind> kinds, int i, Arg[] args) {
    args[i] =
        switch (kinds.get(i)) {
          case ArgKind.Scalar s -> scalars.make(program, index, s);
          case ArgKind.Flags f -> Value.of(scalars.flags(f.set()));
          case ArgKind.OneOf o -> Value.of(scalars.oneOf(o.set()));
          case ArgKind.FlagsAndMode f -> Value.of(scalars.flags(f.set()) | 0600);
          case ArgKind.Text t -> t == ArgKind.Text.PATH ? memory.path() : memory.string();
          case ArgKind.Buffer b -> {
            int length = length();
            tie(args, i + b.length(), length);
            yield b.direction().isIn()
                ? memory.bytesIn(length)
                : memory.bytesOut(length, List.of());
          }
          case ArgKind.Struct s ->
              memory.struct(
                  program, index, s.direction(), s.struct(), 1, Resources.parts(entry.name()));
          case ArgKind.Array a -> {
            int count = chance.between(0, 3);
            tie(args, i + a.count(), count);
            yield memory.struct(
                program, index, a.direction(), a.element(), Math.max(1, count), List.of());
          }
          case ArgKind.Iovec v -> {
            int count = chance.between(1, 3);
            tie(args, i + v.count(), count);
            yield memory.iovec(count);
          }
          case ArgKind.Address a -> {
            tie(args, i + a.length(), 16);
            yield memory.bytesOut(16, List.of());
          }
          case ArgKind.SignalSet s -> {
            tie(args, i + s.size(), 8);
            yield memory.signalSet(s.direction());
          }
          case ArgKind.Special s -> special(program, index, s, i, args);
        };
  }

  /** Mostly the true length; sometimes one that is not. */
  private void tie(Arg[] args, int at, long length) {
    if (at >= 0 && at < args.length) {
      args[at] = Value.of(chance.oneIn(15) ? chance.odd() : length);
    }
  }

  private int length() {
    return (int) chance.of(0, 1, 7, 8, 16, 64, 100, 240, 512, 2000);
  }

  private Arg special(Program program, int index, ArgKind.Special kind, int i, Arg[] args) {
    return switch (kind) {
      case MAPPING ->
          Value.of(
              chance.of(1, 2, 2, 0x21, 0x22, 0x22, 0x32, 3, 0x31)
                  | (chance.oneIn(4) ? scalars.flags(FlagSet.MAPPING_FLAGS) & ~0x40000L : 0));
      case SOCKET_TYPE -> Value.of(chance.of(1, 2, 5, 3) | chance.of(0, 0x800, 0x80000));
      case SOCKET_PROTOCOL -> Value.of(chance.of(0, 0, 0, 6, 17));
      case FUTEX_OPERATION -> Value.of(scalars.oneOf(ValueSet.FUTEX_COMMAND) | chance.of(0, 128));
      case POLL_DESCRIPTORS -> {
        int count = chance.between(0, 3);
        tie(args, i + 1, count);
        yield memory.poll(program, index, Math.max(1, count));
      }
      case DESCRIPTOR_SET -> memory.descriptorSet();
      case SIGNAL_SET_AND_SIZE -> Value.of(0);
      case WAIT_STATUS -> memory.bytesOut(4, List.of());
      case REMAINING_TIME -> memory.bytesOut(16, List.of());
      case RESIDENCE -> memory.bytesOut(16, List.of());
      case DIRECTORY_ENTRIES -> {
        int length = (int) chance.of(24, 64, 256, 1000, 0, 16);
        tie(args, i + 1, length);
        yield memory.bytesOut(length, List.of());
      }
      case CPU_SET_IN -> memory.bytesIn(8);
      case CPU_SET_OUT -> memory.bytesOut(8, List.of());
      case THREAD_NAME_IN -> memory.string();
      case THREAD_NAME_OUT -> memory.bytesOut(16, List.of());
      case MESSAGE_IN, MESSAGE_OUT -> {
        tie(args, i + 1, 16);
        yield memory.bytesOut(24, List.of());
      }
      case OPTION_VALUE_IN -> memory.bytesIn(8);
      case OPTION_VALUE_OUT -> memory.bytesOut(8, List.of());
      case REMOTE_IOVEC -> memory.iovec(1);
      case SOCKET_OPTION -> Value.of(chance.between(0, 70));
      case CLONE_FLAGS, FUTEX_BITS, FUTEX_WAKE_OPERATION, IPC_KEY ->
          Value.of(chance.of(0, 1, -1, chance.odd()));
    };
  }
}
