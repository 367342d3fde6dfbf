package exo.cli;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Shells, interpreters and tools that start processes and threads do under Exo what they do on
 * Linux, for each line of debian-scripts.txt, and leave nothing behind.
 */
class DebianScriptsTest {
  @TempDir static Path folder;

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> doWhatTheyDoOnLinux() throws Exception {
    return new DebianComparison(folder).of("debian-scripts.txt");
  }
}
