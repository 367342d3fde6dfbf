package exo.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes a trace: to standard error line by line, so that it stands where the guest's own output
 * does; to a file in large pieces. A trace that nobody takes any more is given up.
 */
public final class TraceOutput implements Consumer<String> {
  private static final int LARGE = 65_536;

  private final OutputStream out;
  private final boolean byLine;
  private final StringBuilder pending = new StringBuilder();
  private boolean broken;

  public TraceOutput(OutputStream out) {
    this.out = out;
    this.byLine = out == System.err;
  }

  @Override
  public synchronized void accept(String text) {
    pending.append(text);
    if (byLine ? text.endsWith("\n") : pending.length() >= LARGE) {
      flush();
    }
  }

  /** Writes what there is. */
  public synchronized void flush() {
    if (!broken) {
      try {
        out.write(pending.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        broken = true;
      }
    }
    pending.setLength(0);
  }
}
