package exo.fuzz.run;

import exo.fuzz.program.Call;
import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import exo.kernel.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two traces of one program: the first place where they part for a reason that counts. */
public final class Comparison {
  private static final int SEGV = 11;
  private static final int NOBODY = 65_534;

  private Comparison() {}

  /** Where the traces part; null when they do not. Everything after the first place follows. */
  public static @Nullable Difference first(Program program, Trace linux, Trace exo) {
    return first(program, linux, exo, Sides.LINUX);
  }

  /** As {@link #first(Program, Trace, Trace)}, told with the names of the sides. */
  public static @Nullable Difference first(
      Program program, Trace oracle, Trace machine, Sides sides) {
    for (int i = 0; i < program.calls().size(); i++) {
      Difference d = call(i, program.calls().get(i), oracle, machine, sides);
      if (d != null) {
        return d;
      }
    }
    if (!oracle.ending().equals(machine.ending())) {
      return new Difference(
          -1,
          "end: " + both(sides, oracle.ending(), machine.ending()),
          oracle.ending(),
          machine.ending());
    }
    for (int s = 1; s < oracle.signals().length; s++) {
      if (oracle.signals()[s] != machine.signals()[s]) {
        return new Difference(
            -1,
            "signals: signal "
                + s
                + " handled "
                + (oracle.signals()[s] > machine.signals()[s] ? "less" : "more")
                + " often",
            oracle.signals()[s] + " times",
            machine.signals()[s] + " times");
      }
    }
    boolean loose = program.calls().stream().anyMatch(c -> !DontCare.output(c).isEmpty());
    return end(contents(oracle.end(), loose), contents(machine.end(), loose));
  }

  /** Without the sums of contents where a program may have written what is not compared. */
  private static List<String> contents(List<String> end, boolean loose) {
    return loose ? end.stream().map(line -> line.replaceAll(" sum [0-9a-f]+$", "")).toList() : end;
  }

  private static @Nullable Difference call(
      int i, Call call, Trace oracle, Trace machine, Sides sides) {
    Trace.Outcome l = oracle.calls().get(i);
    Trace.Outcome e = machine.calls().get(i);
    String name = variant(call);
    if (l.reached() != e.reached()) {
      String left = reached(oracle, l);
      String right = reached(machine, e);
      return new Difference(i, name + ": " + both(sides, left, right), left, right);
    }
    if (l.reached() == Trace.Reached.NOT) {
      return null;
    }
    boolean loose = DontCare.result(call);
    if (l.errno() != e.errno() || !loose && l.result() != e.result()) {
      String title =
          l.errno() != e.errno()
              ? name + ": " + both(sides, word(l.errno()), word(e.errno()))
              : name + ": result";
      return new Difference(i, title, result(l), result(e));
    }
    BitSet mask = DontCare.output(call);
    byte[] a = l.out();
    byte[] b = e.out();
    for (int at = 0; at < Math.min(a.length, b.length); at++) {
      if (a[at] != b[at] && !mask.get(at) && !unmapped(a, b, at)) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        int to = Math.min(a.length, at + 16);
        return new Difference(
            i,
            name + (l.errno() == 0 ? "" : " with " + word(l.errno())) + ": output",
            "at " + at + ": " + hex.formatHex(a, at, to),
            "at " + at + ": " + hex.formatHex(b, at, to));
      }
    }
    return a.length == b.length
        ? null
        : new Difference(i, name + ": output", a.length + " bytes", b.length + " bytes");
  }

  private static String both(Sides sides, String oracle, String machine) {
    return sides.oracle() + " " + oracle + ", " + sides.machine() + " " + machine;
  }

  /** The machine's root has no number in the container: what is root's shows as nobody's. */
  private static boolean unmapped(byte[] linux, byte[] exo, int at) {
    int from = at & ~3;
    return from + 4 <= Math.min(linux.length, exo.length)
        && number(linux, from) == NOBODY
        && number(exo, from) == 0;
  }

  private static int number(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  /** The call, and its command if it has one. */
  static String variant(Call call) {
    var entry = call.entry();
    if (entry == null || entry.variants() == null) {
      return call.name();
    }
    String text = ProgramText.print(call);
    int from = text.indexOf('(') + 1;
    String[] args = text.substring(from, text.length() - 1).split(", ", -1);
    int selector = entry.variants().selector();
    return selector < args.length && Character.isLetter(args[selector].charAt(0))
        ? call.name() + " " + args[selector]
        : call.name();
  }

  private static String reached(Trace t, Trace.Outcome o) {
    return switch (o.reached()) {
      case NOT -> "never came so far";
      case BEGUN ->
          t.blocked()
              ? "blocks"
              : "ends by " + (t.ending().equals("signal " + SEGV) ? "SIGSEGV" : t.ending());
      case DONE -> o.errno() == 0 ? "succeeds" : word(o.errno());
    };
  }

  private static String word(int errno) {
    if (errno == 0) {
      return "succeeds";
    }
    Errno e = Errno.of(errno);
    return e == null ? "errno " + errno : e.symbol();
  }

  private static String result(Trace.Outcome o) {
    return o.errno() != 0
        ? word(o.errno())
        : o.result() + " (0x" + Long.toHexString(o.result()) + ")";
  }

  private static @Nullable Difference end(List<String> linux, List<String> exo) {
    List<String> more = new ArrayList<>(exo);
    linux.forEach(more::remove);
    List<String> less = new ArrayList<>(linux);
    exo.forEach(less::remove);
    if (more.isEmpty() && less.isEmpty()) {
      return null;
    }
    String l = less.isEmpty() ? "" : less.getFirst();
    String e = more.isEmpty() ? "" : more.getFirst();
    return new Difference(
        -1, "left: " + field(l, e), String.join("; ", less), String.join("; ", more));
  }

  /** What of the first differing line differs: its kind, and the first word that does. */
  private static String field(String linux, String exo) {
    if (linux.isEmpty() || exo.isEmpty()) {
      String there = linux.isEmpty() ? exo : linux;
      return there.substring(0, there.indexOf(' ')) + (linux.isEmpty() ? " more" : " missing");
    }
    String[] a = linux.split(" ", -1);
    String[] b = exo.split(" ", -1);
    int at = Arrays.mismatch(a, b);
    if (at < 2 || at >= Math.min(a.length, b.length)) {
      return a[0] + "s differ";
    }
    return a[0] + " " + a[at - 1];
  }
}
