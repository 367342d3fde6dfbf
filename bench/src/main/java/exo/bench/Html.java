package exo.bench;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The report as one page for a browser that needs nothing else: a bar for each figure on a
 * logarithmic scale of nanoseconds, the spread of its samples on it, and the table.
 */
final class Html {
  private static final int LABELS = 430;
  private static final int WIDTH = 1100;
  private static final int ROW = 20;

  private Html() {}

  static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <title>What Exo costs</title>
        <style>
        body { font: 14px sans-serif; margin: 2em; color: #222; }
        table { border-collapse: collapse; }
        td, th { padding: 2px 10px; border-bottom: 1px solid #ddd; text-align: right; }
        td:first-child, th:first-child { text-align: left; }
        .exo { fill: #2a6fbb; } .other { fill: #8a8a8a; } .linux { fill: #d98324; }
        .spread { stroke: #111; stroke-width: 1.5; } .grid { stroke: #ddd; }
        text { font: 12px sans-serif; }
        </style>
        <h1>What Exo costs</h1>
        """);
    text.append("<p>").append(escaped(Text.head(report.host()))).append("; load before ");
    text.append(Text.number(report.host().load())).append("; ");
    text.append(DateTimeFormatter.ISO_LOCAL_DATE.format(report.date().atOffset(ZoneOffset.UTC)));
    text.append("; <code>").append(escaped(report.command())).append("</code></p>\n");
    text.append(
        "<p>Bars: the median of an operation in nanoseconds, on a logarithmic scale; blue is Exo,"
            + " orange Linux, grey other people's queues. Lines: from the 1st to the 99th"
            + " percentile of the samples, where they were kept.</p>\n");
    List<Figure> timed = report.figures().stream().filter(f -> f.nanos() > 0).toList();
    if (!timed.isEmpty()) {
      plot(text, timed);
    }
    table(text, report);
    return text.append("</html>\n").toString();
  }

  private static void plot(StringBuilder to, List<Figure> figures) {
    double least = figures.stream().mapToDouble(Html::low).min().orElse(1);
    double most = figures.stream().mapToDouble(Html::high).max().orElse(1);
    double from = Math.floor(Math.log10(least));
    double till = Math.max(from + 1, Math.ceil(Math.log10(most)));
    int height = ROW * (figures.size() + 1) + 8;
    line(to, "<svg width=\"%d\" height=\"%d\" role=\"img\">", WIDTH, height);
    for (int decade = (int) from; decade <= till; decade++) {
      double x = x(Math.pow(10, decade), from, till);
      line(to, "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"/>", x, x, height);
      String label = Text.number(Math.pow(10, decade)) + " ns";
      line(to, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + 3, height - 4, label);
    }
    for (int i = 0; i < figures.size(); i++) {
      Figure f = figures.get(i);
      int y = ROW * i;
      double end = x(f.nanos(), from, till);
      line(to, "<text x=\"0\" y=\"%d\">%s</text>", y + 14, escaped(f.what()));
      line(
          to,
          "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>",
          kind(f),
          LABELS,
          y + 3,
          end - LABELS,
          ROW - 6,
          escaped(f.id() + ": " + Text.number(f.nanos()) + " ns"));
      line(
          to,
          "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
          x(low(f), from, till),
          x(high(f), from, till),
          y + ROW / 2,
          y + ROW / 2);
    }
    to.append("</svg>\n");
  }

  private static double low(Figure f) {
    return Math.max(0.01, f.details().getOrDefault(Latency.LOW, f.nanos()));
  }

  private static double high(Figure f) {
    return Math.max(f.nanos(), f.details().getOrDefault(Latency.HIGH, f.nanos()));
  }

  private static double x(double nanos, double from, double till) {
    return LABELS + (WIDTH - LABELS - 60) * (Math.log10(nanos) - from) / (till - from);
  }

  private static String kind(Figure f) {
    if (f.id().startsWith("linux.")) {
      return "linux";
    }
    return f.id().startsWith("queue.") ? "other" : "exo";
  }

  private static void table(StringBuilder to, Report report) {
    to.append("<table>\n<tr><th>figure<th>id<th>median<th>99th<th>cycles<th>B/op<th>aim</tr>\n");
    for (Figure f : report.figures()) {
      line(
          to,
          "<tr><td>%s<td>%s<td>%s<td>%s<td>%s<td>%s<td>%s</tr>",
          escaped(f.what()),
          f.id(),
          Text.withUnit(f.median(), f.unit()),
          Text.withUnit(f.worst(), f.unit()),
          Text.cycles(f, report.host()),
          Text.bytes(f),
          Text.aim(f) + (f.reached() ? "" : ", missed"));
    }
    to.append("</table>\n");
  }

  private static void line(StringBuilder to, String form, Object... values) {
    to.append(String.format(Locale.ROOT, form, values)).append('\n');
  }

  private static String escaped(String s) {
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
