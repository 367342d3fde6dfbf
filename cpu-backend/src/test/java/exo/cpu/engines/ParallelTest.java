package exo.cpu.engines;

import static exo.cpu.engines.Asm.RBX;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuState;
import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.mem.phys.PhysicalMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;

/** Several CPUs of one machine in guest code at once, on engines that have that. */
@Timeout(120)
final class ParallelTest {
  private static final long PAGE = 0x7f00_0000_0000L;

  private static Guest parallel(TestEngine engine) throws CpuUnavailable {
    Guest g = engine.guest();
    boolean can = g.cpu.capabilities().parallel();
    if (!can) {
      g.close();
    }
    Assumptions.assumeTrue(can, engine + " runs one CPU at a time");
    return g;
  }

  @EngineTest
  void atomicInstructionsLoseNothing(TestEngine engine)
      throws CpuUnavailable, InterruptedException, ExecutionException {
    int rounds = 2_000_000;
    try (Guest g = parallel(engine)) {
      Asm code = new Asm().mov(RBX, rounds);
      int loop = code.here();
      // lock inc [rdi]; mov eax, 1; lock xadd [rdi + 64], rax; again: xchg [rdi + 128], rdx (0 is
      // taken); test rdx, rdx; jz again; inc [rdi + 192]; mov [rdi + 128], 1
      code.raw(0xf0, 0x48, 0xff, 0x07)
          .raw(0xb8, 1, 0, 0, 0, 0xf0, 0x48, 0x0f, 0xc1, 0x47, 0x40)
          .raw(0x31, 0xd2, 0x48, 0x87, 0x97, 0x80, 0, 0, 0, 0x48, 0x85, 0xd2, 0x74, 0xf2)
          .raw(0x48, 0xff, 0x87, 0xc0, 0, 0, 0)
          .raw(0x48, 0xc7, 0x87, 0x80, 0, 0, 0, 1, 0, 0, 0);
      g.code(code.loopRbx(loop).syscall());
      g.putLong(Guest.DATA + 128, 1);
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        List<Future<Exit>> runs = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
          CpuOptions options = new CpuOptions(i, g.descriptors);
          runs.add(threads.submit(() -> runOnce(engine, g, options)));
        }
        for (Future<Exit> run : runs) {
          assertEquals(Exit.SYSCALL, run.get());
        }
      }
      for (int counter : new int[] {0, 64, 192}) {
        assertEquals(2 * rounds, g.getLong(Guest.DATA + counter), "counter " + counter);
      }
    }
  }

  private static CpuState state(Guest g) {
    synchronized (g.states) {
      return g.states.take();
    }
  }

  private static Exit runOnce(TestEngine engine, Guest g, CpuOptions options)
      throws CpuUnavailable {
    try (Cpu cpu = open(engine, g, options)) {
      CpuState state = state(g);
      state.rdi(Guest.DATA);
      state.rip(Guest.CODE);
      return cpu.run(state, g.root);
    }
  }

  private static Cpu open(TestEngine engine, Guest g, CpuOptions options) throws CpuUnavailable {
    synchronized (g.frames) {
      return engine.provider().open(g.ram, g.frames, g.tables, options);
    }
  }

  /** The other CPU is in guest code all the time and does nothing but use the page. */
  @EngineTest
  void pageThatIsTakenAwayIsNotWrittenAfterwards(TestEngine engine)
      throws CpuUnavailable, InterruptedException, ExecutionException {
    try (Guest g = parallel(engine)) {
      g.map(PAGE, Guest.RW);
      g.code(new Asm().raw(0x48, 0xff, 0x07).jmp(0)); // inc [rdi]
      CompletableFuture<Cpu> opened = new CompletableFuture<>();
      CompletableFuture<Exit> ended = new CompletableFuture<>();
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Cpu cpu = open(engine, g, new CpuOptions(1, g.descriptors))) {
                      CpuState state = state(g);
                      state.rdi(PAGE);
                      state.rip(Guest.CODE);
                      opened.complete(cpu);
                      ended.complete(cpu.run(state, g.root));
                    } catch (CpuUnavailable | RuntimeException e) {
                      opened.completeExceptionally(e);
                      ended.completeExceptionally(e);
                    }
                  });
      Cpu cpu = opened.get();
      for (int i = 0; i < 300; i++) {
        replace(g, cpu, ended);
      }
      cpu.kick();
      assertEquals(Exit.INTERRUPTED, ended.get());
      other.join();
    }
  }

  private static void replace(Guest g, Cpu other, CompletableFuture<Exit> ended)
      throws InterruptedException {
    long old = awaitWrites(g, ended);
    g.map(PAGE, Guest.RW);
    g.cpu.invalidate(g.root, PAGE, PhysicalMemory.FRAME_SIZE, Invalidation.RIGHTS_REVOKED);
    other.invalidate(g.root, PAGE, PhysicalMemory.FRAME_SIZE, Invalidation.RIGHTS_REVOKED);
    long count = g.ram.getLongVolatile(old);
    awaitWrites(g, ended);
    assertEquals(count, g.ram.getLongVolatile(old), "nobody writes to it any more");
  }

  /** Waits until the page in place is written to. Answers its physical address. */
  private static long awaitWrites(Guest g, CompletableFuture<Exit> ended)
      throws InterruptedException {
    long pa = g.tables.translate(g.root, PAGE);
    long before = g.ram.getLongVolatile(pa);
    for (int i = 0; i < 100_000 && g.ram.getLongVolatile(pa) == before; i++) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 10_000 && g.ram.getLongVolatile(pa) == before; i++) {
      Thread.sleep(1);
    }
    assertTrue(g.ram.getLongVolatile(pa) != before, () -> "the other CPU stands still: " + ended);
    return pa;
  }

  /** A task goes from one CPU to the other; what the first held lazily goes with it. */
  @EngineTest
  void stateMovesBetweenCpus(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest();
        Cpu second = open(engine, g, new CpuOptions(1, g.descriptors))) {
      // inc rax; paddq xmm0, xmm1
      g.code(new Asm().raw(0x48, 0xff, 0xc0, 0x66, 0x0f, 0xd4, 0xc1).syscall());
      g.state.xsave().set(JAVA_LONG, CpuState.XSAVE_XMM0 + 16, 3);
      Cpu[] cpus = {g.cpu, second};
      for (int i = 0; i < 20; i++) {
        Cpu cpu = cpus[i % 2];
        g.state.rip(Guest.CODE);
        assertEquals(Exit.SYSCALL, cpu.run(g.state, g.root));
        cpu.saveState(g.state);
        cpu.discardState(g.state);
      }
      assertEquals(20, g.state.rax());
      assertEquals(60, g.state.xsave().get(JAVA_LONG, CpuState.XSAVE_XMM0));
    }
  }
}
