package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import exo.kernel.GuestInput;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.ProcessResult;
import exo.kernel.Program;
import exo.mem.host.HostUser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs lines of Debian commands under Exo and on Linux, and holds the one to the other. */
final class DebianComparison {
  private static final List<String> ENVIRONMENT =
      List.of("PATH=/usr/bin:/bin", "HOME=/nonexistent", "LC_ALL=C", "TZ=UTC");
  private static final long MEMORY = 2L << 30;

  /** How often Linux is asked about what it seems to do otherwise. */
  private static final int ASKED = 6;

  private final Set<String> installed;
  private final String engine;
  private final Path folder;
  private final Duration patience;

  /**
   * @param engine that Exo runs them on
   * @param parent of the folder where the working folders of the lines go
   */
  DebianComparison(String engine, Path parent) throws IOException, InterruptedException {
    this(engine, parent, Duration.ofMinutes(2));
  }

  /**
   * @param patience with a command under Exo
   */
  DebianComparison(String engine, Path parent, Duration patience)
      throws IOException, InterruptedException {
    this.engine = engine;
    this.patience = patience;
    this.folder = Files.createDirectories(parent.resolve(engine));
    this.installed = installed();
  }

  /** What a command wrote, and how it ended. */
  record Outcome(String out, String err, int status) {
    @Override
    public String toString() {
      return "status " + status + "\n--- output\n" + out + "--- errors\n" + err;
    }
  }

  private static Set<String> installed() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-query")), "this is no Debian");
    Process query =
        new ProcessBuilder("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n").start();
    String list = new String(query.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    query.waitFor();
    return list.lines()
        .filter(line -> line.endsWith(" installed"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  /** A test for each line of a file. */
  Stream<DynamicTest> of(String resource) {
    return DebianLine.all(resource).stream()
        .map(line -> DynamicTest.dynamicTest(line.number() + " " + line.text(), () -> check(line)));
  }

  /**
   * Compares output, errors and status, and audits the machine afterwards. Where they differ Linux
   * is asked again, in a folder that is empty again: many a line races with its own children, and
   * whatever Linux does of its own accord is right.
   */
  void check(DebianLine line) throws Exception {
    Path work = workFolder(line);
    List<Outcome> here = underExo(line, work);
    List<Outcome> there = natively(line, work);
    for (int asked = 1; asked < ASKED && !here.equals(there); asked++) {
      clear(work);
      there = natively(line, work);
    }
    for (int i = 0; i < there.size(); i++) {
      assertEquals(
          there.get(i).toString(), here.get(i).toString(), line.commands().get(i).toString());
    }
  }

  /** Takes away all that a folder holds; links are not followed. */
  private static void clear(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder)) {
          Files.delete(path);
        }
      }
    }
  }

  /**
   * An empty folder to run a line in.
   *
   * @throws org.opentest4j.TestAbortedException when a package that it needs is not installed
   */
  Path workFolder(DebianLine line) throws IOException {
    for (String name : line.debianPackage().split(", *")) {
      assumeTrue(installed.contains(name), "apt-get install " + name);
    }
    return Files.createDirectory(folder.resolve("line-" + line.number()));
  }

  /** Writes nothing into the folder, so Linux finds it empty afterwards. */
  List<Outcome> underExo(DebianLine line, Path work) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (Machine machine =
        Machine.builder()
            .engine(engine)
            .memory(MEMORY)
            .cpus(Integer.getInteger("exo.test.cpus", 1))
            .rootDirectory(Path.of("/"))
            .hostname(hostname())
            .build()) {
      for (DebianLine.Command command : line.commands()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Program program =
            Program.of(command.program())
                .argv(command.words())
                .directory(work.toString())
                .user(HostUser.uid(), HostUser.gid())
                .input(GuestInput.of(line.input()))
                .output(out)
                .error(err);
        for (String variable : environment(command)) {
          int equals = variable.indexOf('=');
          program.env(variable.substring(0, equals), variable.substring(equals + 1));
        }
        GuestProcess process = machine.start(program);
        ProcessResult result =
            process.waitFor(patience).orElseThrow(() -> new AssertionError(command + " hangs"));
        machine.drainOutput();
        outcomes.add(outcome(out.toByteArray(), err.toByteArray(), result.status()));
      }
      machine.killAll();
      machine.audit();
    }
    return outcomes;
  }

  List<Outcome> natively(DebianLine line, Path work) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (DebianLine.Command command : line.commands()) {
      Path script = Files.writeString(folder.resolve("script-" + line.number()), script(command));
      Process process =
          new ProcessBuilder("/bin/sh", script.toString()).directory(work.toFile()).start();
      var out = read(process.getInputStream());
      var err = read(process.getErrorStream());
      try (OutputStream in = process.getOutputStream()) {
        in.write(line.input());
      } catch (IOException e) {
        // A program need not read what it is given.
      }
      outcomes.add(outcome(out.join(), err.join(), process.waitFor()));
    }
    return outcomes;
  }

  /** By way of a file, because Java cannot pass every argument on in every locale. */
  private static String script(DebianLine.Command command) {
    StringBuilder script = new StringBuilder("exec env -i");
    Stream.concat(environment(command).stream(), command.words().stream())
        .forEach(word -> script.append(" '").append(word.replace("'", "'\\''")).append("'"));
    return script.append('\n').toString();
  }

  private static List<String> environment(DebianLine.Command command) {
    List<String> all = new ArrayList<>(ENVIRONMENT);
    all.addAll(command.variables());
    return all;
  }

  /** What /etc/hosts has an address for. */
  private static String hostname() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
  }

  private static CompletableFuture<byte[]> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  /** Each byte a character, so that nothing is lost before it is compared. */
  private static Outcome outcome(byte[] out, byte[] err, int status) {
    return new Outcome(
        new String(out, StandardCharsets.ISO_8859_1),
        new String(err, StandardCharsets.ISO_8859_1),
        status);
  }
}
