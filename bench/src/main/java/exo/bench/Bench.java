package exo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code ./exo bench}: measures, and reports to the terminal and to files. */
public final class Bench {
  private final Places places;
  private final Options options;
  private final Progress progress = new Progress(System.console() != null);

  private Bench(Places places, Options options) {
    this.places = places;
    this.options = options;
  }

  /**
   * Status 0 when everything asked for was measured, within its aim or not; 1 when something could
   * not be; 2 for a wrong command line.
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return 0;
    }
    try {
      Options options = Options.parse(arguments);
      return new Bench(Places.ofThisJvm(), options).run(String.join(" ", arguments));
    } catch (Options.Wrong e) {
      System.err.println("exo: bench: " + e.getMessage() + ": see ./exo bench --help");
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    } catch (IOException e) {
      System.err.println("exo: bench: " + e.getMessage());
      return 1;
    }
  }

  private int run(String arguments) throws IOException, InterruptedException {
    List<Measurement> chosen = new ArrayList<>();
    for (Measurement m : Measurements.ALL) {
      if (options.pattern().matcher(m.id()).find()) {
        chosen.add(m);
      }
    }
    if (chosen.isEmpty()) {
      System.err.println("exo: bench: no figure matches: see ./exo bench --list");
      return 2;
    }
    if (options.list()) {
      chosen.forEach(m -> System.out.println(m.id()));
      return 0;
    }
    Instant start = Instant.now();
    Host host = Host.look(places);
    List<Figure> figures = new ArrayList<>();
    List<Report.Skipped> skipped = new ArrayList<>();
    boolean failed = false;
    for (Measurement m : chosen) {
      if (!m.obstacle().isEmpty()) {
        skipped.add(new Report.Skipped(m.id(), m.obstacle()));
        continue;
      }
      progress.measuring(m.id());
      try {
        figures.addAll(m.measure(places, options.effort()));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        failed = true;
        skipped.add(new Report.Skipped(m.id(), "it failed: " + e.getMessage()));
      }
    }
    progress.done();
    Report report =
        new Report(
            host,
            start,
            ("./exo bench " + arguments).strip(),
            Duration.between(start, Instant.now()).toSeconds(),
            figures,
            skipped);
    System.out.print(TerminalTable.of(report));
    write(report, failed);
    return failed ? 1 : 0;
  }

  private void write(Report report, boolean failed) throws IOException {
    Path json = options.json();
    if (json != null) {
      Files.writeString(json, Json.of(report));
    }
    Path png = options.png();
    if (png != null && !Plots.write(report, png)) {
      System.err.println("exo: bench: none of these figures is in the picture, so there is none");
    }
    Path html = options.html();
    if (html != null) {
      Files.writeString(html, Html.of(report));
    }
    if (options.write()) {
      if (failed) {
        System.err.println("exo: bench: docs/benchmarks.md stays as it was, since not all worked");
        return;
      }
      Files.writeString(places.root().resolve("docs/benchmarks.md"), Page.of(report));
    }
  }
}
