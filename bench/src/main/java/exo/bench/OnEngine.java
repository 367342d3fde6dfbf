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
 * What a guest program does on one of the engines that run on the bare processor, beside the host
 * itself, qemu-x86_64 and Unicorn, in turns in one run. The program measures itself and says {@code
 * 123 ns}.
 *
 * @param engine as {@code --cpu} names it
 * @param name of the figure, within the engine
 * @param form how the figure comes from the times
 * @param command the guest program and its arguments
 * @param aim of the figure
 */
record OnEngine(String engine, String name, String what, Form form, List<String> command, Aim aim)
    implements Measurement {
  /** Runs in a machine that are not counted: the JVM compiles what they need. */
  private static final int WARM_UP = 3;

  private static final String UNICORN = "unicorn";

  /** What the figure is. */
  enum Form {
    /** Nanoseconds. */
    TIME,
    /** How fast, as a part of what the host does itself. */
    PART_OF_NATIVE,
    /** How much sooner twice the work is done by two threads on two CPUs than by one. */
    SPEED_UP
  }

  @Override
  public String id() {
    return "engine." + engine + "." + name;
  }

  @Override
  public String obstacle() {
    return Engines.obstacle(engine);
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    int runs = Math.min(effort.works(), 5);
    double[] figures = new double[runs];
    double[] here = new double[runs];
    double[] unicorn = new double[runs];
    double[] host = new double[runs];
    double[] qemu = new double[runs];
    try (Way own = new Way(places, engine);
        Way emulated = new Way(places, UNICORN)) {
      for (int i = -WARM_UP; i < runs; i++) {
        double onEngine = own.run(command);
        double twice = form == Form.SPEED_UP ? own.run(inTwoThreads()) : Double.NaN;
        if (i >= 0) {
          here[i] = onEngine;
          unicorn[i] = emulated.run(command);
          host[i] = Primitive.onHost(places, command, List.of());
          qemu[i] = onQemu(places);
          figures[i] =
              switch (form) {
                case TIME -> onEngine;
                case PART_OF_NATIVE -> host[i] / onEngine;
                case SPEED_UP -> 2 * onEngine / twice;
              };
        }
      }
    }
    Samples samples = new Samples(figures);
    Map<String, Double> details = new LinkedHashMap<>();
    details.put("native_ns", new Samples(host).median());
    details.put("qemu_ns", new Samples(qemu).median());
    details.put("unicorn_ns", new Samples(unicorn).median());
    details.put("engine_ns", new Samples(here).median());
    boolean time = form == Form.TIME;
    return List.of(
        new Figure(
            id(),
            what,
            time ? "ns" : "x",
            samples.median(),
            samples.percentile(time ? 99 : 1),
            runs,
            time ? samples.median() : Double.NaN,
            Double.NaN,
            aim,
            "./exo bench " + id(),
            details));
  }

  private List<String> inTwoThreads() {
    List<String> two = new ArrayList<>(command);
    two.add("2");
    return two;
  }

  private double onQemu(Places places) throws Exception {
    @Nullable Path qemu = Qemu.find();
    return qemu == null ? Double.NaN : Primitive.onHost(places, command, List.of(qemu.toString()));
  }

  /** A machine of two CPUs on one engine. */
  private static final class Way implements AutoCloseable {
    private final Places places;
    private final Machine machine;

    Way(Places places, String engine) throws Exception {
      this.places = places;
      machine =
          Machine.builder().engine(engine).cpus(engine.equals(UNICORN) ? 1 : 2).seed(1).build();
    }

    double run(List<String> command) throws Exception {
      String file = "/" + command.getFirst();
      machine.writeFile(file, Files.readAllBytes(places.guest(command.getFirst())), 0755);
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      String[] arguments = command.subList(1, command.size()).toArray(String[]::new);
      ProcessResult result = machine.run(Program.of(file, arguments).output(output));
      if (result.status() != 0) {
        throw new IOException("the guest ended with status " + result.status());
      }
      return Primitive.nanos(output.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
      machine.close();
    }
  }
}
