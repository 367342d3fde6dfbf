package exo.cli.run;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits until a program has ended and its output is written, and sees to it that it ends. */
final class ProcessEnd {
  /** How long a killed program, or who reads its output, may take. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Machine machine;
  private final GuestProcess process;
  private boolean timedOut;

  ProcessEnd(Machine machine, GuestProcess process) {
    this.machine = machine;
    this.process = process;
  }

  /**
   * @param timeout after which the program is killed, or null
   */
  ProcessResult await(@Nullable Duration timeout) throws Failure, InterruptedException {
    if (timeout == null) {
      ProcessResult result = process.waitFor();
      machine.drainOutput();
      return result;
    }
    Optional<ProcessResult> inTime = process.waitFor(timeout);
    timedOut = inTime.isEmpty();
    ProcessResult result = timedOut ? killed(timeout) : inTime.get();
    // Nobody may be reading: the time is over for that too.
    Thread drain = inBackground(this::drain);
    drain.join(GRACE);
    return result;
  }

  boolean isTimedOut() {
    return timedOut;
  }

  private ProcessResult killed(Duration timeout) throws Failure, InterruptedException {
    // Whatever holds the kernel up must not hold us.
    inBackground(process::kill);
    return process
        .waitFor(GRACE)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "the program was to end after " + timeout + " and cannot be killed"));
  }

  private void drain() {
    try {
      machine.drainOutput();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread inBackground(Runnable task) {
    return Thread.ofPlatform().daemon().start(task);
  }
}
