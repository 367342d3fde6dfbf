package exo.cli.boot;

import exo.cli.run.StandardOutput;
import exo.kernel.Machine;
import exo.kernel.ScreenImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code --vga}: draws the machine's screen on the host's terminal, thirty times a second at most,
 * only what has changed. The terminal's other screen is used, so that what was on it comes back.
 */
final class ScreenPainter implements AutoCloseable {
  private static final long PERIOD_NANOS = 33_000_000;
  private static final String ENTER = "\033[?1049h\033[2J";
  private static final String LEAVE = "\033[0m\033[?25h\033[?1049l";

  /** From the order of VGA, blue first, to that of ANSI, red first. */
  private static final int[] ANSI = {0, 4, 2, 6, 1, 5, 3, 7};

  private static final int NOT_DRAWN = -1;

  private final @Nullable Machine machine;
  private final @Nullable StandardOutput output;
  private @Nullable Thread thread;
  private volatile boolean closed;
  private int[] drawn = new int[0];
  private long changes = NOT_DRAWN;
  private int attribute = NOT_DRAWN;

  private ScreenPainter(@Nullable Machine machine, @Nullable StandardOutput output) {
    this.machine = machine;
    this.output = output;
  }

  /** A painter, or one that does nothing. */
  static ScreenPainter of(Machine machine, boolean wanted) throws IOException {
    return wanted
        ? new ScreenPainter(machine, new StandardOutput(1))
        : new ScreenPainter(null, null);
  }

  void start() throws IOException {
    if (machine != null) {
      write(ENTER);
      thread = Thread.ofPlatform().daemon().name("exo-screen").start(() -> paint(machine));
    }
  }

  private void paint(Machine of) {
    try {
      while (!closed) {
        draw(of.screen());
        LockSupport.parkNanos(this, PERIOD_NANOS);
      }
      draw(of.screen());
    } catch (IOException gone) {
      // Nobody looks any more.
    }
  }

  private void draw(ScreenImage image) throws IOException {
    if (image.changes() == changes) {
      return;
    }
    changes = image.changes();
    StringBuilder text = new StringBuilder("\033[?25l");
    boolean all = drawn.length == 0;
    for (int row = 0; row < image.rows(); row++) {
      int at = NOT_DRAWN;
      for (int column = 0; column < image.columns(); column++) {
        int cell = row * image.columns() + column;
        if (!all && drawn[cell] == image.cells()[cell]) {
          continue;
        }
        if (at != column) {
          place(text, row, column);
        }
        colour(text, image.attribute(row, column));
        text.append(image.character(row, column));
        at = column + 1;
      }
    }
    drawn = image.cells();
    if (image.cursor() >= 0) {
      place(text, image.cursor() / image.columns(), image.cursor() % image.columns());
      text.append("\033[?25h");
    }
    write(text.toString());
  }

  private static void place(StringBuilder text, int row, int column) {
    text.append("\033[").append(row + 1).append(';').append(column + 1).append('H');
  }

  private void colour(StringBuilder text, int wanted) {
    if (wanted == attribute) {
      return;
    }
    attribute = wanted;
    int fore = wanted & 0xf;
    int back = wanted >>> 4;
    text.append("\033[").append((fore < 8 ? 30 : 90) + ANSI[fore & 7]);
    text.append(';').append((back < 8 ? 40 : 100) + ANSI[back & 7]).append('m');
  }

  private void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (output != null) {
      output.write(bytes, 0, bytes.length);
    }
  }

  @Override
  public void close() throws IOException {
    Thread painting = thread;
    if (painting == null) {
      return;
    }
    closed = true;
    LockSupport.unpark(painting);
    try {
      painting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write(LEAVE);
  }
}
