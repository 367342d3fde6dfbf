package exo.cli.run;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Notice;
import exo.kernel.ProcessResult;
import exo.kernel.signal.Signal;
import exo.kernel.strace.StraceLog;
import exo.kernel.strace.StraceObserver;
import exo.kernel.task.SyscallObserver;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What was asked to be told about a run: while it goes on, and at its end. */
final class Reports implements AutoCloseable {
  private final @Nullable MissingCalls missing;
  private final @Nullable TraceOutput trace;
  private final @Nullable OutputStream json;
  private final @Nullable Duration timeout;

  private Reports(RunOptions options) throws Failure {
    timeout = options.timeout;
    missing = options.missing ? new MissingCalls() : null;
    trace = options.strace == null ? null : new TraceOutput(open("--strace", options.strace));
    json = options.json == null ? null : open("--json", options.json);
  }

  /** Opens the files named in the options, so that one that cannot be written is known at once. */
  static Reports open(RunOptions options) throws Failure {
    return new Reports(options);
  }

  private static OutputStream open(String option, RunOptions.Target target) throws Failure {
    if (target.file() == null) {
      return System.err;
    }
    try {
      return new FileOutputStream(target.file().toFile());
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, option + " " + e.getMessage());
    }
  }

  /** Who is to see the machine's system calls; null if nobody. */
  @Nullable SyscallObserver observer() {
    if (trace == null) {
      return missing;
    }
    SyscallObserver strace = new StraceObserver(trace, StraceLog.Prefix.WHEN_SEVERAL);
    return missing == null ? strace : new BothObservers(strace, missing);
  }

  /**
   * The program has ended.
   *
   * @return the status to end with
   */
  int ended(ProcessResult result, boolean timedOut) throws Failure {
    if (trace != null) {
      trace.flush();
    }
    String limit = timedOut ? "timeout" : result.limit();
    if (timedOut) {
      Notice.say("killed after " + text(timeout) + " (--timeout)");
    } else if (limit != null) {
      Notice.say("killed: the limit of " + limit + " was reached");
    }
    if (missing != null) {
      missing.lines().forEach(Notice::say);
    }
    String reason = limit != null ? limit : result.signal() != 0 ? "signal" : "exit";
    record(
        new JsonWriter()
            .add("status", result.status())
            .add("exit", result.signal() == 0 ? (long) result.exitCode() : null)
            .add("signal", result.signal() == 0 ? null : Signal.name(result.signal()))
            .add("reason", reason)
            .add("system_calls", result.systemCalls())
            .add("page_faults", result.pageFaults())
            .add("switches", result.switches())
            .add("peak_memory_bytes", result.peakMemory())
            .add("wall_nanoseconds", result.wallTime().toNanos())
            .add("cpu_nanoseconds", result.cpuTime().toNanos()));
    return result.status();
  }

  /** The program could not be started, or Exo failed. */
  void failed(Failure failure) throws Failure {
    record(
        new JsonWriter()
            .add("status", failure.status())
            .add("exit", (String) null)
            .add("signal", (String) null)
            .add("reason", "error")
            .add("message", failure.getMessage()));
  }

  private void record(JsonWriter object) throws Failure {
    if (json == null) {
      return;
    }
    if (missing != null) {
      object.add("missing", missing.names());
    }
    try {
      json.write((object.end() + "\n").getBytes(StandardCharsets.UTF_8));
      json.flush();
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, "--json: " + e.getMessage());
    }
  }

  private static String text(@Nullable Duration time) {
    return time == null
        ? ""
        : time.toString().substring("PT".length()).toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public void close() {
    // What is written to --json is there at once; standard error is not ours to close.
    if (trace != null) {
      trace.flush();
    }
  }
}
