package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** brk(2): answers the break, and the old one where the wanted one may not be had. */
class BrkTest extends MemoryTest {
  @BeforeEach
  void heap() {
    space.layout().brkStart = BASE + 0x10;
    space.layout().brk = BASE + 0x10;
  }

  private long brk(long off) {
    return Brk.set(space, BASE + off) - BASE;
  }

  @Test
  void belowItsStartItTellsTheBreak() {
    assertEquals(BASE + 0x10, Brk.set(space, 0));
    assertEquals(0x10, brk(0xf));
    assertEquals(BASE + 0x10, Brk.set(space, -1));
  }

  @Test
  void theHeapGrowsAndShrinks() {
    assertEquals(3 * PAGE + 1, brk(3 * PAGE + 1));
    assertMaps("100000001000-100000004000 rw-p 100000001 [heap]\n");
    store(2, 5);
    assertEquals(4 * PAGE, brk(4 * PAGE));
    assertEquals(5, load(2));
    assertEquals(PAGE + 1, brk(PAGE + 1));
    assertLoadFails(FaultOutcome.NOT_MAPPED, 2);
    brk(3 * PAGE);
    assertEquals(0, load(2));
    assertEquals(0x10, brk(0x10));
    assertEquals(0, space.areaCount());
  }

  @Test
  void withinAPageNothingIsMapped() {
    assertEquals(PAGE, brk(PAGE));
    assertEquals(0, space.areaCount());
  }

  @Test
  void itStopsAPageBeforeWhatComesNext() throws Errno {
    map(space, BASE + 5 * PAGE, 1, READ, PRIVATE);
    assertEquals(4 * PAGE, brk(4 * PAGE));
    assertEquals(4 * PAGE, brk(4 * PAGE + 1));
  }

  @Test
  void itKeepsToTheLimits() {
    limits.data = 4 * PAGE;
    space.layout().dataStart = BASE - 2 * PAGE;
    space.layout().dataEnd = BASE - PAGE;
    assertEquals(3 * PAGE, brk(3 * PAGE));
    assertEquals(3 * PAGE, brk(3 * PAGE + 0x11));
    limits.data = Long.MAX_VALUE;
    limits.addressSpace = 2 * PAGE;
    assertEquals(3 * PAGE, brk(3 * PAGE + 1));
    limits.addressSpace = Long.MAX_VALUE;
    assertEquals(3 * PAGE, brk(memory.ram.size() + 4 * PAGE));
    assertEquals(BASE + 3 * PAGE, Brk.set(space, memory.context.userTop()));
  }

  @Test
  void aLockedFutureLocksTheHeap() throws Errno {
    Mlock.lockAll(space, exo.kernel.abi.Mman.MCL_FUTURE);
    limits.locked = 2 * PAGE;
    assertEquals(3 * PAGE, brk(3 * PAGE));
    assertEquals(2, space.usage().locked());
    assertEquals(2, space.usage().anonymous());
    assertEquals(3 * PAGE, brk(4 * PAGE));
  }
}
