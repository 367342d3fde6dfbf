package exo.cli;

import exo.cpu.engines.OnEveryEngine;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Programs of Debian do under Exo what they do on Linux: the same output, errors and status, for
 * each line of debian-commands.txt.
 */
@OnEveryEngine
class DebianCommandsTest {
  @TempDir static Path folder;

  private final String engine;

  DebianCommandsTest(String engine) {
    this.engine = engine;
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> doWhatTheyDoOnLinux() throws Exception {
    return new DebianComparison(engine, folder).of("debian-commands.txt");
  }
}
