package exo.bench;

import java.util.Locale;
import java.util.Map;

/** How values are written for people. */
final class Text {
  private Text() {}

  private static final Map<String, String> DETAILS =
      Map.of(
          "native_s", "native %s s",
          "qemu_s", "qemu %s s",
          "exo_s", "Exo %s s",
          "exo_with_start_s", "with its start %s s",
          "native_ns", "native %s ns",
          "qemu_ns", "qemu %s ns",
          "cpu_ms", "CPU %s ms",
          "fastest_ms", "fastest %s ms");

  /** Three digits that matter, or a dash. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    String form = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.01 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, form, value);
  }

  static String withUnit(double value, String unit) {
    return Double.isNaN(value) ? "-" : number(value) + " " + unit;
  }

  static String cycles(Figure f, Host host) {
    return number(f.nanos() * host.cyclesPerNano());
  }

  /** Whole bytes: a part of one is the JVM's own, spread over many operations. */
  static String bytes(Figure f) {
    return Double.isNaN(f.bytesPerOp()) ? "-" : Long.toString(Math.round(f.bytesPerOp()));
  }

  static String aim(Figure f) {
    Aim aim = f.aim();
    return aim == null
        ? "-"
        : (aim.smallerIsBetter() ? "≤ " : "≥ ") + withUnit(aim.limit(), f.unit());
  }

  static String verdict(Figure f) {
    return f.aim() == null ? "" : f.reached() ? "reached" : "MISSED";
  }

  static String details(Figure f) {
    StringBuilder text = new StringBuilder();
    f.details()
        .forEach(
            (name, value) ->
                text.append(text.isEmpty() ? "" : ", ")
                    .append(
                        String.format(DETAILS.getOrDefault(name, name + " %s"), number(value))));
    return text.toString();
  }

  static String head(Host host) {
    return String.format(
        Locale.ROOT,
        "%s, time stamp counter %.3f GHz, %s RAM, %s, %s",
        host.cpu(),
        host.cyclesPerNano(),
        String.format(Locale.ROOT, "%.0f GB", host.memoryBytes() / 1e9),
        host.kernel(),
        host.jdk());
  }
}
