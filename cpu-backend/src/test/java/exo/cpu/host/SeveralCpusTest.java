package exo.cpu.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuProvider;
import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two CPUs of one machine: the same memory and tasks, children of their own. */
@Timeout(120)
class SeveralCpusTest {
  private static final int ROUNDS = 2_000_000;

  @Test
  void lockedIncrementsOfBothAreAllCounted() throws Exception {
    CpuProvider provider = HostGuest.provider();
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        Guest g = new Guest(provider)) {
      // loop: lock inc qword [r8]; dec rbx; jnz loop; syscall
      g.code(new Asm().raw(0xf0, 0x49, 0xff, 0x00).loopRbx(0).syscall());
      CpuState second = g.states.take();
      CountDownLatch ready = new CountDownLatch(2);
      Future<Exit> there =
          other.submit(
              () -> {
                try (Cpu cpu =
                    provider.open(g.ram, g.frames, g.tables, new CpuOptions(1, g.descriptors))) {
                  ready.countDown();
                  ready.await();
                  return count(cpu, second, g.root);
                }
              });
      ready.countDown();
      ready.await();
      assertEquals(Exit.SYSCALL, count(g.cpu, g.state, g.root));
      assertEquals(Exit.SYSCALL, there.get());
      assertEquals(2L * ROUNDS, g.getLong(Guest.DATA));
    }
  }

  private static Exit count(Cpu cpu, CpuState state, long root) {
    state.rip(Guest.CODE);
    state.r8(Guest.DATA);
    state.rbx(ROUNDS);
    return cpu.run(state, root);
  }

  @Test
  void taskThatChangesItsCpuTakesItsVectorsAlong() throws Exception {
    CpuProvider provider = HostGuest.provider();
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        Guest g = new Guest(provider)) {
      // addsd xmm0, xmm1; syscall
      g.code(new Asm().raw(0xf2, 0x0f, 0x58, 0xc1).syscall());
      Cpu second =
          other
              .submit(
                  () -> provider.open(g.ram, g.frames, g.tables, new CpuOptions(1, g.descriptors)))
              .get();
      long one = CpuState.XSAVE_XMM0 + 16;
      g.state.xsave().set(ValueLayout.JAVA_LONG, one, Double.doubleToRawLongBits(1));
      for (int i = 0; i < 100; i++) {
        assertEquals(Exit.SYSCALL, turn(g.cpu, g));
        assertEquals(Exit.SYSCALL, other.submit(() -> turn(second, g)).get());
      }
      long sum = g.state.xsave().get(ValueLayout.JAVA_LONG, CpuState.XSAVE_XMM0);
      assertEquals(200, Double.longBitsToDouble(sum));
      other.submit(second::close).get();
    }
  }

  private static Exit turn(Cpu cpu, Guest g) {
    g.state.rip(Guest.CODE);
    Exit exit = cpu.run(g.state, g.root);
    // Handed over, as at the end of each turn.
    cpu.saveState(g.state);
    cpu.stateChanged(g.state);
    return exit;
  }
}
