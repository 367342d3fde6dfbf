package exo.fuzz.program;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Programs as people read them, one call a line, and back:
 *
 * <pre>
 * # what stands behind a mark is a remark
 * r0 = openat(AT_FDCWD, @0x20000000{"file0\0"}, O_RDWR|O_CREAT, 0644)
 * r1 = pipe2(@0x20000040{}[8]&lt;0 4&gt;, 0)
 * write(r1.1:-1, @0x20000080{4:r0 2:0x1 "abc"}, 9)
 * rt_sigaction(SIGUSR1, @0x20000100{8:$handler 8:0 8:$restorer 8:0}, 0, 8)
 * </pre>
 *
 * A pointer is its address, what is stored there first (numbers after their size, strings), how
 * many bytes are looked at afterwards, and the offsets of numbers there that others refer to as
 * {@code r1.0}, {@code r1.1}. A reference may carry the number that is used when the call it leads
 * to failed; without one that is -1. {@code rN} counts the calls from 0. {@code order(N)} before
 * the first call is {@link Program#order}.
 */
public final class ProgramText {
  /** Before the first call: the order of a program that has one. */
  static final String ORDER = "order";

  private static final long ELSE = -1;

  private ProgramText() {}

  /** The program, a line a call, each with its end. */
  public static String print(Program program) {
    Set<Integer> used = new HashSet<>();
    for (Call call : program.calls()) {
      for (Arg arg : call.args()) {
        uses(arg, used);
      }
    }
    StringBuilder out = new StringBuilder();
    if (program.order() != 0) {
      out.append(ORDER).append('(').append(program.order()).append(")\n");
    }
    for (int i = 0; i < program.calls().size(); i++) {
      if (used.contains(i)) {
        out.append('r').append(i).append(" = ");
      }
      out.append(print(program.calls().get(i))).append('\n');
    }
    return out.toString();
  }

  private static void uses(Arg arg, Set<Integer> used) {
    switch (arg) {
      case Value.Result r -> used.add(r.call());
      case Pointer p -> {
        for (Piece piece : p.in()) {
          if (piece instanceof Piece.Field f && f.value() instanceof Value.Result r) {
            used.add(r.call());
          }
        }
      }
      default -> {}
    }
  }

  /** One call without the end of the line. */
  public static String print(Call call) {
    StringBuilder out = new StringBuilder(call.name()).append('(');
    List<Arg> args = call.args();
    for (int i = 0; i < args.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      switch (args.get(i)) {
        case Value.Constant c -> out.append(ConstantNames.print(call, i, c.number()));
        case Value v -> value(out, v);
        case Pointer p -> pointer(out, p);
      }
    }
    return out.append(')').toString();
  }

  private static void value(StringBuilder out, Value v) {
    switch (v) {
      case Value.Constant c -> out.append(plain(c.number()));
      case Value.Result r -> {
        out.append('r').append(r.call());
        if (r.part() >= 0) {
          out.append('.').append(r.part());
        }
      }
      case Value.Known k ->
          out.append('$').append(k.what().name().toLowerCase(java.util.Locale.ROOT));
    }
    if (!(v instanceof Value.Constant) && v.number() != ELSE) {
      out.append(':').append(plain(v.number()));
    }
  }

  private static void pointer(StringBuilder out, Pointer p) {
    out.append("@0x").append(Long.toHexString(p.va())).append('{');
    String before = "";
    for (Piece piece : p.in()) {
      out.append(before);
      switch (piece) {
        case Piece.Field f -> {
          out.append(f.size()).append(':');
          value(out, f.value());
        }
        case Piece.Bytes b -> Quoted.print(out, b.bytes());
      }
      before = " ";
    }
    out.append('}');
    if (p.out() > 0) {
      out.append('[').append(p.out()).append(']');
    }
    if (!p.parts().isEmpty()) {
      out.append('<');
      before = "";
      for (int offset : p.parts()) {
        out.append(before).append(offset);
        before = " ";
      }
      out.append('>');
    }
  }

  /** Small numbers decimal, others hexadecimal. */
  static String plain(long number) {
    return number > -4096 && number < 4096
        ? Long.toString(number)
        : "0x" + Long.toHexString(number);
  }

  /**
   * Reads a program.
   *
   * @throws ProgramSyntax with the line where it cannot be read
   */
  public static Program parse(String text) throws ProgramSyntax {
    return new ProgramParser(text).program();
  }
}
