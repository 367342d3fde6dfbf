package exo.kernel.task;

import exo.kernel.sched.WaitQueue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the kernel says: dmesg(1). Owned by the kernel lock. */
public final class KernelLog {
  /** Bytes Linux keeps of it. */
  public static final int CAPACITY = 1 << 17;

  private static final int NOTICE = 5;
  private static final long SECOND = 1_000_000_000L;

  private final StringBuilder text = new StringBuilder();
  private final WaitQueue readable = new WaitQueue();
  private int read;
  private int cleared;
  private @Nullable Consumer<String> console;

  /** Adds a line. */
  public void say(long nowNanos, String line) {
    String stamped =
        String.format(
            Locale.ROOT, "[%5d.%06d] %s\n", nowNanos / SECOND, nowNanos % SECOND / 1000, line);
    text.append('<').append(NOTICE).append('>').append(stamped);
    if (console != null) {
      console.accept(stamped);
    }
    readable.wakeAll();
  }

  /** A console comes up: it gets each line from now on, and now those before. */
  public void console(Consumer<String> printer) {
    text.toString().lines().map(line -> line.substring(3) + "\n").forEach(printer);
    console = printer;
  }

  /** Woken when there is more for {@link #take}. */
  public WaitQueue readable() {
    return readable;
  }

  /** Bytes that nobody took yet. */
  public int unread() {
    return text.length() - read;
  }

  /** Bytes that nobody took yet, as many as fit: SYSLOG_ACTION_READ. */
  public byte[] take(int max) {
    int n = Math.min(max, unread());
    byte[] bytes = text.substring(read, read + n).getBytes(StandardCharsets.ISO_8859_1);
    read += n;
    return bytes;
  }

  /** The last bytes since the last {@link #clear}: SYSLOG_ACTION_READ_ALL. */
  public byte[] last(int max) {
    int from = Math.max(cleared, text.length() - max);
    return text.substring(from).getBytes(StandardCharsets.ISO_8859_1);
  }

  public void clear() {
    cleared = text.length();
  }
}
