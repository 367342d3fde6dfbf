package exo.kernel.mm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.kernel.abi.KernelBug;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PageTreeTest {
  private final PageTree tree = new PageTree();

  @Test
  void emptyTreeHasNothing() {
    assertEquals(0, tree.get(0));
    assertEquals(0, tree.get(Long.MAX_VALUE));
    assertEquals(-1, tree.next(0));
    assertEquals(0, tree.pages());
    assertEquals(5, tree.nextAbsent(5));
  }

  @Test
  void farApartPagesAreFound() {
    long[] indices = {0, 63, 64, 4095, 4096, 1L << 30, (1L << 51) - 1};
    for (int i = 0; i < indices.length; i++) {
      tree.add(indices[i], i + 1);
    }
    for (int i = 0; i < indices.length; i++) {
      assertEquals(i + 1, tree.get(indices[i]));
    }
    assertEquals(1L << 30, tree.next(4097));
    assertEquals((1L << 51) - 1, tree.next((1L << 30) + 1));
    assertEquals(0, tree.get(1L << 52));
    assertEquals(65, tree.nextAbsent(63));
  }

  @Test
  void aPageIsAddedOnce() {
    tree.add(3, 7);
    assertThrows(KernelBug.class, () -> tree.add(3, 8));
    assertThrows(KernelBug.class, () -> tree.add(-1, 8));
    assertThrows(KernelBug.class, () -> tree.add(4, 0));
  }

  @Test
  void agreesWithAMap() {
    SplittableRandom random = new SplittableRandom(1);
    TreeMap<Long, Long> model = new TreeMap<>();
    for (int round = 0; round < 30_000; round++) {
      long index = random.nextInt(3) == 0 ? random.nextLong(1L << 40) : random.nextLong(300);
      if (random.nextInt(4) != 0) {
        if (model.putIfAbsent(index, round + 1L) == null) {
          tree.add(index, round + 1L);
        }
      } else {
        long end = index + random.nextLong(1L << random.nextInt(1, 41));
        TreeMap<Long, Long> removed = new TreeMap<>();
        tree.removeRange(index, end, removed::put);
        assertEquals(model.subMap(index, end), removed);
        model.subMap(index, end).clear();
      }
      long probe = random.nextLong(400);
      assertEquals(model.getOrDefault(probe, 0L), tree.get(probe));
      Long next = model.ceilingKey(probe);
      assertEquals(next == null ? -1 : next, tree.next(probe));
      assertEquals(model.size(), tree.pages());
    }
    TreeMap<Long, Long> seen = new TreeMap<>();
    tree.forEach(100, 1L << 39, seen::put);
    assertEquals(model.subMap(100L, 1L << 39), seen);
  }
}
