package exo.kernel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a guest process ended, and what it and its machine had used by then.
 *
 * @param exitCode what exit(2) gave, 0 to 255; 0 when a signal ended it
 * @param signal the deadly signal, or 0
 * @param coreDumped the signal is one that writes a core image, and RLIMIT_CORE leaves room for it
 * @param limit which limit of the machine ended it ({@code "wall time"} or {@code "CPU time"}), or
 *     null
 * @param systemCalls system calls of the machine so far
 * @param pageFaults page faults of the machine so far
 * @param switches turns given to tasks so far
 * @param peakMemory most resident memory the process had, bytes
 * @param wallTime from start to end
 * @param cpuTime of all its threads
 */
public record ProcessResult(
    int exitCode,
    int signal,
    boolean coreDumped,
    @Nullable String limit,
    long systemCalls,
    long pageFaults,
    long switches,
    long peakMemory,
    Duration wallTime,
    Duration cpuTime) {
  /** What a shell would show as {@code $?}: the exit code, or 128 plus the signal. */
  public int status() {
    return signal == 0 ? exitCode : 128 + signal;
  }
}
