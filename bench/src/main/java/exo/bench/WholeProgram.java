package exo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A program of the host's own Debian, from its start to its end as a person waits for it: on the
 * host itself, under qemu-x86_64, and by {@code ./exo run --rootfs /} on one engine, in turns in
 * one run. One process each, since qemu-x86_64 runs no children.
 *
 * @param engine as {@code --cpu} names it
 * @param name of the figure, within the engine
 * @param command in which {@value #TEXT} stands for a file of ten megabytes of words and {@value
 *     #SOURCE} for a small C program
 * @param aim for Exo's time by qemu's, or null
 */
record WholeProgram(
    String engine, String name, String what, List<String> command, @Nullable Aim aim)
    implements Measurement {
  static final String TEXT = "@text";
  static final String SOURCE = "@source";

  private static final int TEXT_BYTES = 10_000_000;
  private static final String HELLO =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>

      int main(void) {
        puts("hello");
        return 0;
      }
      """;

  @Override
  public String id() {
    return "program." + engine + "." + name;
  }

  @Override
  public String obstacle() {
    if (!Files.isExecutable(Path.of(command.getFirst()))) {
      return command.getFirst() + " is not installed";
    }
    if (Qemu.find() == null) {
      return "no " + Qemu.NAME + " on the path: apt-get install qemu-user (Debian)";
    }
    return Engines.obstacle(engine);
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    @Nullable Path qemu = Qemu.find();
    if (qemu == null) {
      throw new IllegalStateException(obstacle());
    }
    Path folder = Files.createTempDirectory("exo-bench");
    try {
      List<String> line = inputs(folder);
      int runs = Math.min(effort.works(), 5);
      double[] host = new double[runs];
      double[] translated = new double[runs];
      double[] exo = new double[runs];
      double[] ratio = new double[runs];
      for (int i = -1; i < runs; i++) {
        double a = seconds(places, List.of(), line);
        double b = seconds(places, List.of(qemu.toString()), line);
        double c =
            seconds(
                places,
                List.of(places.exo().toString(), "run", "--cpu", engine, "--rootfs", "/", "--"),
                line);
        if (i >= 0) {
          host[i] = a;
          translated[i] = b;
          exo[i] = c;
          ratio[i] = c / b;
        }
      }
      Samples ratios = new Samples(ratio);
      Map<String, Double> details = new LinkedHashMap<>();
      details.put("native_s", new Samples(host).median());
      details.put("qemu_s", new Samples(translated).median());
      details.put("exo_s", new Samples(exo).median());
      return List.of(
          new Figure(
              id(),
              what + ": wall time, by that of " + Qemu.NAME,
              "x",
              ratios.median(),
              ratios.percentile(99),
              runs,
              Double.NaN,
              Double.NaN,
              aim,
              "./exo bench " + id(),
              details));
    } finally {
      Files.deleteIfExists(folder.resolve("text"));
      Files.deleteIfExists(folder.resolve("hello.c"));
      Files.delete(folder);
    }
  }

  /** Writes what the command reads; answers the command with the files' names. */
  private List<String> inputs(Path folder) throws IOException {
    List<String> line = new ArrayList<>();
    for (String word : command) {
      switch (word) {
        case TEXT -> line.add(Files.write(folder.resolve("text"), words()).toString());
        case SOURCE -> line.add(Files.writeString(folder.resolve("hello.c"), HELLO).toString());
        default -> line.add(word);
      }
    }
    return line;
  }

  /** Words of a small language, the same each time. */
  private static byte[] words() {
    Random random = new Random(1);
    byte[] text = new byte[TEXT_BYTES];
    int at = 0;
    while (at < text.length) {
      long word = random.nextInt(1 + random.nextInt(5000));
      for (long rest = word + 7; rest != 0 && at < text.length; rest /= 20) {
        text[at++] = (byte) ('a' + rest % 20);
      }
      if (at < text.length) {
        text[at++] = (byte) (random.nextInt(12) == 0 ? '\n' : ' ');
      }
    }
    return text;
  }

  private static double seconds(Places places, List<String> way, List<String> line)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(way);
    all.addAll(line);
    return Rusage.of(places, all).wallNanos() / 1e9;
  }
}
