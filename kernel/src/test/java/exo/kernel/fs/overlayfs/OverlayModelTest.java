package exo.kernel.fs.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.fs.hostfs.HostFixture;
import exo.kernel.fs.hostfs.TreeComparison;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random work on an overlay answers as on a tmpfs, ends in the same tree, and leaves below alone.
 */
class OverlayModelTest {
  private static final String TREE =
      "for i in a b c d; do for j in a b c d; do mkdir -p $i/$j; for k in a b c; do"
          + " seq 1 $((RANDOM)) > $i/$j/$k; done; ln -s ../../b/a $i/$j/d; ln $i/$j/a $i/$j/e;"
          + " done; done; echo top > e; ln a/b/c a/e; ln a/b/c d/e; ln -s a f; chmod 755 .";

  @TempDir Path folder;

  /** As many as {@code -Dexo.seeds} says. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("exo.seeds", 8));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anOverlayBehavesAsTmpfs(long seed) throws Exception {
    HostFixture.shell(folder, TREE.replace("$((RANDOM))", Long.toString(seed * 701 % 11_000)));
    String before = HostFixture.digest(folder);
    try (OverlayFixture o = new OverlayFixture(folder)) {
      o.vfs.mkdir("/model");
      TreeComparison trees = new TreeComparison(o.vfs, "/mnt", "/model", true, seed);
      trees.copyToModel();
      Random random = new Random(seed);
      trees.compare();
      for (int i = 0; i < 2500; i++) {
        trees.step();
        switch (random.nextInt(40)) {
          case 0 -> o.vfs.vfs.dentries().shrink();
          case 1 -> o.cache.reclaim(1000);
          default -> {}
        }
        if (i % 500 == 0) {
          trees.compare();
        }
      }
      trees.compare();
      trees.closeAll();
    }
    assertEquals(before, HostFixture.digest(folder));
  }
}
