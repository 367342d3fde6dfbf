package exo.cpu.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.Cpu;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;

/**
 * Pages come and go at random, frames and page tables are used again for whatever comes next, and
 * each page holds a number that no other ever had: what a guest reads is the number that is there
 * now, and where nothing is mapped it faults.
 */
final class StaleMappingTest {
  /** A number that a page has when its frame is free. */
  private static final long GONE = 0xdead_dead_dead_deadL;

  private static final long PAGE = PhysicalMemory.FRAME_SIZE;
  private static final int READS = 12;

  @EngineTest
  void isNeverUsed(TestEngine engine) throws CpuUnavailable {
    storm(engine, 1, 400);
  }

  @Tag("long")
  @EngineTest
  void isNeverUsedForLong(TestEngine engine) throws CpuUnavailable {
    for (int seed = 2; seed < 12; seed++) {
      storm(engine, seed, 3000);
    }
  }

  private static void storm(TestEngine engine, long seed, int rounds) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // mov rax, [r8]; syscall
      g.code(new Asm().raw(0x49, 0x8b, 0x00).syscall());
      new Storm(g, seed).run(rounds);
    }
  }

  /** An address space, and the number in each page of it. */
  private record Space(long root, TreeMap<Long, Long> pages) {}

  private static final class Storm {
    private final Guest g;
    private final SplittableRandom random;
    private final List<Space> spaces = new ArrayList<>();
    private long number = 1;

    Storm(Guest g, long seed) {
      this.g = g;
      random = new SplittableRandom(seed);
      for (int i = 0; i < 3; i++) {
        spaces.add(newSpace());
      }
    }

    void run(int rounds) {
      for (int i = 0; i < rounds; i++) {
        change();
        look(spaces.get(random.nextInt(spaces.size())));
      }
    }

    private void change() {
      Space space = spaces.get(random.nextInt(spaces.size()));
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> mapSome(space);
        case 4, 5 -> unmapSome(space, address(), (1L << (12 + random.nextInt(30))));
        case 6 -> replaceSome(space);
        default -> {
          if (random.nextInt(4) == 0) {
            spaces.set(spaces.indexOf(space), newSpace());
            destroy(space);
          }
        }
      }
    }

    private Space newSpace() {
      long root = g.tables.newRoot();
      g.tables.map(
          root, Guest.CODE, Pte.frame(g.tables.leaf(g.root, Guest.CODE)), Guest.USER | Pte.A);
      return new Space(root, new TreeMap<>());
    }

    /** Few tables with few pages each, at all levels. */
    private long address() {
      return ((long) random.nextInt(2) << 39)
          + ((long) random.nextInt(2) << 30)
          + ((long) random.nextInt(1, 4) << 21) * 17
          + ((long) random.nextInt(6) << 12);
    }

    private void mapSome(Space space) {
      for (int i = random.nextInt(8); i >= 0; i--) {
        long va = address();
        if (!space.pages.containsKey(va)) {
          put(space, va);
        }
      }
    }

    private void put(Space space, long va) {
      long frame = g.frames.alloc();
      g.ram.zero(frame);
      g.ram.putLong(frame << PhysicalMemory.FRAME_SHIFT, number);
      g.tables.map(space.root, va, frame, Guest.RW);
      space.pages.put(va, number++);
    }

    private void release(long entry) {
      long frame = Pte.frame(entry);
      g.ram.putLong(frame << PhysicalMemory.FRAME_SHIFT, GONE);
      g.frames.release(frame);
    }

    private void unmapSome(Space space, long from, long length) {
      long to = Math.min(from + length, 1L << 46) & -PAGE;
      List<Long> gone = List.copyOf(space.pages.subMap(from, to).keySet());
      List<Long> entries = new ArrayList<>();
      for (long va : gone) {
        entries.add(g.tables.unmap(space.root, va));
        space.pages.remove(va);
      }
      g.tables.freeTables(space.root, from, to);
      g.cpu.invalidate(space.root, from, to - from, Invalidation.RIGHTS_REVOKED);
      entries.forEach(this::release);
    }

    private void replaceSome(Space space) {
      for (long va : List.copyOf(space.pages.keySet())) {
        if (random.nextInt(5) == 0) {
          long old = g.tables.leaf(space.root, va);
          put(space, va);
          g.cpu.invalidate(space.root, va, PAGE, Invalidation.RIGHTS_REVOKED);
          release(old);
        }
      }
    }

    private void destroy(Space space) {
      for (long va : space.pages.keySet()) {
        release(g.tables.unmap(space.root, va));
      }
      g.cpu.invalidate(space.root, 0, Cpu.ALL, Invalidation.ADDRESS_SPACE_GONE);
      g.tables.destroy(space.root);
    }

    private void look(Space space) {
      for (int i = 0; i < READS; i++) {
        long va = address();
        Map.Entry<Long, Long> there = space.pages.ceilingEntry(va);
        if (there != null && random.nextBoolean()) {
          va = there.getKey();
        }
        assertSees(space, va);
      }
    }

    private void assertSees(Space space, long va) {
      g.state.r8(va);
      g.state.rip(Guest.CODE);
      Exit exit = g.cpu.run(g.state, space.root);
      Long expected = space.pages.get(va);
      String what = Long.toHexString(va) + " after " + number + " pages";
      if (expected == null) {
        assertEquals(Exit.PAGE_FAULT, exit, what);
        assertEquals(va, g.cpu.info().address(), what);
        assertEquals(4, g.cpu.info().errorCode(), what);
      } else {
        assertEquals(Exit.SYSCALL, exit, what);
        assertEquals(expected, g.state.rax(), what);
      }
    }
  }
}
