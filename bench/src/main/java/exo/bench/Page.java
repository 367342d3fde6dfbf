package exo.bench;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The report as a page of the documentation, in Markdown. */
final class Page {
  private Page() {}

  static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("# What things cost\n\n");
    text.append("Written by `").append(report.command()).append("`, which measures all of this; ");
    text.append("nothing on this page was typed by hand.\n\n");
    text.append("| | |\n|---|---|\n");
    row(
        text,
        "Date",
        DateTimeFormatter.ISO_LOCAL_DATE.format(report.date().atOffset(ZoneOffset.UTC)));
    row(text, "CPU", report.host().cpu());
    row(
        text,
        "Time stamp counter",
        String.format(Locale.ROOT, "%.3f GHz", report.host().cyclesPerNano()));
    row(text, "RAM", String.format(Locale.ROOT, "%.1f GB", report.host().memoryBytes() / 1e9));
    row(text, "Kernel", report.host().kernel());
    row(text, "JDK", report.host().jdk());
    row(text, "Load before", Text.number(report.host().load()));
    row(text, "Took", report.seconds() + " s");
    section(text, report, "Figures with an aim", "", f -> f.aim() != null && !isComparison(f));
    work(text, report);
    primitives(text, report);
    programs(text, report);
    engines(text, report);
    section(
        text,
        report,
        "Operations of the kernel",
        "Kernel code called directly from Java, without a guest around it.\n\n",
        f -> f.aim() == null && !isComparison(f) && !Comparisons.isMessage(f));
    Comparisons.messages(text, report);
    text.append(
        """

        The median is that of all samples, the 99th that percentile of them (the 1st where more is better).
        Cycles are those of the time stamp counter. B/op is what an operation allocates on the Java heap, in whole
        bytes. What a guest takes to start and end is measured by itself and taken off its operations.
        """);
    shortcomings(text, report);
    Comparisons.linuxWins(text, report);
    return text.toString();
  }

  /** Whether the figure stands in a table of its own kind, beside those of others. */
  private static boolean isComparison(Figure f) {
    return isWork(f) || isPrimitive(f) || is(f, "program.") || is(f, "engine.");
  }

  private static boolean is(Figure f, String kind) {
    return f.id().startsWith(kind);
  }

  private static boolean isWork(Figure f) {
    return f.id().startsWith("work.");
  }

  private static void row(StringBuilder to, String name, String value) {
    to.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  private static void section(
      StringBuilder to,
      Report report,
      String title,
      String intro,
      java.util.function.Predicate<Figure> which) {
    List<Figure> figures = report.figures().stream().filter(which).toList();
    if (figures.isEmpty()) {
      return;
    }
    to.append("\n## ").append(title).append("\n\n").append(intro);
    to.append("| figure | median | 99th | cycles | B/op | aim | command |\n");
    to.append("|---|--:|--:|--:|--:|--:|---|\n");
    for (Figure f : figures) {
      to.append(
          String.format(
              "| %s | %s | %s | %s | %s | %s | `%s` |%n",
              f.what(),
              Text.withUnit(f.median(), f.unit()),
              Text.withUnit(f.worst(), f.unit()),
              Text.cycles(f, report.host()),
              Text.bytes(f),
              aim(f),
              f.command()));
    }
  }

  private static String aim(Figure f) {
    return f.aim() == null ? "" : Text.aim(f) + (f.reached() ? "" : ", **missed**");
  }

  private static void work(StringBuilder to, Report report) {
    List<Figure> figures = report.figures().stream().filter(Page::isWork).toList();
    if (!figures.isEmpty()) {
      to.append(
          """

          ## Computing

          The same static ELF file on the host itself, under qemu-x86_64 and under Exo, in turns in one run. CPU
          seconds of whole processes, all threads, less what each way needs to start and end.

          | work | native | qemu | Exo | Exo with its start | Exo by qemu | aim | command |
          |---|--:|--:|--:|--:|--:|--:|---|
          """);
    }
    for (Figure f : figures) {
      to.append(
          String.format(
              "| %s | %s s | %s s | %s s | %s s | %s | %s | `%s` |%n",
              f.what(),
              detail(f, "native_s"),
              detail(f, "qemu_s"),
              detail(f, "exo_s"),
              detail(f, "exo_with_start_s"),
              Text.withUnit(f.median(), f.unit()),
              aim(f),
              f.command()));
    }
  }

  private static boolean isPrimitive(Figure f) {
    return f.id().startsWith("primitive.");
  }

  private static void primitives(StringBuilder to, Report report) {
    List<Figure> figures = report.figures().stream().filter(Page::isPrimitive).toList();
    if (!figures.isEmpty()) {
      to.append(
          """

          ## What kernels do for programs

          One static ELF file, `primitives`, does each many times and says what one took: on the host itself, under
          qemu-x86_64 and under Exo, in turns in one run. Exo has one virtual CPU, the host all of its own.

          | what | native | qemu | Exo | 99th | aim | command |
          |---|--:|--:|--:|--:|--:|---|
          """);
    }
    for (Figure f : figures) {
      to.append(
          String.format(
              "| %s | %s ns | %s ns | %s | %s | %s | `%s` |%n",
              f.what(),
              detail(f, "native_ns"),
              detail(f, "qemu_ns"),
              Text.withUnit(f.median(), f.unit()),
              Text.withUnit(f.worst(), f.unit()),
              aim(f),
              f.command()));
    }
  }

  private static void programs(StringBuilder to, Report report) {
    List<Figure> figures = report.figures().stream().filter(f -> is(f, "program.")).toList();
    if (!figures.isEmpty()) {
      to.append(
          """

          ## Programs of Debian

          From start to end, as a person waits for it: by themselves, under qemu-x86_64, and by `./exo run --rootfs /`
          on each engine, the start of the JVM included, in turns in one run.

          | program | engine | native | qemu | Exo | Exo by qemu | aim | command |
          |---|---|--:|--:|--:|--:|--:|---|
          """);
    }
    for (Figure f : figures) {
      to.append(
          String.format(
              "| %s | %s | %s s | %s s | %s s | %s | %s | `%s` |%n",
              f.what(),
              engine(f),
              detail(f, "native_s"),
              detail(f, "qemu_s"),
              detail(f, "exo_s"),
              Text.withUnit(f.median(), f.unit()),
              aim(f),
              f.command()));
    }
  }

  private static void engines(StringBuilder to, Report report) {
    List<Figure> figures = report.figures().stream().filter(f -> is(f, "engine.")).toList();
    if (!figures.isEmpty()) {
      to.append(
          """

          ## Engines on the bare processor

          One static ELF file measures itself: on the host, under qemu-x86_64, and in machines on Unicorn and on the
          engine, in turns in one run.

          | what | engine | native | qemu | Unicorn | engine | figure | aim | command |
          |---|---|--:|--:|--:|--:|--:|--:|---|
          """);
    }
    for (Figure f : figures) {
      to.append(
          String.format(
              "| %s | %s | %s ns | %s ns | %s ns | %s ns | %s | %s | `%s` |%n",
              f.what(),
              engine(f),
              detail(f, "native_ns"),
              detail(f, "qemu_ns"),
              detail(f, "unicorn_ns"),
              detail(f, "engine_ns"),
              Text.withUnit(f.median(), f.unit()),
              aim(f),
              f.command()));
    }
  }

  /** The second word of an id names the engine. */
  private static String engine(Figure f) {
    return f.id().split("\\.", -1)[1];
  }

  private static String detail(Figure f, String name) {
    return Text.number(f.details().getOrDefault(name, Double.NaN));
  }

  private static void shortcomings(StringBuilder to, Report report) {
    to.append("\n## Where Exo falls short\n\n");
    boolean any = false;
    for (Figure f : report.figures()) {
      if (!f.reached()) {
        any = true;
        to.append(
            String.format(
                "- %s: %s, where %s is the aim.%n",
                f.what(), Text.withUnit(f.median(), f.unit()), Text.aim(f)));
      }
    }
    for (Report.Skipped s : report.skipped()) {
      any = true;
      to.append(String.format("- %s was not measured: %s.%n", s.id(), s.reason()));
    }
    if (!any) {
      to.append("Every figure with an aim was within it in this run.\n");
    }
  }
}
