package exo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of a host process used, as the host counted it. Java cannot ask that of a process that
 * has ended, so a small program of ours does, which runs the command and reports.
 *
 * @param wallNanos from before the fork to after the end
 * @param cpuNanos user and system time, of children it waited for as well
 * @param peakBytes its largest resident memory
 * @param status its exit status, or 128 plus the signal
 */
record Rusage(long wallNanos, long cpuNanos, long peakBytes, int status) {
  /**
   * Runs a command to its end, with its standard input empty and its output thrown away.
   *
   * @throws IOException when it cannot be run, or ends with another status than 0
   */
  static Rusage of(Places places, List<String> command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(places.guest("rusage").toString());
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Rusage use = parse(error.strip());
    if (use.status != 0) {
      throw new IOException(
          String.join(" ", command) + " ended with status " + use.status + ": " + error.strip());
    }
    return use;
  }

  /** The report is the last line; the command's own standard error stands before it. */
  static Rusage parse(String error) throws IOException {
    String[] words = error.substring(error.lastIndexOf('\n') + 1).split(" ", -1);
    try {
      int wait = Integer.parseInt(words[4]);
      int signal = wait & 0x7f;
      return new Rusage(
          Long.parseLong(words[0]),
          (Long.parseLong(words[1]) + Long.parseLong(words[2])) * 1000,
          Long.parseLong(words[3]) * 1024,
          signal == 0 ? wait >> 8 & 0xff : 128 + signal);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("no report of what the process used: " + error, e);
    }
  }
}
