package exo.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report for machines: one JSON object (RFC 8259), numbers unrounded. */
final class Json {
  private Json() {}

  static String of(Report report) {
    Host host = report.host();
    Map<String, @Nullable Object> top = new LinkedHashMap<>();
    top.put("date", report.date().toString());
    top.put("command", report.command());
    top.put("seconds", report.seconds());
    Map<String, @Nullable Object> machine = new LinkedHashMap<>();
    machine.put("cpu", host.cpu());
    machine.put("memory_bytes", host.memoryBytes());
    machine.put("kernel", host.kernel());
    machine.put("jdk", host.jdk());
    machine.put("tsc_ghz", host.cyclesPerNano());
    machine.put("load_before", host.load());
    top.put("machine", machine);
    List<Object> figures = new ArrayList<>();
    for (Figure f : report.figures()) {
      figures.add(figure(f, host));
    }
    top.put("figures", figures);
    List<Object> skipped = new ArrayList<>();
    for (Report.Skipped s : report.skipped()) {
      skipped.add(Map.of("id", s.id(), "reason", s.reason()));
    }
    top.put("skipped", skipped);
    StringBuilder text = new StringBuilder();
    write(text, top, "");
    return text.append('\n').toString();
  }

  private static Map<String, @Nullable Object> figure(Figure f, Host host) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", f.id());
    map.put("what", f.what());
    map.put("unit", f.unit());
    map.put("median", f.median());
    map.put("p99", f.worst());
    map.put("samples", f.samples());
    map.put("ns", f.nanos());
    map.put("cycles", f.nanos() * host.cyclesPerNano());
    map.put("bytes_per_op", f.bytesPerOp());
    Aim aim = f.aim();
    map.put("aim", aim == null ? null : aim.limit());
    map.put("smaller_is_better", aim == null ? null : aim.smallerIsBetter());
    map.put("reached", aim == null ? null : f.reached());
    map.put("command", f.command());
    map.put("details", new LinkedHashMap<String, Object>(f.details()));
    return map;
  }

  private static void write(StringBuilder to, @Nullable Object value, String indent) {
    switch (value) {
      case Map<?, ?> map -> {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<?, ?> e : map.entrySet()) {
          StringBuilder part = new StringBuilder(quote(e.getKey().toString())).append(": ");
          write(part, e.getValue(), indent + "  ");
          parts.add(part.toString());
        }
        join(to, parts, '{', '}', indent);
      }
      case List<?> list -> {
        List<String> parts = new ArrayList<>();
        for (Object item : list) {
          StringBuilder part = new StringBuilder();
          write(part, item, indent + "  ");
          parts.add(part.toString());
        }
        join(to, parts, '[', ']', indent);
      }
      // JSON has no word for what was not measured but null.
      case Double d -> to.append(d.isNaN() || d.isInfinite() ? "null" : d.toString());
      case String s -> to.append(quote(s));
      case null -> to.append("null");
      default -> to.append(value);
    }
  }

  private static void join(
      StringBuilder to, List<String> parts, char open, char close, String indent) {
    if (parts.isEmpty()) {
      to.append(open).append(close);
      return;
    }
    to.append(open).append("\n  ").append(indent);
    to.append(String.join(",\n  " + indent, parts));
    to.append('\n').append(indent).append(close);
  }

  static String quote(String s) {
    StringBuilder text = new StringBuilder("\"");
    for (char c : s.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
