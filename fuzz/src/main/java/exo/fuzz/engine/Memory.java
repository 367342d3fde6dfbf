package exo.fuzz.engine;

import exo.fuzz.program.Arg;
import exo.fuzz.program.Call;
import exo.fuzz.program.Piece;
import exo.fuzz.program.Pointer;
import exo.fuzz.program.Program;
import exo.fuzz.program.Value;
import exo.kernel.syscall.Direction;
import exo.kernel.syscall.StructKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pointers and what stands behind them. */
final class Memory {
  /** Most bytes the executor records of one pointer. */
  private static final int MOST_OUT = 256;

  private static final int ALIGN = 32;
  private static final List<String> PATHS =
      List.of(
          "file0",
          "file0",
          "file0",
          "file1",
          "file2",
          "dir0",
          "dir0",
          "dir0/file1",
          "dir0/file2",
          "dir1",
          "dir0/dir2",
          "link0",
          "loop0",
          "fifo0",
          "secret0",
          ".",
          "..",
          "/",
          "",
          "/file0",
          "/dir0/",
          "file0/",
          "file0/x",
          "link0/",
          "dir0/../file0",
          "./file0",
          "missing/x",
          "link1",
          "dir0/..",
          "dir0/.",
          "//dir0//file1",
          "link2",
          "dir1/file3",
          "fifo1");
  private static final List<String> STRINGS =
      List.of(
          "user.a",
          "user.b",
          "trusted.a",
          "security.a",
          "system.posix_acl_access",
          "user.",
          "a",
          "",
          "name",
          "/q0",
          "user.a\nb",
          "nodot");

  private final Chance chance;
  private final Scalars scalars;
  private long next = Pointer.DATA;

  Memory(Chance chance, Scalars scalars) {
    this.chance = chance;
    this.scalars = scalars;
  }

  /** Goes on behind what a program uses already. */
  void behind(Program program) {
    next = Pointer.DATA;
    for (Call call : program.calls()) {
      for (Arg arg : call.args()) {
        if (arg instanceof Pointer p
            && p.va() >= Pointer.DATA
            && p.va() < Pointer.DATA + Pointer.DATA_SIZE) {
          next = Math.max(next, align(p.va() + p.extent()));
        }
      }
    }
  }

  private static long align(long va) {
    return va + ALIGN - 1 & -ALIGN;
  }

  private long room(int bytes) {
    if (next + bytes + MOST_OUT > Pointer.DATA + Pointer.DATA_SIZE) {
      next = Pointer.DATA;
    }
    long va = next;
    next = align(next + bytes);
    return va;
  }

  /** A pointer to nowhere, once in a while. */
  boolean wild() {
    return chance.oneIn(28);
  }

  Value wildAddress() {
    return Value.of(
        chance.of(
            0,
            1,
            0x10,
            Pointer.DATA - 8,
            Pointer.DATA + Pointer.DATA_SIZE,
            0x7fff_ffff_f000L,
            0xffff_8000_0000_0000L,
            0x8000_0000_0000L,
            -1,
            -4096));
  }

  Arg path() {
    return wild() ? wildAddress() : text(name());
  }

  private String name() {
    if (chance.oneIn(60)) {
      return "n".repeat((int) chance.of(255, 256, 4095, 4096));
    }
    return chance.of(PATHS);
  }

  Arg string() {
    return wild() ? wildAddress() : text(chance.of(STRINGS));
  }

  private Pointer text(String s) {
    byte[] bytes = (s + "\0").getBytes(StandardCharsets.ISO_8859_1);
    return new Pointer(room(bytes.length), List.of(new Piece.Bytes(bytes)), 0, List.of());
  }

  Pointer in(List<Piece> pieces) {
    return new Pointer(room(pieces.stream().mapToInt(Piece::size).sum()), pieces, 0, List.of());
  }

  Arg bytesIn(int length) {
    if (wild()) {
      return wildAddress();
    }
    byte[] bytes =
        chance.oneIn(2) ? fill(length, (byte) ('a' + chance.below(26))) : chance.bytes(length);
    return in(List.of(new Piece.Bytes(bytes)));
  }

  private static byte[] fill(int length, byte with) {
    byte[] b = new byte[length];
    Arrays.fill(b, with);
    return b;
  }

  /** Room for {@code length} bytes and a few behind that nobody should touch. */
  Arg bytesOut(int length, List<Integer> parts) {
    if (wild()) {
      return wildAddress();
    }
    int shown = Math.min(length + 8, MOST_OUT);
    return new Pointer(
        room(Math.max(length, shown)),
        List.of(new Piece.Bytes(fill(shown, (byte) 0xa5))),
        shown,
        parts);
  }

  Arg struct(
      Program before,
      int index,
      Direction direction,
      StructKind kind,
      int count,
      List<Integer> parts) {
    if (chance.oneIn(10)) {
      return Value.of(0);
    }
    if (wild()) {
      return wildAddress();
    }
    if (direction == Direction.OUT) {
      return bytesOut(kind.size() * count, parts);
    }
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.addAll(fields(before, index, kind));
    }
    int size = pieces.stream().mapToInt(Piece::size).sum();
    int out = direction == Direction.INOUT ? Math.min(size, MOST_OUT) : 0;
    return new Pointer(room(size), pieces, out, List.of());
  }

  private List<Piece> fields(Program before, int index, StructKind kind) {
    return switch (kind) {
      case TIMESPEC, TIMEVAL -> time();
      case TIMESPEC_PAIR, TIMEVAL_PAIR -> join(stamp(), stamp());
      case ITIMERSPEC, ITIMERVAL -> join(time(), time());
      case UTIMBUF -> numbers(8, chance.of(0, 1, 1000), chance.of(0, 1, 1000));
      case SIGACTION ->
          List.of(
              new Piece.Field(8, handler()),
              number(
                  8,
                  0x0400_0000L
                      | scalars.flags(exo.kernel.syscall.FlagSet.SIGNAL_ACTION) & ~0x0800_0000L),
              new Piece.Field(8, new Value.Known(Value.Knowledge.RESTORER, 0)),
              number(8, chance.oneIn(2) ? 0 : 1L << chance.below(64)));
      case POLLFD ->
          List.of(
              new Piece.Field(4, scalars.descriptor(before, index)),
              number(2, chance.of(0, 1, 4, 5, 0x2005, 0x1f)),
              number(2, 0));
      case EPOLL_EVENT ->
          List.of(
              number(4, chance.of(1, 4, 5, 1L << 31 | 1, 1L << 30 | 5, 0x2000, 0)),
              number(8, chance.of(0, 1, 7)));
      case FLOCK ->
          List.of(
              number(2, chance.of(0, 1, 2, 3)),
              number(2, chance.of(0, 0, 1, 2)),
              number(4, 0),
              number(8, chance.of(0, 0, 10, 100, -1)),
              number(8, chance.of(0, 0, 1, 10, -5)),
              number(8, 0));
      case RLIMIT ->
          numbers(8, chance.of(0, 10, 64, 4096, 1 << 20, -1), chance.of(0, 64, 1 << 20, -1));
      case OPEN_HOW ->
          numbers(
              8,
              scalars.flags(exo.kernel.syscall.FlagSet.OPEN),
              chance.of(0, 0644),
              chance.of(0, 0, 1, 2, 4, 8, 16));
      case STACK ->
          List.of(
              number(8, Pointer.SPARE),
              number(4, chance.of(0, 0, 2, 1)),
              number(4, 0),
              number(8, chance.of(8192, 2048, 1024, 0)));
      case LOFF_T -> numbers(8, chance.of(0, 0, 1, 10, 4096, -1));
      case OWNER ->
          List.of(
              number(4, chance.below(3)),
              new Piece.Field(4, new Value.Known(Value.Knowledge.PID, 0)));
      case SIGINFO -> join(numbers(4, 0, 0, chance.of(-1, -2, -6, 0, 0x80)), zeros(116));
      case SCHED_PARAM -> numbers(4, chance.of(0, 0, 1, 50, 99, 100));
      case SEMBUF -> numbers(2, chance.of(0, 0, 1), chance.of(0, 1, -1), chance.of(0, 0x800));
      case FDS -> numbers(4, -1, -1);
      default -> general(kind.size());
    };
  }

  private Value handler() {
    return chance.oneIn(3)
        ? Value.of(chance.of(0, 1))
        : new Value.Known(Value.Knowledge.HANDLER, 0);
  }

  private static List<Piece> join(List<Piece> a, List<Piece> b) {
    List<Piece> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  private static Piece number(int size, long n) {
    return new Piece.Field(size, Value.of(n));
  }

  private static List<Piece> numbers(int size, long... values) {
    return Arrays.stream(values).mapToObj(v -> number(size, v)).toList();
  }

  private static List<Piece> zeros(int size) {
    return List.of(new Piece.Bytes(new byte[size]));
  }

  /** Short, so that nobody waits for long; wrong once in a while. */
  private List<Piece> time() {
    return chance.oneIn(12)
        ? numbers(8, chance.of(0, -1), chance.of(-1, 1_000_000_000L, 0))
        : numbers(8, 0, chance.of(0, 0, 1, 1000, 500_000));
  }

  private List<Piece> stamp() {
    return numbers(
        8,
        chance.of(0, 1, 1_000_000_000L),
        chance.of(0, 0, 1000, (1 << 30) - 1, (1 << 30) - 2, 999_999));
  }

  /** A structure nobody described further: mostly zeros, some small numbers. */
  private List<Piece> general(int size) {
    if (size > 64) {
      return zeros(size);
    }
    List<Piece> pieces = new ArrayList<>();
    int left = size;
    while (left > 0) {
      int step = left >= 8 ? 8 : left >= 4 ? 4 : 1;
      pieces.add(number(step, chance.oneIn(4) ? chance.odd() : chance.of(0, 0, 1, 2)));
      left -= step;
    }
    return pieces;
  }

  /** A vector of buffers. */
  Arg iovec(int count) {
    if (wild()) {
      return wildAddress();
    }
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = (int) chance.of(0, 1, 5, 64, 100);
      long va = room(Math.max(length, 1));
      pieces.add(number(8, chance.oneIn(30) ? 0x10 : va));
      pieces.add(number(8, chance.oneIn(30) ? chance.odd() : length));
    }
    return in(pieces);
  }

  Arg poll(Program before, int index, int count) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.addAll(fields(before, index, StructKind.POLLFD));
    }
    int size = 8 * count;
    return new Pointer(room(size), pieces, size, List.of());
  }

  Arg descriptorSet() {
    if (chance.oneIn(3)) {
      return Value.of(0);
    }
    return new Pointer(
        room(128),
        List.of(number(8, chance.of(1, 7, 8, 0x10, 0xff, 0x78)), new Piece.Bytes(new byte[120])),
        8,
        List.of());
  }

  Arg signalSet(Direction direction) {
    if (direction == Direction.OUT) {
      return bytesOut(8, List.of());
    }
    return chance.oneIn(8)
        ? Value.of(0)
        : in(numbers(8, chance.of(0, 0x200, 0x800, 0x10000, 0xa00, -1, 1L << 33)));
  }
}
