package exo.kernel.irq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class Pit8254Test {
  private final Pit8254 pit = new Pit8254();

  @Test
  void runsAtItsSlowestAfterAReset() {
    assertEquals(0x10000, pit.divisor());
    assertEquals(18, pit.hz());
  }

  @Test
  void hundredHertzAreTenMilliseconds() {
    pit.program(100);
    assertEquals(11_932, pit.divisor());
    assertEquals(100, pit.hz());
    assertEquals(10_000_000, pit.periodNanos(), 200);
  }

  @Test
  void everyRateIsMetWithinAPercent() {
    for (int hz = Pit8254.MIN_HZ; hz <= Pit8254.MAX_HZ; hz++) {
      pit.program(hz);
      assertEquals(1e9 / hz, pit.periodNanos(), 1e7 / hz);
    }
  }

  @Test
  void theDivisorComesInTwoBytes() {
    pit.out(Pit8254.CONTROL, 0x34);
    pit.out(Pit8254.CHANNEL_0, 0x34);
    assertEquals(0x10000, pit.divisor());
    pit.out(Pit8254.CHANNEL_0, 0x12);
    assertEquals(0x1234, pit.divisor());
  }

  @Test
  void ratesOutOfReachAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> pit.program(18));
    assertThrows(IllegalArgumentException.class, () -> pit.program(1001));
  }
}
