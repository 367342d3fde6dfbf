package exo.bench;

import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that kernels do for programs. The guest program {@code primitives} does it many times
 * and says what one took, by the clock it sees: the same ELF file in a machine of this JVM, on the
 * host itself and under qemu-x86_64, in turns, so that a busy machine troubles all three alike.
 *
 * @param primitive the program's first argument
 * @param times how often one run does it
 * @param aim in nanoseconds
 */
record Primitive(String primitive, String what, long times, @Nullable Aim aim)
    implements Measurement {
  /** Runs that are not counted: the JVM compiles what they need. */
  private static final int WARM_UP = 10;

  private static final String PROGRAM = "primitives";

  @Override
  public String id() {
    return "primitive." + primitive;
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    Path qemu = Qemu.find();
    int runs = effort.works();
    double[] exo = new double[runs];
    double[] host = new double[runs];
    double[] translated = new double[runs];
    try (Machine machine = Machine.builder().seed(1).build()) {
      machine.writeFile("/" + PROGRAM, Files.readAllBytes(places.guest(PROGRAM)), 0755);
      for (int i = -WARM_UP; i < runs; i++) {
        double nanos = inMachine(machine);
        if (i >= 0) {
          exo[i] = nanos;
          List<String> command = List.of(PROGRAM, primitive, Long.toString(times));
          host[i] = onHost(places, command, List.of());
          translated[i] =
              qemu == null ? Double.NaN : onHost(places, command, List.of(qemu.toString()));
        }
      }
    }
    Samples samples = new Samples(exo);
    Map<String, Double> details = new LinkedHashMap<>();
    details.put("native_ns", new Samples(host).median());
    details.put("qemu_ns", new Samples(translated).median());
    return List.of(
        new Figure(
            id(),
            what,
            "ns",
            samples.median(),
            samples.percentile(99),
            runs,
            samples.median(),
            Double.NaN,
            aim,
            "./exo bench " + id(),
            details));
  }

  private double inMachine(Machine machine) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Program program = Program.of("/" + PROGRAM, primitive, Long.toString(times));
    ProcessResult result = machine.run(program.output(output));
    if (result.status() != 0) {
      throw new IOException("the guest ended with status " + result.status());
    }
    return nanos(output.toString(StandardCharsets.UTF_8));
  }

  /**
   * What a guest program says it took on the host.
   *
   * @param guest its name and arguments
   * @param way the command to run it with, if any
   * @return NaN when it fails there
   */
  static double onHost(Places places, List<String> guest, List<String> way) throws Exception {
    List<String> command = new ArrayList<>(way);
    command.add(places.guest(guest.getFirst()).toString());
    command.addAll(guest.subList(1, guest.size()));
    Path memory = Path.of("/dev/shm");
    Path folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "exo-bench")
            : Files.createTempDirectory("exo-bench");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? nanos(said) : Double.NaN;
    } finally {
      Files.delete(folder);
    }
  }

  /** The program says {@code 123 ns}. */
  static double nanos(String said) throws IOException {
    String[] words = said.strip().split(" ", -1);
    if (words.length != 2 || !words[1].equals("ns")) {
      throw new IOException("no time was told: " + said.strip());
    }
    return Double.parseDouble(words[0]);
  }
}
