package exo.cli.fuzz;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cpu.CpuUnavailable;
import exo.fuzz.engine.Fuzzer;
import exo.fuzz.engine.Progress;
import exo.fuzz.engine.Replay;
import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramSyntax;
import exo.fuzz.program.ProgramText;
import exo.fuzz.report.Finding;
import exo.fuzz.report.FindingFiles;
import exo.fuzz.run.NativeRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code exo fuzz}: status 0 when nothing new was found, 1 when something was. */
public final class FuzzCommand {
  private static final int FOUND = 1;

  private FuzzCommand() {}

  /**
   * Runs the command.
   *
   * @param words what follows {@code exo fuzz}
   */
  public static int run(List<String> words) throws Failure, InterruptedException {
    FuzzArguments arguments = FuzzArguments.parse(words);
    try {
      return switch (arguments.action()) {
        case HELP -> {
          System.out.print(FuzzArguments.HELP);
          yield ExitStatus.OK;
        }
        case FUZZ -> fuzz(arguments);
        case REPLAY -> replay(arguments, false);
        case MINIMISE -> replay(arguments, true);
      };
    } catch (CpuUnavailable | NativeRunner.Unavailable | IOException e) {
      throw new Failure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("exo fuzz", String.valueOf(e.getMessage()));
    }
  }

  private static int fuzz(FuzzArguments arguments)
      throws IOException, CpuUnavailable, InterruptedException {
    LiveLine line = new LiveLine(System.console() != null && System.console().isTerminal());
    System.err.println("exo fuzz: seed " + arguments.options().seed());
    try (Fuzzer fuzzer = new Fuzzer(arguments.options(), line)) {
      List<Finding> findings = fuzzer.run();
      line.summary(fuzzer.numbers(), findings);
      return findings.isEmpty() ? ExitStatus.OK : FOUND;
    }
  }

  private static int replay(FuzzArguments arguments, boolean minimise)
      throws Failure, IOException, CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    Program program = read(arguments.file());
    try (Replay replay = new Replay(arguments.options(), FuzzCommand::note)) {
      if (!minimise) {
        System.out.print(replay.show(program));
      }
      Finding f = replay.judge(program);
      if (f == null) {
        System.out.println("no difference that counts");
        return ExitStatus.OK;
      }
      Finding told = minimise ? replay.minimise(f) : f;
      System.out.print(minimise ? FindingFiles.text(told) : summary(told));
      return FOUND;
    }
  }

  private static String summary(Finding f) {
    return f.title() + "\n" + f.sideBySide().indent(2);
  }

  private static void note(String line) {
    System.err.println("exo fuzz: " + line);
  }

  private static Program read(@Nullable Path file) throws Failure, IOException {
    if (file == null) {
      throw Failure.usage("exo fuzz", "a file is missing");
    }
    try {
      return ProgramText.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (ProgramSyntax e) {
      throw new Failure(ExitStatus.USAGE, file + ": " + e.getMessage());
    } catch (java.nio.file.NoSuchFileException e) {
      throw new Failure(ExitStatus.USAGE, file + ": no such file");
    }
  }

  /** A line that is written anew at a terminal; findings and the summary anywhere. */
  private static final class LiveLine implements Progress {
    private static final long EVERY_NANOS = 500_000_000L;

    private final boolean live;
    private long lastNanos;

    LiveLine(boolean live) {
      this.live = live;
    }

    @Override
    public void round(Numbers n) {
      if (live && System.nanoTime() - lastNanos > EVERY_NANOS) {
        lastNanos = System.nanoTime();
        System.err.print("\r\033[K" + text(n));
      }
    }

    @Override
    public void found(Finding finding) {
      end();
      System.out.println(FindingFiles.text(finding));
    }

    @Override
    public void note(String line) {
      end();
      FuzzCommand.note(line);
    }

    void summary(Numbers n, List<Finding> findings) {
      end();
      System.out.println(text(n));
      for (Finding f : findings) {
        System.out.println("  " + f.title());
      }
    }

    private void end() {
      if (live) {
        System.err.print("\r\033[K");
      }
    }

    private static String text(Numbers n) {
      String coverage =
          n.places() == 0 ? "" : String.format("code %d of %d, ", n.reached(), n.places());
      return String.format(
          "%d programs, %.0f/s, corpus %d, signals %d, %sfindings %d, set aside %d",
          n.programs(),
          n.perSecond(),
          n.corpus(),
          n.signals(),
          coverage,
          n.findings(),
          n.setAside());
    }
  }
}
