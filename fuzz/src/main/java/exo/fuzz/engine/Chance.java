package exo.fuzz.engine;

import java.util.List;
import java.util.random.RandomGenerator;

/** Choices, all from one seeded source. */
final class Chance {
  private static final long[] ODD = {
    0,
    1,
    -1,
    2,
    3,
    4,
    5,
    7,
    8,
    9,
    15,
    16,
    31,
    32,
    63,
    64,
    65,
    100,
    127,
    128,
    255,
    256,
    257,
    511,
    512,
    1023,
    1024,
    4095,
    4096,
    4097,
    8192,
    65535,
    65536,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    -2,
    -3,
    -4096,
    -4095,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x7fff_ffff_f000L,
    0xffff_8000_0000_0000L
  };

  private final RandomGenerator random;

  Chance(RandomGenerator random) {
    this.random = random;
  }

  /** True once in {@code n}. */
  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** From 0 to below {@code n}. */
  int below(int n) {
    return random.nextInt(n);
  }

  /** From {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  long bits() {
    return random.nextLong();
  }

  <T> T of(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  long of(long... values) {
    return values[random.nextInt(values.length)];
  }

  /** Numbers that programs seldom expect. */
  long odd() {
    long v = ODD[random.nextInt(ODD.length)];
    return oneIn(8) ? v + random.nextInt(-1, 2) : v;
  }

  byte[] bytes(int count) {
    byte[] b = new byte[count];
    random.nextBytes(b);
    return b;
  }
}
