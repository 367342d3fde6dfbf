package exo.kernel.mm;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done in whatever order, memory is as the {@link MemoryModel} says. */
class RandomisedTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void memoryIsAsTheModelSays(long seed) {
    new RandomRun(seed, 64L << 20, false).play(6_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void andWhenAllocationsFail(long seed) {
    new RandomRun(seed, 64L << 20, true).play(6_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void andWhenMemoryIsAlmostFull(long seed) {
    new RandomRun(seed, 4L << 20, false).withFramesLeft(70).play(6_000);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110})
  void andForLong(long seed) {
    new RandomRun(seed, 64L << 20, (seed & 1) == 0).play(100_000);
    new RandomRun(seed, 4L << 20, false).withFramesLeft(70).play(100_000);
  }
}
