package exo.kernel.fs.hostfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random work on a writable folder of the host answers as on a tmpfs, and ends in the same tree.
 */
class HostMountModelTest {
  @TempDir Path folder;

  /** As many as {@code -Dexo.seeds} says. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("exo.seeds", 6));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aHostFolderBehavesAsTmpfs(long seed) throws Exception {
    try (HostFixture host = new HostFixture(folder)) {
      host.shell("chmod 755 .; mkdir -p a/b; echo x > a/c; ln a/c a/d; ln -s c a/e");
      HostSuperblock mount = host.mount(true);
      host.vfs.mkdir("/model");
      TreeComparison trees = new TreeComparison(host.vfs, "/mnt", "/model", false, seed);
      trees.copyToModel();
      Random random = new Random(seed);
      for (int i = 0; i < 1500; i++) {
        trees.step();
        switch (random.nextInt(40)) {
          case 0 -> host.vfs.vfs.dentries().shrink();
          case 1 -> host.cache.reclaim(1000);
          default -> {}
        }
        if (i % 300 == 0) {
          trees.compare();
        }
      }
      trees.compare();
      trees.closeAll();
      host.vfs.vfs.dentries().shrink();
      assertEquals(1, mount.inodeCount());
      assertTrue(mount.openHandles() <= HostHandles.IDLE);
    }
  }
}
