package exo.cli.run;

import exo.kernel.GuestProcess;
import exo.kernel.Program;
import exo.mem.host.HostException;
import exo.mem.host.HostTerminal;
import org.jspecify.annotations.Nullable;

/**
 * The terminal we were started on, if any. When standard input is one it is put into raw mode, so
 * that every key reaches the guest's own terminal, and put back at the end: by {@link #close}, by a
 * shutdown hook when a signal ends us, and by the exo script when the JVM itself crashes.
 */
public final class OurTerminal implements AutoCloseable {
  private static final int STANDARD_STREAMS = 3;

  /** A descriptor that is the terminal, or -1. */
  private final int fd;

  private @Nullable HostTerminal raw;
  private @Nullable Thread hook;

  private OurTerminal(int fd) {
    this.fd = fd;
  }

  public static OurTerminal find() {
    for (int fd = 0; fd < STANDARD_STREAMS; fd++) {
      if (HostTerminal.isTerminal(fd)) {
        return new OurTerminal(fd);
      }
    }
    return new OurTerminal(-1);
  }

  /** Enters raw mode if standard input is the terminal. */
  public void useRaw(boolean wanted) throws HostException {
    if (!wanted || hook != null) {
      return;
    }
    raw = HostTerminal.enterRaw(0);
    Thread restoring = new Thread(this::restore, "exo-terminal");
    Runtime.getRuntime().addShutdownHook(restoring);
    hook = restoring;
  }

  /** Tells the program of the window, and where to show what is typed. */
  void describe(Program program) throws HostException {
    if (fd < 0) {
      return;
    }
    HostTerminal.Size size = HostTerminal.size(fd);
    program.window(size.rows(), size.columns()).screen(new StandardOutput(fd));
  }

  /** From now on the process hears of changes of the window. */
  public void follow(GuestProcess process) {
    if (fd < 0) {
      return;
    }
    HostSignals.handle("WINCH", signal -> resized(process));
    // Somebody may have stopped us and used the terminal: it is no longer raw.
    keepRaw();
    // What changed between describing it and now.
    resized(process);
  }

  /** From now on it is raw again when somebody who stopped us lets us go on. */
  public void keepRaw() {
    if (raw != null) {
      HostSignals.handle("CONT", signal -> enterAgain());
    }
  }

  private void resized(GuestProcess process) {
    try {
      HostTerminal.Size size = HostTerminal.size(fd);
      process.resize(size.rows(), size.columns());
    } catch (HostException gone) {
      // The terminal is closed: its reader notices and hangs up.
    }
  }

  private synchronized void enterAgain() {
    if (raw != null) {
      try {
        HostTerminal.enterRaw(0);
      } catch (HostException gone) {
        // As above.
      }
    }
  }

  private synchronized void restore() {
    HostTerminal terminal = raw;
    raw = null;
    if (terminal != null) {
      try {
        terminal.restore();
      } catch (HostException gone) {
        // There is nothing left to restore.
      }
    }
  }

  @Override
  public void close() {
    restore();
    Thread restoring = hook;
    if (restoring != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(restoring);
      } catch (IllegalStateException atShutdown) {
        // It is being run.
      }
    }
  }
}
