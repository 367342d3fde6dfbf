package exo.cpu.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SiblingsTest {
  @Test
  void firstStaysWhereItIs() {
    assertEquals(1, new Siblings().place(0, 1, 2));
    assertEquals(3, new Siblings().place(2, 3, 4));
  }

  /** Two on one CPU of the host would take turns, however many others are free. */
  @Test
  void noTwoGetTheSameWhereverTheirThreadsStart() {
    for (int here0 = 0; here0 < 2; here0++) {
      for (int here1 = 0; here1 < 2; here1++) {
        Siblings siblings = new Siblings();
        int one = siblings.place(1, here1, 2);
        assertNotEquals(one, siblings.place(0, here0, 2));
      }
    }
  }

  @Test
  void moreThanTheHostHasGoAround() {
    Siblings siblings = new Siblings();
    assertEquals(1, siblings.place(0, 1, 2));
    assertEquals(0, siblings.place(1, 1, 2));
    assertEquals(1, siblings.place(2, 0, 2));
  }
}
