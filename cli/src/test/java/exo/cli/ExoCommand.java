package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A call of the project's own exo script, as a user types it. */
final class ExoCommand {
  static final Path ROOT = Path.of(System.getProperty("exo.root"));
  static final Path GUESTS = Path.of(System.getProperty("exo.guests"));

  private static final long MINUTES = 2;

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private Path directory = ROOT;
  private ProcessBuilder.Redirect input = ProcessBuilder.Redirect.PIPE;
  private byte[] bytes = {};

  /** How a command ended, and what it wrote. */
  record Result(int status, byte[] output, String err) {
    String out() {
      return new String(output, StandardCharsets.UTF_8);
    }

    /** Ended so, with not a word more than {@code out} on standard output and none of errors. */
    void isQuietly(int expected, String out) {
      assertEquals("", err);
      assertEquals(out, out());
      assertEquals(expected, status);
    }

    /** Ended so, with one line of ours that contains {@code what}. */
    void complains(int expected, String what) {
      assertTrue(err.startsWith("exo") && err.contains(what), err);
      assertEquals(err.length() - 1, err.indexOf('\n'), "one line: " + err);
      assertEquals("", out());
      assertEquals(expected, status);
    }
  }

  private ExoCommand(List<String> words) {
    this.words.addAll(words);
  }

  /** The words after {@code exo}. */
  static ExoCommand exo(String... words) {
    return new ExoCommand(List.of(words)).script(ROOT.resolve("exo").toString());
  }

  /** Any command line, for what needs somebody around exo. */
  static ExoCommand command(List<String> words) {
    return new ExoCommand(words);
  }

  /** A shell's line in which {@code $EXO} is the exo script. */
  static ExoCommand shell(String line) {
    ExoCommand command = new ExoCommand(List.of("/bin/sh", "-c", line));
    command.variables.put("EXO", ROOT.resolve("exo").toString());
    return command;
  }

  private ExoCommand script(String path) {
    words.addFirst(path);
    return this;
  }

  ExoCommand in(Path folder) {
    directory = folder;
    return this;
  }

  ExoCommand env(String name, String value) {
    variables.put(name, value);
    return this;
  }

  ExoCommand input(byte[] content) {
    bytes = content;
    return this;
  }

  ExoCommand input(Path file) {
    input = ProcessBuilder.Redirect.from(file.toFile());
    return this;
  }

  Process start() throws IOException {
    // Whoever started the tests in the background may ignore interrupts, and that is inherited.
    List<String> line = new ArrayList<>(List.of("env", "--default-signal"));
    line.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.environment().putAll(variables);
    return builder.redirectInput(input).start();
  }

  Result run() throws IOException, InterruptedException {
    Process process = start();
    var out = read(process.getInputStream());
    var err = read(process.getErrorStream());
    if (input == ProcessBuilder.Redirect.PIPE) {
      try (OutputStream in = process.getOutputStream()) {
        in.write(bytes);
      } catch (IOException e) {
        // A program need not read what it is given.
      }
    }
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(words + " hangs");
    }
    Result result =
        new Result(process.exitValue(), out.join(), new String(err.join(), StandardCharsets.UTF_8));
    assertNoStackTrace(result.out());
    assertNoStackTrace(result.err());
    return result;
  }

  private static CompletableFuture<byte[]> read(java.io.InputStream stream) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                all.complete(stream.readAllBytes());
              } catch (IOException e) {
                all.completeExceptionally(new UncheckedIOException(e));
              }
            });
    return all;
  }

  private static void assertNoStackTrace(String text) {
    assertFalse(text.contains("\tat ") || text.contains("Exception in thread"), text);
  }
}
