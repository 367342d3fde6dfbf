package exo.bench;

import java.util.ArrayList;
import java.util.List;

/** The report for a terminal. */
final class TerminalTable {
  private static final List<String> HEAD =
      List.of("figure", "median", "99th", "cycles", "B/op", "aim", "");

  private TerminalTable() {}

  static String of(Report report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (Figure f : report.figures()) {
      rows.add(
          List.of(
              f.id(),
              Text.withUnit(f.median(), f.unit()),
              Text.withUnit(f.worst(), f.unit()),
              Text.cycles(f, report.host()),
              Text.bytes(f),
              Text.aim(f),
              Text.verdict(f)));
    }
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(Text.head(report.host())).append('\n');
    text.append("load before: ").append(Text.number(report.host().load())).append("\n\n");
    for (int r = 0; r < rows.size(); r++) {
      text.append(line(rows.get(r), widths)).append('\n');
      String details = r == 0 ? "" : Text.details(report.figures().get(r - 1));
      if (!details.isEmpty()) {
        text.append(" ".repeat(widths[0] + 2)).append(details).append('\n');
      }
    }
    for (Report.Skipped s : report.skipped()) {
      text.append("skipped ").append(s.id()).append(": ").append(s.reason()).append('\n');
    }
    return text.toString();
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - cells.get(i).length());
      boolean isText = i == 0 || i == widths.length - 1;
      line.append(i == 0 ? "" : "  ").append(isText ? cells.get(i) + gap : gap + cells.get(i));
    }
    return line.toString().stripTrailing();
  }
}
