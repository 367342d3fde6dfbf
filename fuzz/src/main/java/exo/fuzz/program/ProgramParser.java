package exo.fuzz.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ProgramText} prints; refuses everything else with the line. */
final class ProgramParser {
  private final String[] lines;
  private String text = "";
  private int line;
  private int at;

  ProgramParser(String all) {
    lines = all.split("\n", -1);
  }

  Program program() throws ProgramSyntax {
    List<Call> calls = new ArrayList<>();
    int order = 0;
    for (line = 1; line <= lines.length; line++) {
      text = lines[line - 1].strip();
      at = 0;
      if (calls.isEmpty() && text.startsWith(ProgramText.ORDER + "(")) {
        order = order();
      } else if (!text.isEmpty() && text.charAt(0) != '#') {
        calls.add(call(calls.size()));
      }
    }
    Program program = new Program(calls, order);
    if (!ProgramWords.fits(program)) {
      throw new ProgramSyntax(lines.length, "more than the executor takes");
    }
    return program;
  }

  private int order() throws ProgramSyntax {
    at = ProgramText.ORDER.length() + 1;
    int order = small(number(), Integer.MAX_VALUE);
    expect(')');
    return order;
  }

  private Call call(int index) throws ProgramSyntax {
    String name = word();
    spaces();
    if (taken('=')) {
      if (!name.equals("r" + index)) {
        throw wrong("the result of this call is r" + index);
      }
      spaces();
      name = word();
    }
    expect('(');
    List<Arg> args = new ArrayList<>();
    spaces();
    while (!taken(')')) {
      if (!args.isEmpty()) {
        expect(',');
        spaces();
      }
      args.add(peek() == '@' ? pointer(index) : value(index));
      spaces();
    }
    spaces();
    if (at < text.length() && text.charAt(at) != '#') {
      throw wrong("more behind the call");
    }
    Call call = new Call(name, args);
    if (args.size() > 6 || call.entry() == null && !call.isSplit()) {
      throw wrong("no call " + name + " of " + args.size() + " arguments");
    }
    return call;
  }

  private Pointer pointer(int index) throws ProgramSyntax {
    expect('@');
    long va = number();
    List<Piece> in = new ArrayList<>();
    expect('{');
    spaces();
    while (!taken('}')) {
      in.add(peek() == '"' ? bytes() : field(index));
      spaces();
    }
    int out = 0;
    if (taken('[')) {
      out = small(number(), Pointer.DATA_SIZE);
      expect(']');
    }
    List<Integer> parts = new ArrayList<>();
    if (taken('<')) {
      while (!taken('>')) {
        parts.add(small(number(), Pointer.DATA_SIZE));
        spaces();
      }
    }
    return new Pointer(va, in, out, parts);
  }

  private Piece field(int index) throws ProgramSyntax {
    int size = small(number(), 8);
    if (size == 0) {
      throw wrong("a number of no bytes");
    }
    expect(':');
    return new Piece.Field(size, value(index));
  }

  private Piece bytes() throws ProgramSyntax {
    expect('"');
    int begin = at;
    while (peek() != '"') {
      at += peek() == '\\' ? 2 : 1;
    }
    byte @Nullable [] bytes = Quoted.parse(text.substring(begin, at));
    at++;
    if (bytes == null) {
      throw wrong("no such escape");
    }
    if (taken('*')) {
      int times = small(number(), ProgramWords.MAX_BYTES);
      if (bytes.length != 1) {
        throw wrong("only one byte can be repeated");
      }
      byte[] run = new byte[times];
      java.util.Arrays.fill(run, bytes[0]);
      bytes = run;
    }
    return new Piece.Bytes(bytes);
  }

  private Value value(int index) throws ProgramSyntax {
    if (taken('$')) {
      String name = word().toUpperCase(Locale.ROOT);
      for (Value.Knowledge k : Value.Knowledge.values()) {
        if (k.name().equals(name)) {
          return new Value.Known(k, otherwise());
        }
      }
      throw wrong("the executor knows no " + name);
    }
    if (peek() == 'r' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
      at++;
      int call = small(number(), Program.MAX_CALLS);
      int part = taken('.') ? small(number(), 3) : -1;
      if (call >= index) {
        throw wrong("r" + call + " is not there yet");
      }
      return new Value.Result(call, part, otherwise());
    }
    return new Value.Constant(number());
  }

  private long otherwise() throws ProgramSyntax {
    return taken(':') ? number() : -1;
  }

  /** Numbers and names, with bars between. */
  private long number() throws ProgramSyntax {
    long sum = single();
    while (taken('|')) {
      sum |= single();
    }
    return sum;
  }

  private long single() throws ProgramSyntax {
    boolean negative = taken('-');
    String word = word();
    try {
      if (Character.isDigit(word.charAt(0))) {
        long n =
            word.startsWith("0x")
                ? Long.parseUnsignedLong(word.substring(2), 16)
                : word.length() > 1 && word.charAt(0) == '0'
                    ? Long.parseLong(word, 8)
                    : Long.parseLong(word);
        return negative ? -n : n;
      }
    } catch (NumberFormatException e) {
      throw wrong("no number: " + word);
    }
    Long named = ConstantNames.value(word);
    if (named == null) {
      throw wrong("no constant " + word);
    }
    return named;
  }

  private int small(long number, int most) throws ProgramSyntax {
    if (number < 0 || number > most) {
      throw wrong(number + " is not from 0 to " + most);
    }
    return (int) number;
  }

  private String word() throws ProgramSyntax {
    int begin = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (begin == at) {
      throw wrong("a word is missing");
    }
    return text.substring(begin, at);
  }

  private void spaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private char peek() throws ProgramSyntax {
    if (at >= text.length()) {
      throw wrong("the line ends too early");
    }
    return text.charAt(at);
  }

  private boolean taken(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws ProgramSyntax {
    if (!taken(c)) {
      throw wrong("'" + c + "' is missing");
    }
  }

  private ProgramSyntax wrong(String what) {
    return new ProgramSyntax(line, what + " (column " + (at + 1) + ")");
  }
}
