package exo.kernel;

import exo.kernel.abi.KernelBug;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.KernelServices;
import exo.kernel.task.SignalSending;
import exo.kernel.task.ThreadGroup;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program started from outside a machine. Any thread may use it. */
public final class GuestProcess {
  private final KernelServices kernel;
  private final ThreadGroup group;
  private final CompletableFuture<ProcessResult> result;

  GuestProcess(KernelServices kernel, ThreadGroup group, CompletableFuture<ProcessResult> result) {
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

  /** Ends the process at once, with SIGKILL. */
  public void kill() {
    signal(exo.kernel.abi.Signals.SIGKILL);
  }
}
