package exo.mem.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PteTest {
  @Test
  void isBuiltAndTakenApart() {
    long frame = (1L << 40) - 1;
    long pte = Pte.of(frame, Pte.P | Pte.W | Pte.NX | Pte.SOFT2);
    assertEquals(0x800f_ffff_ffff_f803L, pte);
    assertEquals(frame, Pte.frame(pte));
    assertEquals(frame << 12, Pte.address(pte));
    assertEquals(Pte.P | Pte.W | Pte.NX | Pte.SOFT2, Pte.flags(pte));
    assertTrue(Pte.present(pte));
    assertTrue(Pte.writable(pte));
    assertFalse(Pte.large(pte));
  }

  @Test
  void bitsAreThoseOfTheManual() {
    long low = Pte.P | Pte.W | Pte.U | Pte.PWT | Pte.PCD | Pte.A | Pte.D | Pte.PS | Pte.G;
    assertEquals(0x1ff, low);
    assertEquals(0xe00, Pte.SOFT0 | Pte.SOFT1 | Pte.SOFT2);
    assertEquals(Long.MIN_VALUE, Pte.NX);
    assertEquals(0, Pte.ADDRESS & (low | 0xe00 | Pte.NX));
  }

  @Test
  void anErrorCodesWriteAndUserBitsAreTheRightsThatAreNeeded() {
    assertEquals(Pte.W, Access.WRITE);
    assertEquals(Pte.U, Access.USER);
  }
}
