package exo.kernel;

import exo.kernel.tty.WindowSize;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to start in a machine: a file of the guest, its arguments, environment and streams. Build it
 * with {@link #of} and the {@code with} methods' chain; not thread-safe while it is being built.
 *
 * <p>The guest sees all strings in UTF-8.
 */
public final class Program {
  private final String path;
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String directory = "/";
  private int uid;
  private int gid;
  private List<Integer> groups = List.of();
  private GuestInput input = GuestInput.empty();
  private GuestOutput output = GuestOutput.discard();
  private GuestOutput error = GuestOutput.discard();
  private @Nullable GuestOutput screen;
  private WindowSize window = WindowSize.UNKNOWN;
  private boolean onConsole;

  private Program(String path) {
    this.path = path;
  }

  /**
   * A program file and its arguments; the name it is called by is the first argument the guest
   * sees.
   *
   * @param path absolute, or relative to the working directory
   */
  public static Program of(String path, String... arguments) {
    Program p = new Program(path);
    p.arguments.add(path);
    p.arguments.addAll(List.of(arguments));
    return p;
  }

  /**
   * Standard input, output and error are {@code /dev/console}, as those of a first process are; the
   * machine has one.
   */
  Program onConsole() {
    onConsole = true;
    return this;
  }

  boolean isOnConsole() {
    return onConsole;
  }

  /** Replaces what the guest sees as argv, the name at index 0 included. */
  public Program argv(List<String> argv) {
    arguments.clear();
    arguments.addAll(argv);
    return this;
  }

  /** Sets one variable of the environment, which begins empty. */
  public Program env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The working directory, {@code /} if not said. */
  public Program directory(String guestPath) {
    directory = guestPath;
    return this;
  }

  /** The user and group it runs as; root if not said. */
  public Program user(int newUid, int newGid, Integer... supplementary) {
    uid = newUid;
    gid = newGid;
    groups = List.of(supplementary);
    return this;
  }

  /** Where standard input comes from; at its end if not said. */
  public Program input(GuestInput source) {
    input = source;
    return this;
  }

  /** Standard input from a stream, which is read only when the guest reads. */
  public Program input(InputStream stream) {
    return input(GuestInput.of(stream));
  }

  /** Where standard output goes; nowhere if not said. */
  public Program output(GuestOutput target) {
    output = target;
    return this;
  }

  /** Standard output to a stream. */
  public Program output(OutputStream stream) {
    return output(GuestOutput.of(stream));
  }

  /** Where standard error goes; nowhere if not said. */
  public Program error(GuestOutput target) {
    error = target;
    return this;
  }

  /** Standard error to a stream. */
  public Program error(OutputStream stream) {
    return error(GuestOutput.of(stream));
  }

  /**
   * Where the terminal shows what is typed when standard input is one and neither standard output
   * nor error is.
   */
  public Program screen(GuestOutput target) {
    screen = target;
    return this;
  }

  /** The size of the terminal's window, in characters; 0 for unknown. */
  public Program window(int rows, int columns) {
    window = new WindowSize(rows, columns, 0, 0);
    return this;
  }

  @Nullable GuestOutput screen() {
    return screen;
  }

  WindowSize window() {
    return window;
  }

  String path() {
    return path;
  }

  List<String> argv() {
    return arguments;
  }

  List<String> environment() {
    List<String> list = new ArrayList<>();
    environment.forEach((name, value) -> list.add(name + "=" + value));
    return list;
  }

  String directory() {
    return directory;
  }

  int uid() {
    return uid;
  }

  int gid() {
    return gid;
  }

  List<Integer> groups() {
    return groups;
  }

  GuestInput input() {
    return input;
  }

  GuestOutput output() {
    return output;
  }

  GuestOutput error() {
    return error;
  }

  @Nullable String variable(String name) {
    return environment.get(name);
  }
}
