package exo.kernel.irq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterruptControllerTest {
  private final InterruptController pic = new InterruptController();

  @BeforeEach
  void remapped() {
    pic.remap();
  }

  @Test
  void everyLineIsMaskedAtFirst() {
    pic.raise(1);
    pic.raise(12);
    assertFalse(pic.isPending());
    assertEquals(0xfffb, pic.masks());
  }

  @Test
  void linesHaveTheirVectors() {
    for (int line : new int[] {0, 1, 3, 7, 8, 12, 15}) {
      pic.unmask(line);
      pic.raise(line);
      assertTrue(pic.isPending());
      assertEquals(32 + line, pic.acknowledge());
      pic.end(line);
      assertFalse(pic.isPending());
    }
  }

  @Test
  void aMaskedRequestWaits() {
    pic.raise(4);
    assertFalse(pic.isPending());
    pic.unmask(4);
    assertEquals(36, pic.acknowledge());
  }

  @Test
  void theLowestLineIsServedFirst() {
    for (int line : new int[] {9, 4, 0}) {
      pic.unmask(line);
      pic.raise(line);
    }
    assertEquals(32, pic.acknowledge());
    pic.end(0);
    // The second chip hangs on line 2 of the first, before 4.
    assertEquals(41, pic.acknowledge());
    pic.end(9);
    assertEquals(36, pic.acknowledge());
  }

  @Test
  void aLineInServiceHoldsBackThoseBelowIt() {
    pic.unmask(1);
    pic.unmask(4);
    pic.raise(4);
    assertEquals(36, pic.acknowledge());
    pic.raise(4);
    assertFalse(pic.isPending());
    pic.raise(1);
    assertEquals(33, pic.acknowledge());
    pic.end(1);
    assertFalse(pic.isPending());
    pic.end(4);
    assertEquals(36, pic.acknowledge());
  }

  @Test
  void aLineThatFellAgainIsSpurious() {
    pic.unmask(4);
    pic.raise(4);
    pic.lower(4);
    assertEquals(39, pic.acknowledge());
    assertFalse(pic.isInService(7));
  }

  @Test
  void aSpuriousInterruptOfTheSecondChipLeavesTheFirstInService() {
    pic.unmask(14);
    pic.raise(14);
    assertTrue(pic.isPending());
    assertEquals(46, pic.acknowledge());
    assertTrue(pic.isInService(2));
    pic.end(14);
    assertFalse(pic.isInService(2));
  }
}
