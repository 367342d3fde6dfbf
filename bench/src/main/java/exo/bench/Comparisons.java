package exo.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The parts of the page that set Exo beside Linux and beside other people's queues. */
final class Comparisons {
  /** What differs by less may be the machine's mood. */
  private static final double CLEARLY = 1.05;

  private Comparisons() {}

  /** Whether a figure is of one of the ways to pass a message. */
  static boolean isMessage(Figure f) {
    return f.id().startsWith("ring.") || f.id().startsWith("queue.") || f.id().startsWith("linux.");
  }

  /** All ways to pass a message, the fastest first. */
  static void messages(StringBuilder to, Report report) {
    List<Figure> figures =
        report.figures().stream()
            .filter(f -> isMessage(f) && f.nanos() > 0)
            .sorted(Comparator.comparingDouble(Figure::nanos))
            .toList();
    if (figures.isEmpty()) {
      return;
    }
    to.append(
        """

        ## Messages

        Sent and received by one thread: Exo's rings and channels, other people's queues for Java, and Linux by raw
        calls of the C library, once through FFM and once through JNR-FFI. The fastest first.

        | whose | message | median | 99th | cycles | B/op | command |
        |---|---|--:|--:|--:|--:|---|
        """);
    for (Figure f : figures) {
      to.append(
          String.format(
              "| %s | %s | %s | %s | %s | %s | `%s` |%n",
              whose(f),
              f.what(),
              Text.withUnit(f.median(), f.unit()),
              Text.withUnit(f.worst(), f.unit()),
              Text.cycles(f, report.host()),
              Text.bytes(f),
              f.command()));
    }
  }

  private static String whose(Figure f) {
    if (f.id().startsWith("ring.")) {
      return "Exo";
    }
    return f.id().startsWith("linux.") ? "Linux" : "others";
  }

  /** What the host's own kernel does sooner for the same program. */
  static void linuxWins(StringBuilder to, Report report) {
    List<Figure> all =
        report.figures().stream().filter(f -> f.id().startsWith("primitive.")).toList();
    if (all.isEmpty()) {
      return;
    }
    to.append("\n## Where Linux wins\n\n");
    boolean any = false;
    for (Figure f : all) {
      double linux = f.details().getOrDefault("native_ns", Double.NaN);
      if (f.median() > CLEARLY * linux) {
        any = true;
        to.append(
            String.format(
                Locale.ROOT,
                "- %s: %s ns on the host itself, %s in Exo, %.1f times as long.%n",
                f.what(),
                Text.number(linux),
                Text.withUnit(f.median(), f.unit()),
                f.median() / linux));
      }
    }
    if (!any) {
      to.append("Nowhere among these operations, in this run.\n");
    }
  }
}
