package exo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of debian-commands.txt or debian-scripts.txt; the head of the first explains the form.
 *
 * @param number of the line in the file
 * @param debianPackage what must be installed
 * @param commands to run one after the other
 * @param input for each of them
 */
record DebianLine(
    int number, String debianPackage, List<Command> commands, byte[] input, String text) {

  /** A program by its full path, its arguments, and what is added to the environment. */
  record Command(List<String> variables, List<String> words) {
    String program() {
      return words.getFirst();
    }
  }

  /** The lines of a file beside this class. */
  static List<DebianLine> all(String resource) {
    List<DebianLine> lines = new ArrayList<>();
    int number = 0;
    for (String line : read(resource).split("\n")) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(parse(number, line));
      }
    }
    return lines;
  }

  /** A whole script of the shell, whose first line names the packages. */
  static DebianLine session(int number, String name) {
    String script = read("sessions/" + name + ".sh");
    String needs = script.substring(script.indexOf(':') + 1, script.indexOf('\n')).strip();
    Command shell = new Command(List.of(), List.of("/bin/sh", "-c", script));
    return new DebianLine(number, needs, List.of(shell), new byte[0], name);
  }

  static String read(String resource) {
    try (var in = DebianLine.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DebianLine parse(int number, String line) {
    int bar = line.indexOf(" | ");
    Words words = new Words(line, bar + 3);
    List<Command> commands = new ArrayList<>();
    List<String> command = new ArrayList<>();
    String word = words.next();
    while (word != null && !words.isBar()) {
      if (words.isSemicolon()) {
        commands.add(command(command));
        command = new ArrayList<>();
      } else {
        command.add(word);
      }
      word = words.next();
    }
    commands.add(command(command));
    return new DebianLine(
        number, line.substring(0, bar).strip(), commands, words.input(), line.substring(bar + 3));
  }

  private static Command command(List<String> words) {
    int program = 0;
    while (words.get(program).matches("[A-Z_]+=.*")) {
      program++;
    }
    return new Command(
        List.copyOf(words.subList(0, program)), List.copyOf(words.subList(program, words.size())));
  }

  /** Cuts a line into words as a shell does. */
  private static final class Words {
    private final String line;
    private int at;
    private String raw = "";

    Words(String line, int from) {
      this.line = line;
      this.at = from;
    }

    String next() {
      while (at < line.length() && line.charAt(at) == ' ') {
        at++;
      }
      int start = at;
      StringBuilder word = new StringBuilder();
      while (at < line.length() && line.charAt(at) != ' ') {
        switch (line.charAt(at)) {
          case '\'' -> {
            int end = line.indexOf('\'', at + 1);
            word.append(line, at + 1, end);
            at = end + 1;
          }
          case '"' -> quoted(word);
          default -> word.append(line.charAt(at++));
        }
      }
      raw = line.substring(start, at);
      return raw.isEmpty() ? null : word.toString();
    }

    private void quoted(StringBuilder word) {
      at++;
      while (line.charAt(at) != '"') {
        if (line.charAt(at) == '\\' && "\"\\".indexOf(line.charAt(at + 1)) >= 0) {
          at++;
        }
        word.append(line.charAt(at++));
      }
      at++;
    }

    boolean isBar() {
      return raw.equals("|");
    }

    boolean isSemicolon() {
      return raw.equals(";");
    }

    /** The rest, in which \n, \t and \\ are read as in C. */
    byte[] input() {
      StringBuilder text = new StringBuilder();
      for (int i = Math.min(at + 1, line.length()); i < line.length(); i++) {
        char c = line.charAt(i);
        if (c != '\\') {
          text.append(c);
          continue;
        }
        switch (line.charAt(++i)) {
          case 'n' -> text.append('\n');
          case 't' -> text.append('\t');
          case '\\' -> text.append('\\');
          default -> throw new IllegalArgumentException("\\" + line.charAt(i) + " in " + line);
        }
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
