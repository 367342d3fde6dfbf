package exo.cpu.engines;

import static exo.cpu.engines.Asm.RBX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class KickTest {
  private static Asm endlessCounter() {
    return new Asm().raw(0x48, 0xff, 0xc0).jmp(0); // inc rax
  }

  @EngineTest
  void beforeTheRunIsAnsweredWithoutRunning(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(endlessCounter());
      g.cpu.kick();
      g.cpu.kick();
      assertEquals(Exit.INTERRUPTED, g.run());
      assertEquals(0, g.state.rax());
      assertEquals(Guest.CODE, g.state.rip());
      g.newCode(new Asm().syscall());
      assertEquals(Exit.SYSCALL, g.run(), "two kicks before one answer are one");
    }
  }

  @EngineTest
  void whileRunningEndsAnEndlessLoop(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(endlessCounter());
      Executor soon = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
      soon.execute(g.cpu::kick);
      assertEquals(Exit.INTERRUPTED, g.run());
      assertTrue(g.state.rax() > 0);
      assertTrue(g.state.rip() == Guest.CODE || g.state.rip() == Guest.CODE + 3);
    }
  }

  @EngineTest
  void staysPendingWhenTheRunStopsForAnotherReason(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(new Asm().syscall());
      for (int i = 0; i < 100; i++) {
        AtomicInteger started = new AtomicInteger();
        Thread kicker =
            Thread.ofPlatform()
                .start(
                    () -> {
                      started.set(1);
                      g.cpu.kick();
                    });
        while (started.get() == 0) {
          Thread.onSpinWait();
        }
        Exit first = g.run();
        join(kicker);
        // Whichever came first, the other is not lost.
        Exit second = first == Exit.INTERRUPTED ? g.run() : g.cpu.run(g.state, g.root);
        assertEquals(first == Exit.INTERRUPTED ? Exit.SYSCALL : Exit.INTERRUPTED, second);
      }
    }
  }

  @EngineTest
  void thousandsAtRandomTimesAreAllAnswered(TestEngine engine) throws CpuUnavailable {
    kickAtRandom(engine, 3000);
  }

  @Tag("long")
  @Timeout(900)
  @EngineTest
  void hundredThousandAtRandomTimesAreAllAnswered(TestEngine engine) throws CpuUnavailable {
    kickAtRandom(engine, 100_000);
  }

  /**
   * One kick at a time, each at a random moment, waits for its answer; the guest's sum is exact at
   * the end.
   */
  private static void kickAtRandom(TestEngine engine, int kicks) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // loop: add rax, rbx; lea rdx, [rdx + 1]; syscall when rbx reaches a multiple of 1024; dec
      // rbx; jnz loop
      Asm code = new Asm();
      code.raw(0x48, 0x01, 0xd8, 0x48, 0x8d, 0x52, 0x01).loopRbx(0);
      g.code(code.syscall());
      AtomicInteger answers = new AtomicInteger();
      Thread kicker =
          Thread.ofPlatform()
              .start(
                  () -> {
                    RandomGenerator random =
                        RandomGeneratorFactory.of("L64X128MixRandom").create(1);
                    for (int i = 0; i < kicks; i++) {
                      for (int spin = random.nextInt(4000); spin > 0; spin--) {
                        Thread.onSpinWait();
                      }
                      g.cpu.kick();
                      awaitAbove(answers, i);
                    }
                  });
      int interrupts = 0;
      long rounds = 0;
      long perRound = 2000;
      g.state.rip(Guest.CODE);
      g.state.rbx(perRound);
      while (interrupts < kicks) {
        Exit exit = g.cpu.run(g.state, g.root);
        if (exit == Exit.INTERRUPTED) {
          interrupts++;
          answers.set(interrupts);
        } else {
          assertEquals(Exit.SYSCALL, exit);
          rounds++;
          assertEquals(rounds * perRound, g.state.rdx());
          g.state.rax(rounds * (perRound * (perRound + 1) / 2));
          g.state.rip(Guest.CODE);
          g.state.rbx(perRound);
        }
      }
      join(kicker);
      g.state.rip(Guest.CODE);
      assertEquals(kicks, interrupts);
    }
  }

  /** Spins, since that is soonest, but not for ever: the guest may need this very processor. */
  private static void awaitAbove(AtomicInteger answers, int below) {
    for (int spins = 0; answers.get() <= below; spins++) {
      if (spins < 2000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  @EngineTest
  void stormDoesNotChangeWhatTheGuestComputes(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      Asm code = new Asm().mov(RBX, 3_000_000);
      int loop = code.here();
      g.code(code.raw(0x48, 0x01, 0xd8).loopRbx(loop).syscall()); // add rax, rbx
      Storm storm = new Storm(g);
      Exit exit = g.run();
      while (exit == Exit.INTERRUPTED) {
        exit = g.cpu.run(g.state, g.root);
      }
      storm.end();
      assertEquals(Exit.SYSCALL, exit);
      assertEquals(3_000_000L * 3_000_001L / 2, g.state.rax());
    }
  }

  /** The library's own way of stopping runs the beginning of a block again after its stores. */
  @EngineTest
  void stormRunsNoStoreTwice(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      int rounds = 300_000;
      Asm code = new Asm().mov(RBX, rounds);
      int loop = code.here();
      // inc qword [rdi], [rdi + 8], [rdi + 16]
      code.raw(0x48, 0xff, 0x07, 0x48, 0xff, 0x47, 0x08, 0x48, 0xff, 0x47, 0x10);
      g.code(code.loopRbx(loop).syscall());
      g.state.rdi(Guest.DATA);
      Storm storm = new Storm(g);
      Exit exit = g.run();
      while (exit == Exit.INTERRUPTED) {
        exit = g.cpu.run(g.state, g.root);
      }
      storm.end();
      assertEquals(Exit.SYSCALL, exit);
      for (int i = 0; i < 3; i++) {
        assertEquals(rounds, g.getLong(Guest.DATA + 8 * i), "counter " + i);
      }
    }
  }

  /** Kicks without end. */
  private static final class Storm {
    private final AtomicInteger over = new AtomicInteger();
    private final Thread thread;

    Storm(Guest g) {
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (over.get() == 0) {
                      g.cpu.kick();
                    }
                  });
    }

    void end() {
      over.set(1);
      join(thread);
    }
  }

  @EngineTest
  void afterCloseDoesNothing(TestEngine engine) throws CpuUnavailable {
    Guest g = engine.guest();
    Thread kicker =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    g.cpu.kick();
                  }
                });
    g.close();
    join(kicker);
    g.cpu.kick();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
