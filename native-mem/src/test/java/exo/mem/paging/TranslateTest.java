package exo.mem.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights as the processor checks them: every level must allow, NX at any level forbids. */
class TranslateTest {
  private static final long VA = (1L << 39) | (2L << 30) | (3L << 21) | (4L << 12);
  private static final long FRAME = 1024;
  private static final int[] ACCESSES = {
    Access.READ,
    Access.WRITE,
    Access.EXECUTE,
    Access.USER | Access.READ,
    Access.USER | Access.WRITE,
    Access.USER | Access.EXECUTE
  };

  private final Tables machine = new Tables();

  /** The entries on the way to VA, level 4 first. */
  private final long[] slots = new long[4];

  @BeforeEach
  void map() {
    machine.tables.map(machine.root, VA, FRAME, Tables.USER_WRITE);
    long table = machine.root;
    for (int level = 4; level > 0; level--) {
      slots[4 - level] = table + ((VA >>> (3 + 9 * level)) & 511) * 8;
      table = Pte.address(machine.ram.getLong(slots[4 - level]));
    }
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private boolean allows(int access) {
    long pa = machine.tables.translate(machine.root, VA + 5, access);
    if (pa != PageTables.NONE) {
      assertEquals((FRAME << 12) + 5, pa);
    }
    return pa != PageTables.NONE;
  }

  private long entry(int i) {
    return machine.ram.getLong(slots[i]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void everyLevelHasItsSay(int i) {
    long open = entry(i);
    for (long flags = 0; flags < 8; flags++) {
      for (long nx : new long[] {0, Pte.NX}) {
        machine.ram.putLong(slots[i], (open & ~7) | flags | nx);
        for (int access : ACCESSES) {
          boolean expected =
              (flags & Pte.P) != 0
                  && ((access & Access.WRITE) == 0 || (flags & Pte.W) != 0)
                  && ((access & Access.USER) == 0 || (flags & Pte.U) != 0)
                  && ((access & Access.EXECUTE) == 0 || nx == 0);
          assertEquals(expected, allows(access), "flags " + flags + nx + ", access " + access);
        }
      }
    }
  }

  @Test
  void aLargePageHasRightsToo() {
    long va = 8 * Tables.LARGE;
    machine.tables.mapLarge(machine.root, va, 512, Tables.USER | Pte.NX);
    PageTables t = machine.tables;
    assertEquals(
        (512 << 12) + 0x12345, t.translate(machine.root, va + 0x12345, Access.USER | Access.READ));
    assertEquals(
        PageTables.NONE, t.translate(machine.root, va + 0x12345, Access.USER | Access.WRITE));
    assertEquals(
        PageTables.NONE, t.translate(machine.root, va + 0x12345, Access.USER | Access.EXECUTE));
    assertEquals(Tables.USER | Pte.NX | Pte.PS | Pte.A, Pte.flags(t.leaf(machine.root, va)));
  }

  @Test
  void aReadSetsAccessedOnTheWholeWay() {
    allows(Access.USER | Access.READ);
    for (int i = 0; i < 4; i++) {
      assertEquals(Pte.A, entry(i) & (Pte.A | Pte.D), "entry " + i);
    }
  }

  @Test
  void aWriteSetsDirtyInTheLeafAlone() {
    allows(Access.USER | Access.WRITE);
    for (int i = 0; i < 4; i++) {
      assertEquals(i < 3 ? Pte.A : Pte.A | Pte.D, entry(i) & (Pte.A | Pte.D), "entry " + i);
    }
  }

  @Test
  void accessedIsSetAgainInASingleEntryThatLostIt() {
    allows(Access.READ);
    for (int i = 0; i < 4; i++) {
      machine.ram.putLong(slots[i], entry(i) & ~Pte.A);
      allows(Access.READ);
      assertEquals(Pte.A, entry(i) & Pte.A, "entry " + i);
    }
  }

  @Test
  void aForbiddenAccessLeavesNoTrace() {
    machine.ram.putLong(slots[3], entry(3) & ~Pte.W);
    allows(Access.WRITE);
    for (int i = 0; i < 4; i++) {
      assertEquals(0, entry(i) & (Pte.A | Pte.D), "entry " + i);
    }
  }
}
