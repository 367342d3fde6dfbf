package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static exo.kernel.mm.MemoryFixture.PRIVATE;
import static exo.kernel.mm.MemoryFixture.READ;
import static exo.kernel.mm.MemoryFixture.RW;
import static exo.kernel.mm.MemoryFixture.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Areas that grow down. */
class StackGrowthTest extends MemoryTest {
  private static final long GAP = 256;

  @BeforeEach
  void stack() throws Errno {
    map(space, BASE, 2, RW, PRIVATE | Mman.MAP_GROWSDOWN);
  }

  @Test
  void aFaultBelowLetsItGrow() {
    store(-5, 1);
    assertEquals(BASE - 5 * PAGE, space.area(0).start());
    assertEquals(7, space.usage().mapped());
    assertEquals(1, load(-5));
    assertEquals(0, load(-4));
  }

  @Test
  void itGrowsToItsLimit() {
    limits.stack = 64 * PAGE;
    store(-62, 1);
    assertStoreFails(FaultOutcome.NOT_MAPPED, -63);
  }

  @Test
  void itKeepsOffTheAreaBelow() throws Errno {
    map(space, BASE - 400 * PAGE, 1, READ, PRIVATE);
    store(-399 + GAP, 1);
    assertStoreFails(FaultOutcome.NOT_MAPPED, -400 + GAP);
  }

  @Test
  void anAreaThatNobodyMayTouchIsGuardEnough() throws Errno {
    map(space, BASE - 300 * PAGE, 1, 0, PRIVATE);
    store(-299, 1);
    assertStoreFails(FaultOutcome.NO_RIGHT, -300);
  }

  @Test
  void itDoesNotGrowBeyondTheLimitOfTheSpace() {
    limits.addressSpace = 10 * PAGE;
    store(-8, 1);
    assertStoreFails(FaultOutcome.NOT_MAPPED, -9);
  }

  @Test
  void aLockedStackStopsAtTheLimitOfLocks() throws Errno {
    limits.locked = 4 * PAGE;
    Mlock.lock(space, BASE, 2 * PAGE, false);
    store(-2, 1);
    assertStoreFails(FaultOutcome.NOT_MAPPED, -3);
  }

  @Test
  void roomForOthersIsLookedForBelowItsGap() throws Errno {
    space.mmapBase(BASE + 2 * PAGE);
    long va = Mmap.map(space, 0, PAGE, RW, PRIVATE, null, 0);
    assertEquals(BASE - (GAP + 1) * PAGE, va);
  }

  @Test
  void anOrdinaryAreaDoesNotGrow() throws Errno {
    map(space, BASE + 64 * PAGE, 1, RW, PRIVATE);
    assertStoreFails(FaultOutcome.NOT_MAPPED, 63);
  }

  @Test
  void theKernelsOwnAccessLetsItGrowToo() throws Errno {
    space.memory().putInt(BASE - 3 * PAGE, 1);
    assertEquals(BASE - 3 * PAGE, space.area(0).start());
  }

  @Test
  void growthCountsAsStack() {
    store(-8, 1);
    assertEquals(10, space.usage().stack());
    assertEquals(0, space.usage().data());
  }
}
