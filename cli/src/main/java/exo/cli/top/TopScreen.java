package exo.cli.top;

import exo.cli.run.OurTerminal;
import exo.cli.run.StandardInput;
import exo.mem.host.HostDescriptors;
import exo.mem.host.HostException;
import exo.mem.host.HostTerminal;
import java.io.PrintStream;
import java.util.List;

/**
 * A table that is drawn over the one before, on the terminal's other screen, so that what was on it
 * comes back: also when a signal ends us.
 */
final class TopScreen implements AutoCloseable {
  private static final String ENTER = "\033[?1049h\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String CLEAR_LINE = "\033[K\r\n";
  private static final String CLEAR_REST = "\033[J";
  private static final String REVERSE = "\033[7m";
  private static final String PLAIN = "\033[0m";

  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;
  private static final int MILLIS = 1000;

  private final PrintStream out;
  private final OurTerminal terminal;
  private final StandardInput keys;
  private final Thread leaving = new Thread(this::leave, "exo-top-screen");
  private boolean left;

  TopScreen(PrintStream out) throws HostException {
    this.out = out;
    this.terminal = OurTerminal.find();
    this.keys = new StandardInput();
    Runtime.getRuntime().addShutdownHook(leaving);
    terminal.useRaw(true);
    terminal.keepRaw();
    out.print(ENTER);
  }

  /** Whether there is a terminal to draw on and to read keys from. */
  static boolean isPossible() {
    return HostTerminal.isTerminal(0) && HostTerminal.isTerminal(1);
  }

  synchronized void draw(TopTable table) throws HostException {
    if (left) {
      return;
    }
    HostTerminal.Size size = HostTerminal.size(1);
    // A terminal that does not say is not cut to nothing.
    int rows = size.rows() > 0 ? size.rows() : Integer.MAX_VALUE;
    int columns = size.columns() > 0 ? size.columns() : Integer.MAX_VALUE;
    StringBuilder text = new StringBuilder(HOME);
    List<String> lines = table.lines();
    for (int i = 0; i < lines.size() && i < rows - 1; i++) {
      String line = lines.get(i);
      String cut = line.substring(0, Math.min(line.length(), columns));
      text.append(table.isTitle(i) ? REVERSE + cut + PLAIN : cut).append(CLEAR_LINE);
    }
    out.print(text.append(CLEAR_REST));
    out.flush();
  }

  /** Waits a second, or for a key; whether to go on. */
  boolean pause() throws HostException {
    if (!HostDescriptors.awaitReadable(0, MILLIS)) {
      return true;
    }
    byte[] typed = new byte[16];
    int n = keys.read(typed);
    for (int i = 0; i < n; i++) {
      if (typed[i] == 'q' || typed[i] == 'Q' || typed[i] == CTRL_C || typed[i] == CTRL_D) {
        return false;
      }
    }
    return n > 0;
  }

  private synchronized void leave() {
    if (!left) {
      left = true;
      out.print(LEAVE);
      out.flush();
    }
  }

  @Override
  public void close() {
    leave();
    terminal.close();
    try {
      Runtime.getRuntime().removeShutdownHook(leaving);
    } catch (IllegalStateException atShutdown) {
      // It is being run.
    }
  }
}
