package exo.kernel.abi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** The machine's C compiler, asked for the values of constant expressions. */
final class CCompiler {
  private static final Pattern UNKNOWN =
      Pattern.compile(
          "probe\\.c:(\\d+):.*error: .*(undeclared|undefined|has no member|invalid use|"
              + "invalid application|before|not an)");
  private static final Pattern ANSWER = Pattern.compile("(\\d+) (-?\\d+)");

  private final Path folder;

  CCompiler(Path folder) {
    this.folder = folder;
  }

  /** Skips the calling test, with a line, on a machine that has no C compiler or no headers. */
  static void assumePresent() {
    boolean present;
    try {
      Process gcc = start(Path.of("."), "gcc", "--version");
      gcc.getInputStream().readAllBytes();
      present = gcc.waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      present = false;
    }
    Assumptions.assumeTrue(present, "no gcc on this machine to compare with");
    Assumptions.assumeTrue(
        Files.exists(Path.of("/usr/include/linux/fcntl.h")),
        "no Linux headers on this machine to compare with");
  }

  /**
   * Values of expressions under the given headers; those the headers do not know are left out.
   *
   * @param headers separated by spaces
   */
  Map<String, Long> values(String headers, Set<String> expressions)
      throws IOException, InterruptedException {
    List<String> left = new ArrayList<>(expressions);
    String prologue =
        headers
            .lines()
            .flatMap(l -> List.of(l.split(" ")).stream())
            .filter(h -> !h.isEmpty())
            .map(h -> "#include <" + h + ">\n")
            .collect(
                Collectors.joining(
                    "", "#include <stddef.h>\n", "#include <stdio.h>\nint main(void) {\n"));
    int firstLine = (int) prologue.lines().count() + 1;
    while (!left.isEmpty()) {
      StringBuilder source = new StringBuilder(prologue);
      for (int i = 0; i < left.size(); i++) {
        source.append("printf(\"").append(i).append(" %lld\\n\", (long long)(");
        source.append(left.get(i)).append("));\n");
      }
      Files.writeString(folder.resolve("probe.c"), source.append("}\n"));
      Process gcc = start(folder, "gcc", "-D_GNU_SOURCE", "-w", "-o", "probe", "probe.c");
      String complaints = text(gcc);
      if (gcc.waitFor() == 0) {
        return run(left);
      }
      Set<String> unknown = new LinkedHashSet<>();
      Matcher m = UNKNOWN.matcher(complaints);
      while (m.find()) {
        unknown.add(left.get(Integer.parseInt(m.group(1)) - firstLine));
      }
      if (unknown.isEmpty()) {
        throw new AssertionError(headers + ": " + complaints);
      }
      left.removeAll(unknown);
    }
    return Map.of();
  }

  private Map<String, Long> run(List<String> expressions) throws IOException, InterruptedException {
    Process probe = start(folder, folder.resolve("probe").toString());
    Map<String, Long> values = new HashMap<>();
    Matcher m = ANSWER.matcher(text(probe));
    while (m.find()) {
      values.put(expressions.get(Integer.parseInt(m.group(1))), Long.parseLong(m.group(2)));
    }
    if (probe.waitFor() != 0) {
      throw new AssertionError("the probe failed");
    }
    return values;
  }

  private static Process start(Path folder, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    return builder.directory(folder.toFile()).start();
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
