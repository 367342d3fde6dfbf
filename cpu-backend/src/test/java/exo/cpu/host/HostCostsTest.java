package exo.cpu.host;

import static exo.cpu.engines.Asm.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import exo.mem.paging.Pte;
import exo.mem.phys.PhysicalMemory;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What traps cost: no garbage, which is checked, and time, which is printed. */
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(600)
class HostCostsTest {
  private static final long PAGE = 0x7f00_0000_0000L;
  private static final long SIZE = PhysicalMemory.FRAME_SIZE;
  private static final int AROUND = 16;
  private static final int BLOCKS = 400;
  private static final int RUNS = 100;

  /** mov eax, 110; syscall; jmp to the beginning. */
  private static final Asm CALLS = new Asm().raw(0xb8, 110, 0, 0, 0).syscall().jmp(0);

  /** Once it is compiled, which takes its time where cores are busy. */
  private static void assertNoGarbage(String what, Runnable run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double bytes = Double.MAX_VALUE;
    for (int round = 0; round < 200 && bytes > 0.5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        run.run();
      }
      bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 10_000.0;
    }
    assertTrue(bytes <= 0.5, what + " allocates " + bytes + " bytes");
  }

  @Test
  void noSystemCallMakesGarbage() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(CALLS);
      g.state.rip(Guest.CODE);
      assertNoGarbage("a system call", () -> g.cpu.run(g.state, g.root));
    }
  }

  @Tag("long")
  @Test
  void noPageFaultMakesGarbage() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(new Asm().raw(0x41, 0x8a, 0x00)); // mov al, [r8]
      g.state.rip(Guest.CODE);
      g.state.r8(PAGE);
      assertEquals(Exit.PAGE_FAULT, g.cpu.run(g.state, g.root));
      assertNoGarbage("a page fault", () -> g.cpu.run(g.state, g.root));
    }
  }

  @Tag("long")
  @Test
  void timesAreThese() throws Exception {
    try (HostGuest g = new HostGuest()) {
      System.out.println(g.cpu.capabilities().detail());
      CpuState other = g.states.take();
      long root = g.newSpace();
      g.code(CALLS);
      g.state.rip(Guest.CODE);
      other.rip(Guest.CODE);
      time("system call, out and in again", () -> g.cpu.run(g.state, g.root));
      time("another task, same root, and back", () -> both(g, other, g.root));
      time("another root and task, and back", () -> both(g, other, root));
      time("rights revoked, then run", () -> revoke(g));
      time("kick, answered at once", () -> kick(g));
      touch(g);
    }
  }

  private static void both(HostGuest g, CpuState other, long otherRoot) {
    g.cpu.run(g.state, g.root);
    g.cpu.run(other, otherRoot);
  }

  private static void revoke(HostGuest g) {
    g.cpu.invalidate(g.root, Guest.DATA, SIZE, Invalidation.RIGHTS_REVOKED);
    g.cpu.run(g.state, g.root);
  }

  private static void kick(HostGuest g) {
    g.cpu.kick();
    g.cpu.run(g.state, g.root);
  }

  /** First touch of memory that comes in blocks, as the kernel gives it. */
  private static void touch(HostGuest g) {
    int pages = 1024;
    // loop: mov [r8], rbx; add r8, 4096; dec rbx; jnz loop; syscall
    Asm code = new Asm().mov(RBX, pages);
    int loop = code.here();
    g.newCode(code.raw(0x49, 0x89, 0x18, 0x49, 0x81, 0xc0, 0, 0x10, 0, 0).loopRbx(loop).syscall());
    double best = Double.MAX_VALUE;
    for (int block = 0; block < 40; block++) {
      g.state.rip(Guest.CODE);
      g.state.r8(PAGE);
      long start = System.nanoTime();
      while (g.cpu.run(g.state, g.root) == Exit.PAGE_FAULT) {
        long va = g.cpu.info().address() & -(AROUND * SIZE);
        for (int i = 0; i < AROUND; i++) {
          g.map(va + i * SIZE, Guest.RW);
        }
      }
      best = Math.min(best, (System.nanoTime() - start) / (double) pages);
      for (int i = 0; i < pages; i++) {
        g.frames.release(Pte.frame(g.tables.unmap(g.root, PAGE + i * SIZE)));
      }
      g.cpu.invalidate(g.root, PAGE, pages * SIZE, Invalidation.RIGHTS_REVOKED);
    }
    System.out.printf("  %-36s best %8.1f ns%n", "first touch, a page", best);
  }

  private static void time(String what, Runnable run) {
    double[] nanos = new double[BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      long start = System.nanoTime();
      for (int i = 0; i < RUNS; i++) {
        run.run();
      }
      nanos[block] = (System.nanoTime() - start) / (double) RUNS;
    }
    Arrays.sort(nanos);
    System.out.printf("  %-36s best %8.1f  median %8.1f ns%n", what, nanos[0], nanos[BLOCKS / 2]);
  }
}
