package exo.kernel;

import exo.kernel.abi.KernelBug;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.KernelServices;
import exo.kernel.task.SignalSending;
import exo.kernel.task.ThreadGroup;
import exo.kernel.tty.WindowSize;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A program started from outside a machine. Any thread may use it. */
public final class GuestProcess {
  private final KernelServices kernel;
  private final ThreadGroup group;
  private final CompletableFuture<ProcessResult> result;
  private final @Nullable HostLine line;

  GuestProcess(
      KernelServices kernel,
      ThreadGroup group,
      CompletableFuture<ProcessResult> result,
      @Nullable HostLine line) {
    this.line = line;
    this.kernel = kernel;
    this.group = group;
    this.result = result;
  }

  /** Its number in the guest. */
  public int pid() {
    return group.pid();
  }

  public boolean isAlive() {
    return !result.isDone();
  }

  /**
   * Waits for its end.
   *
   * @throws KernelBug when Exo itself failed
   */
  public ProcessResult waitFor() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /**
   * Waits for its end, for some time.
   *
   * @return empty when it still runs after {@code time}
   */
  public Optional<ProcessResult> waitFor(Duration time) throws InterruptedException {
    try {
      return Optional.of(result.get(time.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private static KernelBug failure(ExecutionException e) {
    return e.getCause() instanceof KernelBug bug
        ? bug
        : new KernelBug("the machine failed: " + e.getCause(), e);
  }

  /**
   * Sends a signal to the process, as the host's kill(2) would.
   *
   * @param signal 1 to 64
   */
  public void signal(int signal) {
    if (!Signal.isValid(signal)) {
      throw new IllegalArgumentException("no signal " + signal);
    }
    kernel.lock().lock();
    try {
      SignalSending.toGroup(group, new SignalInfo(signal, SignalInfo.SI_USER, 0, 0, 0));
    } finally {
      kernel.lock().unlock();
    }
  }

  /**
   * The window of its terminal has another size: the terminal's foreground group gets SIGWINCH.
   * Does nothing for a process without a terminal of the host's.
   *
   * @param rows in characters, 0 to 65535
   * @param columns likewise
   */
  public void resize(int rows, int columns) {
    HostLine terminal = line;
    if (terminal == null) {
      return;
    }
    kernel.lock().lock();
    try {
      HostTerminals.resize(terminal, new WindowSize(rows, columns, 0, 0));
    } finally {
      kernel.lock().unlock();
    }
  }

  /** Ends the process at once, with SIGKILL. */
  public void kill() {
    signal(exo.kernel.abi.Signals.SIGKILL);
  }
}
