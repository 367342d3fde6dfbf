package exo.cli;

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
class DebianCommandsTest {
  @TempDir static Path folder;

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> doWhatTheyDoOnLinux() throws Exception {
    return new DebianComparison(folder).of("debian-commands.txt");
  }
}
