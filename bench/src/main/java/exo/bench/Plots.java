package exo.bench;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * The report as a picture: what an operation costs in Exo beside the host's Linux, and how the
 * latencies of messages spread. Both scales are logarithmic.
 */
final class Plots {
  private static final int WIDTH = 1500;
  private static final int HEIGHT = 750;

  /** Where the axis begins: a bar that ends there is not to be seen, so it stands for none. */
  private static final double LEAST_NANOS = 1;

  private static final Color EXO = new Color(0x2a6fbb);
  private static final Color LINUX = new Color(0xd98324);
  private static final Color QEMU = new Color(0x8a8a8a);

  /** Messages of Exo and what Linux has for the same. */
  private static final Map<String, String> PAIRS =
      Map.of(
          "ring.one", "linux.pipe",
          "ring.zerocopy.4k", "linux.pipe.4k",
          "ring.zerocopy.64k", "linux.pipe.64k",
          "ring.zerocopy.1m", "linux.pipe.1m",
          "ring.multicast", "linux.multicast",
          "ring.anycast", "linux.anycast",
          "ring.call", "linux.call");

  private Plots() {}

  /**
   * Writes the picture.
   *
   * @return whether there was anything to show
   */
  static boolean write(Report report, Path png) throws IOException {
    System.setProperty("java.awt.headless", "true");
    List<BufferedImage> parts = new ArrayList<>();
    Map<String, double[]> bars = bars(report);
    if (!bars.isEmpty()) {
      parts.add(BitmapEncoder.getBufferedImage(barChart(bars)));
    }
    XYChart curves = curveChart(report);
    if (!curves.getSeriesMap().isEmpty()) {
      parts.add(BitmapEncoder.getBufferedImage(curves));
    }
    if (parts.isEmpty()) {
      return false;
    }
    BufferedImage all = new BufferedImage(WIDTH, HEIGHT * parts.size(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < parts.size(); i++) {
      all.getGraphics().drawImage(parts.get(i), 0, i * HEIGHT, null);
    }
    try (var out = Files.newOutputStream(png)) {
      return ImageIO.write(all, "png", out);
    }
  }

  /** Exo, Linux and qemu-x86_64 by operation, in nanoseconds; NaN where there is none. */
  private static Map<String, double[]> bars(Report report) {
    Map<String, Figure> byId = new LinkedHashMap<>();
    report.figures().forEach(f -> byId.put(f.id(), f));
    Map<String, double[]> bars = new LinkedHashMap<>();
    for (Figure f : report.figures()) {
      if (f.id().startsWith("primitive.")) {
        double linux = f.details().getOrDefault("native_ns", Double.NaN);
        double qemu = f.details().getOrDefault("qemu_ns", Double.NaN);
        bars.put(f.id().substring("primitive.".length()), new double[] {f.median(), linux, qemu});
      }
      Figure twin = byId.get(PAIRS.getOrDefault(f.id(), ""));
      if (twin != null) {
        bars.put(f.id(), new double[] {f.nanos(), twin.nanos(), Double.NaN});
      }
    }
    return bars;
  }

  private static CategoryChart barChart(Map<String, double[]> bars) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("What an operation costs")
            .yAxisTitle("ns")
            .build();
    chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(LEAST_NANOS).setXAxisLabelRotation(60);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    List<String> names = List.copyOf(bars.keySet());
    add(chart, names, bars, 0, "Exo, Unicorn", EXO);
    add(chart, names, bars, 1, "Linux", LINUX);
    add(chart, names, bars, 2, "qemu-x86_64", QEMU);
    return chart;
  }

  private static void add(
      CategoryChart chart,
      List<String> names,
      Map<String, double[]> bars,
      int which,
      String title,
      Color colour) {
    List<Double> values = new ArrayList<>();
    boolean any = false;
    for (double[] bar : bars.values()) {
      boolean there = bar[which] > LEAST_NANOS;
      values.add(there ? bar[which] : LEAST_NANOS);
      any |= there;
    }
    if (any) {
      chart.addSeries(title, names, values).setFillColor(colour);
    }
  }

  /** Nanoseconds over how rare they are: 1 for one in ten, 2 for one in a hundred and so on. */
  private static XYChart curveChart(Report report) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Latencies of messages")
            .xAxisTitle("percentile: 1 is the 90th, 2 the 99th, 3 the 99.9th")
            .yAxisTitle("ns")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    for (Figure f : report.figures()) {
      Map<Double, Double> curve = Latency.curve(f);
      if (!Comparisons.isMessage(f) || curve.isEmpty()) {
        continue;
      }
      double[] x = curve.keySet().stream().mapToDouble(p -> -Math.log10(1 - p / 100)).toArray();
      double[] y = curve.values().stream().mapToDouble(v -> v).toArray();
      chart.addSeries(f.id(), x, y);
    }
    return chart;
  }
}
