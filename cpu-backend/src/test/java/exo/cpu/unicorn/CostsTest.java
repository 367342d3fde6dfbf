package exo.cpu.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import exo.cpu.CpuState;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import exo.mem.paging.Pte;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the ways in and out of the guest cost: no garbage, which is checked, and time, which is
 * printed.
 */
final class CostsTest {
  private static final int BLOCKS = 60;

  /** mov eax, 110; syscall; jmp to the beginning. */
  private static final Asm SYSTEM_CALLS = new Asm().raw(0xb8, 110, 0, 0, 0).syscall().jmp(0);

  /** mov al, [r8], of a page that is not there. */
  private static final Asm FAULT = new Asm().raw(0x41, 0x8a, 0x00);

  /** Two tasks in two address spaces, in a loop of system calls. */
  private static final class Two implements AutoCloseable {
    final Guest g;
    final CpuState other;
    final long otherRoot;
    private boolean odd;

    Two(Guest g) {
      this.g = g;
      g.newCode(SYSTEM_CALLS);
      g.state.rip(Guest.CODE);
      other = g.states.take();
      other.rip(Guest.CODE);
      otherRoot = g.tables.newRoot();
      g.tables.map(otherRoot, Guest.CODE, Pte.frame(g.tables.leaf(g.root, Guest.CODE)), Guest.USER);
    }

    void call() {
      g.cpu.run(g.state, g.root);
    }

    void switchTask() {
      odd = !odd;
      g.cpu.run(odd ? other : g.state, g.root);
    }

    void switchSpace() {
      odd = !odd;
      g.cpu.run(odd ? other : g.state, odd ? otherRoot : g.root);
    }

    void revoke() {
      g.cpu.invalidate(g.root, Guest.DATA, 4096, Invalidation.RIGHTS_REVOKED);
      call();
    }

    void forget() {
      g.cpu.invalidate(g.root, Guest.CODE, 4096, Invalidation.CODE_CHANGED);
      call();
    }

    void kick() {
      g.cpu.kick();
      call();
    }

    void faults() {
      g.newCode(FAULT);
      g.state.rip(Guest.CODE);
      g.state.r8(0x7f00_0000_0000L);
    }

    @Override
    public void close() {
      g.close();
    }
  }

  /** Once it is compiled: while the JVM still interprets it, method handles make some. */
  private static void assertNoGarbage(String what, Runnable run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double bytes = Double.MAX_VALUE;
    for (int round = 0; round < 30 && bytes > 0.1; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 50_000; i++) {
        run.run();
      }
      bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 50_000.0;
    }
    assertTrue(bytes <= 0.1, what + " allocates " + bytes + " bytes");
  }

  @ParameterizedTest
  @EnumSource
  void noTrapMakesGarbage(Boot.Mode mode) throws CpuUnavailable {
    try (Two two = new Two(new UnicornGuest(mode))) {
      assertNoGarbage("a system call", two::call);
      assertNoGarbage("a switch of tasks", two::switchTask);
      if (mode == Boot.Mode.VIRTUAL) {
        return; // Calls from native code into Java make some: at each miss of the TLB.
      }
      assertNoGarbage("a switch of address spaces", two::switchSpace);
      two.faults();
      assertEquals(Exit.PAGE_FAULT, two.g.cpu.run(two.g.state, two.g.root));
      assertNoGarbage("a page fault", two::call);
    }
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void timesAreThese(Boot.Mode mode) throws CpuUnavailable {
    try (Two two = new Two(new UnicornGuest(mode))) {
      System.out.println(two.g.cpu.capabilities().detail());
      time("system call, out and in again", 20_000, two::call);
      time("another task, same root", 5_000, two::switchTask);
      time("another root and task", 5_000, two::switchSpace);
      time("rights revoked, then run", 5_000, two::revoke);
      time("kick, answered at once", 5_000, two::kick);
      time("code forgotten and translated anew", 500, two::forget);
      two.faults();
      time("page fault, out and in again", 5_000, two::call);
    }
  }

  private static void time(String what, int runs, Runnable run) {
    double[] nanos = new double[BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      long start = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        run.run();
      }
      nanos[block] = (System.nanoTime() - start) / (double) runs;
    }
    Arrays.sort(nanos);
    System.out.printf("  %-36s best %8.1f  median %8.1f ns%n", what, nanos[0], nanos[BLOCKS / 2]);
  }
}
