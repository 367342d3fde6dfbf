package exo.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "4096, 4096",
    "64K, 65536",
    "1m, 1048576",
    "512M, 536870912",
    "1.5GiB, 1610612736",
    "2GB, 2147483648",
    "1T, 1099511627776",
    "7b, 7",
    "0, 0"
  })
  void sizesArePowersOf1024(String text, long bytes) {
    assertEquals(bytes, Quantity.bytes(text));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10000000000",
    "10s, 10000000000",
    "500ms, 500000000",
    "2m, 120000000000",
    "1.5h, 5400000000000",
    "1d, 86400000000000",
    "3us, 3000",
    "7ns, 7"
  })
  void timesAreSecondsWithoutAUnit(String text, long nanos) {
    assertEquals(Duration.ofNanos(nanos), Quantity.duration(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1", "1X", "1..2", ".", "1 M", "0x10", "1e3", "9999999999T"})
  void whatIsNoSizeIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Quantity.bytes(text));
  }

  @Test
  void whatIsNoTimeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Quantity.duration("10 s"));
    assertThrows(IllegalArgumentException.class, () -> Quantity.duration("s"));
    assertThrows(IllegalArgumentException.class, () -> Quantity.duration("400000d"));
  }
}
