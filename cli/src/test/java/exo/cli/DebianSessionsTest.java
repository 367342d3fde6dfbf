package exo.cli;

import exo.cpu.engines.OnEveryEngine;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Longer pieces of work with Debian's programs, each a script in the folder sessions: terminals
 * within terminals, servers with their clients, compilers. They do what they do on Linux.
 */
@OnEveryEngine
class DebianSessionsTest {
  @TempDir static Path folder;

  private final String engine;

  DebianSessionsTest(String engine) {
    this.engine = engine;
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> doWhatTheyDoOnLinux() throws Exception {
    return sessions("short", "expect", "tmux", "screen");
  }

  @Tag("long")
  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> longOnesDoWhatTheyDoOnLinux() throws Exception {
    return sessions("long", "postgresql", "node", "go", "rust");
  }

  private Stream<DynamicTest> sessions(String part, String... names) throws Exception {
    DebianComparison comparison = new DebianComparison(engine, folder.resolve(part));
    return IntStream.range(0, names.length)
        .mapToObj(i -> DebianLine.session(i, names[i]))
        .map(line -> DynamicTest.dynamicTest(line.text(), () -> comparison.check(line)));
  }
}
