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
 * Programs that use sockets, servers with their clients among them, do under Exo what they do on
 * Linux, for each line of debian-sockets.txt, and leave nothing behind.
 */
@OnEveryEngine
class DebianSocketsTest {
  @TempDir static Path folder;

  private final String engine;

  DebianSocketsTest(String engine) {
    this.engine = engine;
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> doWhatTheyDoOnLinux() throws Exception {
    return new DebianComparison(engine, folder).of("debian-sockets.txt");
  }
}
