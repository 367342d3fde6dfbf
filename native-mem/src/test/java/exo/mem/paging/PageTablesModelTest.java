package exo.mem.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random use of two address spaces, each step compared with a map from page to entry. */
class PageTablesModelTest {
  private static final long END = 1L << 47;
  private static final long PAGE = 4096;

  // Clusters that share tables at each level with others, and both ends of the half.
  private static final long[] CLUSTERS = {
    0, 0x1f_0000, 0x4000_0000L - 0x8000, 0x7f_ffe0_0000L, 0x5555_5555_0000L, END - 0x40_0000
  };

  private static final long[] FLAGS = {
    Tables.USER, Tables.USER_WRITE, Pte.P, Pte.P | Pte.W | Pte.NX, Tables.USER | Pte.NX, Pte.SOFT0
  };

  private SplittableRandom random = new SplittableRandom(0);

  /** An address space and what should be in it: small pages by address, large ones by theirs. */
  private record Space(long root, TreeMap<Long, Long> small, TreeMap<Long, Long> large) {
    long leaf(long va) {
      Long entry = large.get(va & -Tables.LARGE);
      return entry != null ? entry : small.getOrDefault(va & -PAGE, 0L);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void doAsTheirModelDoes(long seed) {
    random = new SplittableRandom(seed);
    try (Tables machine = new Tables()) {
      PageTables tables = machine.tables;
      long used = machine.used();
      Space[] spaces = {
        new Space(machine.root, new TreeMap<>(), new TreeMap<>()),
        new Space(tables.newRoot(), new TreeMap<>(), new TreeMap<>())
      };
      for (int step = 0; step < 12_000; step++) {
        Space space = spaces[random.nextInt(2)];
        step(tables, space);
        check(tables, space, address(), "seed " + seed + ", step " + step);
        if (step % 500 == 0) {
          compare(tables, spaces[0], 0, END);
          compare(tables, spaces[1], 0, END);
        }
      }
      drain(tables, spaces[0]);
      tables.destroy(spaces[1].root);
      assertEquals(used, machine.used());
    }
  }

  private long address() {
    long cluster = CLUSTERS[random.nextInt(CLUSTERS.length)];
    return cluster + random.nextLong(0x40) * PAGE + random.nextLong(2) * Tables.LARGE / 2;
  }

  private long flags() {
    return FLAGS[random.nextInt(FLAGS.length)];
  }

  private void step(PageTables tables, Space space) {
    long va = address() & -PAGE;
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> map(tables, space, va);
      case 4, 5 -> unmap(tables, space, va);
      case 6 -> mapLarge(tables, space, va & -Tables.LARGE);
      case 7 -> split(tables, space, va);
      case 8, 9 -> protect(tables, space, va);
      case 10 -> compare(tables, space, va, Math.min(END, va + random.nextLong(1, 2000) * PAGE));
      default -> tables.freeTables(space.root, va, Math.min(END, va + random.nextLong(600) * PAGE));
    }
  }

  private void map(PageTables tables, Space space, long va) {
    if (!space.large.containsKey(va & -Tables.LARGE)) {
      long entry = Pte.of(random.nextLong(1, 8192), flags());
      assertTrue(tables.map(space.root, va, Pte.frame(entry), Pte.flags(entry)));
      space.small.put(va, entry);
    }
  }

  private void unmap(PageTables tables, Space space, long va) {
    long entry = space.leaf(va);
    assertEquals(entry, tables.unmap(space.root, va));
    space.small.remove(va);
    space.large.remove(va & -Tables.LARGE);
  }

  private void mapLarge(PageTables tables, Space space, long va) {
    if (space.small.subMap(va, va + Tables.LARGE).isEmpty()) {
      long entry = Pte.of(random.nextLong(16) * 512, flags() | Pte.PS);
      assertTrue(tables.mapLarge(space.root, va, Pte.frame(entry), Pte.flags(entry)));
      space.large.put(va, entry);
    }
  }

  private void split(PageTables tables, Space space, long va) {
    assertTrue(tables.splitLarge(space.root, va));
    Long entry = space.large.remove(va & -Tables.LARGE);
    for (long i = 0; entry != null && i < 512; i++) {
      space.small.put((va & -Tables.LARGE) + i * PAGE, (entry & ~Pte.PS) + i * PAGE);
    }
  }

  private void protect(PageTables tables, Space space, long from) {
    long to = Math.min(END, from + random.nextLong(1, 1500) * PAGE);
    split(tables, space, from);
    split(tables, space, to - PAGE);
    long set = random.nextBoolean() ? Pte.W | Pte.SOFT1 : 0;
    long clear = random.nextBoolean() ? Pte.W | Pte.P : Pte.NX;
    tables.protect(space.root, from, to, set, clear);
    space.small.subMap(from, to).replaceAll((va, entry) -> (entry & ~clear) | set);
    space.large.subMap(from, to).replaceAll((va, entry) -> (entry & ~clear) | set);
  }

  private void check(PageTables tables, Space space, long va, String where) {
    long off = random.nextLong(PAGE);
    long entry = space.leaf(va);
    assertEquals(entry, tables.leaf(space.root, va + off), where);
    boolean large = (entry & Pte.PS) != 0;
    long mask = large ? Tables.LARGE - 1 : PAGE - 1;
    long pa = (entry & Pte.P) == 0 ? -1 : (entry & Pte.ADDRESS & ~mask) + ((va + off) & mask);
    assertEquals(pa, tables.translate(space.root, va + off), where);
    long at = tables.leafAddress(space.root, va + off);
    assertTrue(at == PageTables.NONE ? entry == 0 || large : !large, where);
  }

  private void compare(PageTables tables, Space space, long from, long to) {
    TreeMap<Long, Long> expected = new TreeMap<>(space.small.subMap(from, to));
    expected.putAll(space.large.subMap(from & -Tables.LARGE, to));
    List<Map.Entry<Long, Long>> seen = new ArrayList<>();
    assertTrue(
        tables.forEach(space.root, from, to, (va, at, entry) -> seen.add(Map.entry(va, entry))));
    assertEquals(List.copyOf(expected.entrySet()), seen);
  }

  private static void drain(PageTables tables, Space space) {
    tables.forEach(space.root, 0, END, (va, at, entry) -> tables.unmap(space.root, va) == entry);
    assertTrue(tables.forEach(space.root, 0, END, (va, at, entry) -> false));
    tables.freeTables(space.root, 0, END);
    assertEquals(1, tables.tableFrames(space.root));
  }
}
