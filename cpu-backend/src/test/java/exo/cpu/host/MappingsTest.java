package exo.cpu.host;

import static exo.cpu.engines.Asm.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.Cpu;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What children have mapped is what the page tables say, at every moment that they run. */
@Timeout(300)
class MappingsTest {
  private static final long PAGE = 0x7f00_0000_0000L;
  private static final long SIZE = PhysicalMemory.FRAME_SIZE;

  /** mov rbx, [r8]. */
  private static final int[] LOAD = {0x49, 0x8b, 0x18};

  private static long load(HostGuest g, long root, long va) {
    g.state.r8(va);
    g.state.rip(Guest.CODE);
    assertEquals(Exit.SYSCALL, g.cpu.run(g.state, root), () -> Long.toHexString(va));
    return g.state.rbx();
  }

  @Test
  void moreSpacesThanChildrenAreServed() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(new Asm().raw(LOAD).raw(0x66, 0x0f, 0x6f, 0xc1).syscall());
      int count = Nursery.SLOTS + 20;
      long[] roots = new long[count];
      for (int i = 0; i < count; i++) {
        roots[i] = g.newSpace();
        long frame = g.frames.allocZeroed();
        g.tables.map(roots[i], PAGE, frame, Guest.RW);
        g.ram.putLong(frame * SIZE, 1000L + i);
      }
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < count; i++) {
          assertEquals(1000L + i, load(g, roots[i], PAGE));
        }
      }
    }
  }

  @Test
  void moreMappingsThanTheHostAllowsAreServed() throws Exception {
    try (HostGuest g = new HostGuest()) {
      // loop: add rax, [r8]; add r8, 4096; dec rbx; jnz loop; syscall
      int pages = HostFeatures.read().mappings() + 1000;
      Asm code = new Asm().mov(RBX, pages);
      int loop = code.here();
      g.code(code.raw(0x49, 0x03, 0x00, 0x49, 0x81, 0xc0, 0, 0x10, 0, 0).loopRbx(loop).syscall());
      // Neighbours whose frames do not continue: each is a mapping of its own.
      long[] frame = {g.frames.allocZeroed(), g.frames.allocZeroed()};
      g.ram.putLong(frame[0] * SIZE, 1);
      g.ram.putLong(frame[1] * SIZE, 2);
      for (int i = 0; i < pages; i++) {
        g.tables.map(g.root, PAGE + i * SIZE, frame[~i & 1], Guest.USER | Pte.NX);
      }
      g.state.r8(PAGE);
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals((pages + 1L) / 2 * 2 + pages / 2, g.state.rax());
    }
  }

  /**
   * Frames are given away with a mark on them; nobody must ever read one through an old mapping.
   */
  @Test
  void noStaleMappingIsEverRead() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(new Asm().raw(LOAD).syscall());
      SplittableRandom random = new SplittableRandom(7);
      int pages = 64;
      int spaces = 3;
      long[] roots = {g.root, g.newSpace(), g.newSpace()};
      long[][] expected = new long[spaces][pages];
      for (int step = 1; step < 6000; step++) {
        int space = random.nextInt(spaces);
        int page = random.nextInt(pages);
        long va = PAGE + page * SIZE;
        switch (random.nextInt(8)) {
          case 0, 1 -> {
            drop(g, roots[space], va);
            long frame = g.frames.allocZeroed();
            g.ram.putLong(frame * SIZE, step);
            g.tables.map(roots[space], va, frame, Guest.RW | (step % 3 == 0 ? Pte.A | Pte.D : 0));
            expected[space][page] = step;
          }
          case 2 -> {
            drop(g, roots[space], va);
            expected[space][page] = 0;
          }
          default -> {
            if (expected[space][page] != 0) {
              assertEquals(expected[space][page], load(g, roots[space], va));
            } else {
              g.state.r8(va);
              g.state.rip(Guest.CODE);
              assertEquals(Exit.PAGE_FAULT, g.cpu.run(g.state, roots[space]));
            }
          }
        }
      }
    }
  }

  private static void drop(HostGuest g, long root, long va) {
    long pte = g.tables.unmap(root, va);
    if (pte != 0) {
      g.cpu.invalidate(root, va, SIZE, Invalidation.RIGHTS_REVOKED);
      g.ram.putLong(Pte.address(pte), -1);
      g.frames.release(Pte.frame(pte));
    }
  }

  /** The frame that was there is marked as soon as the other thread's call is back. */
  @Test
  void anotherThreadTakesPagesFromARunningGuest() throws Exception {
    try (HostGuest g = new HostGuest()) {
      // loop: mov rbx, [r8]; inc qword [r9]; cmp rbx, -1; jne loop; syscall
      g.code(
          new Asm().raw(LOAD).raw(0x49, 0xff, 0x01, 0x48, 0x83, 0xfb, 0xff, 0x75, 0xf4).syscall());
      g.map(PAGE, Guest.RW);
      g.state.r8(PAGE);
      g.state.r9(Guest.DATA);
      long counter = g.tables.translate(g.root, Guest.DATA);
      CompletableFuture<Void> changes =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 200; i++) {
                  long before = g.ram.getLongVolatile(counter);
                  while (g.ram.getLongVolatile(counter) == before) {
                    Thread.yield();
                  }
                  long fresh = g.frames.allocZeroed();
                  long old = g.tables.leaf(g.root, PAGE);
                  g.tables.map(g.root, PAGE, fresh, Guest.RW);
                  g.cpu.invalidate(g.root, PAGE, SIZE, Invalidation.RIGHTS_REVOKED);
                  g.ram.putLong(Pte.address(old), -1);
                  g.frames.release(Pte.frame(old));
                }
                g.cpu.kick();
              });
      assertEquals(Exit.INTERRUPTED, g.run(), "a frame that was taken away is not seen");
      changes.join();
    }
  }

  @Test
  void untouchedNeighboursStayUntouchedUntilSomebodyGoesOn() throws Exception {
    try (HostGuest g = new HostGuest()) {
      // mov [r8], rbx
      g.code(new Asm().raw(0x49, 0x89, 0x18).syscall());
      for (int i = 0; i < 8; i++) {
        g.map(PAGE + i * SIZE, Guest.RW);
      }
      g.state.r8(PAGE + 2 * SIZE);
      assertEquals(Exit.SYSCALL, g.run());
      for (int i = 0; i < 8; i++) {
        long bits = g.tables.leaf(g.root, PAGE + i * SIZE) & (Pte.A | Pte.D);
        assertEquals(i == 2 ? Pte.A | Pte.D : 0, bits, "page " + i);
      }
      g.state.r8(PAGE + 3 * SIZE);
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(Pte.A | Pte.D, g.tables.leaf(g.root, PAGE + 7 * SIZE) & (Pte.A | Pte.D));
    }
  }

  @Test
  void spaceThatIsGoneLeavesItsChildToTheNext() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(new Asm().raw(LOAD).syscall());
      for (int i = 1; i < 300; i++) {
        long root = g.newSpace();
        long frame = g.frames.allocZeroed();
        g.tables.map(root, PAGE, frame, Guest.RW);
        g.ram.putLong(frame * SIZE, i);
        assertEquals(i, load(g, root, PAGE));
        g.cpu.invalidate(root, 0, Cpu.ALL, Invalidation.ADDRESS_SPACE_GONE);
        g.frames.release(frame);
        g.tables.destroy(root);
      }
    }
  }
}
