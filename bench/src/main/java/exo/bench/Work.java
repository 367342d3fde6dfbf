package exo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One kind of computing: the same program on the host itself, under qemu-x86_64 and under Exo, in
 * turns, so that a busy machine troubles all three alike. CPU time is that of whole processes, all
 * threads, less what each way needs to start and end, which {@code hello} tells.
 *
 * @param program a guest program, which is an ordinary static ELF file of Linux
 * @param rounds its argument: how much of the work to do, about half a second under qemu or more,
 *     beside which what is done once (first touches, translation) weighs as little as it does for
 *     users
 */
record Work(String program, String what, long rounds) implements Measurement {
  @Override
  public String id() {
    return "work." + program;
  }

  @Override
  public String obstacle() {
    return Qemu.find() == null
        ? "no " + Qemu.NAME + " on the path: apt-get install qemu-user (Debian), then measure again"
        : "";
  }

  @Override
  public List<Figure> measure(Places places, Effort effort) throws Exception {
    Path qemu = Qemu.find();
    if (qemu == null) {
      throw new IllegalStateException(obstacle());
    }
    int times = effort.works();
    double[] host = new double[times];
    double[] translated = new double[times];
    double[] exo = new double[times];
    double[] exoWhole = new double[times];
    double[] ratio = new double[times];
    for (int i = 0; i < times; i++) {
      host[i] = beyondStart(places, List.of());
      translated[i] = beyondStart(places, List.of(qemu.toString()));
      List<String> run = List.of(places.exo().toString(), "run");
      double start = seconds(places, run, "hello");
      exoWhole[i] = seconds(places, run, program, Long.toString(rounds));
      exo[i] = exoWhole[i] - start;
      ratio[i] = exo[i] / translated[i];
    }
    Samples ratios = new Samples(ratio);
    Map<String, Double> details = new LinkedHashMap<>();
    details.put("native_s", new Samples(host).median());
    details.put("qemu_s", new Samples(translated).median());
    details.put("exo_s", new Samples(exo).median());
    details.put("exo_with_start_s", new Samples(exoWhole).median());
    return List.of(
        new Figure(
            id(),
            what + ": CPU time, by that of " + Qemu.NAME,
            "x",
            ratios.median(),
            ratios.percentile(99),
            times,
            Double.NaN,
            Double.NaN,
            Aim.atMost(2.5),
            "./exo bench " + id(),
            details));
  }

  private double beyondStart(Places places, List<String> way)
      throws IOException, InterruptedException {
    String guest = places.guest(program).toString();
    double whole = seconds(places, way, guest, Long.toString(rounds));
    return whole - seconds(places, way, places.guest("hello").toString());
  }

  private static double seconds(Places places, List<String> way, String... program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(way);
    command.addAll(List.of(program));
    return Rusage.of(places, command).cpuNanos() / 1e9;
  }
}
