package exo.cpu.unicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HooksTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inJavaAndInMachineCodeDoTheSame(boolean java) throws CpuUnavailable {
    try (Guest g = new UnicornGuest(new UnicornProvider(null, java))) {
      // mov al, [r8]; syscall; int3; cli
      g.code(new Asm().raw(0x41, 0x8a, 0x00).syscall().raw(0xcc, 0xfa));
      g.state.r8(0x7f00_0000_0000L);
      for (int i = 0; i < 100; i++) {
        assertEquals(Exit.PAGE_FAULT, g.run());
        assertEquals(4, g.cpu.info().errorCode());
        assertEquals(Exit.SYSCALL, g.run(Guest.CODE + 3));
        assertEquals(Guest.CODE + 5, g.state.rcx());
        assertEquals(Exit.EXCEPTION, g.run(Guest.CODE + 5));
        assertEquals(3, g.cpu.info().vector());
        assertEquals(Exit.EXCEPTION, g.run(Guest.CODE + 6));
        assertEquals(13, g.cpu.info().vector());
      }
      String detail = g.cpu.capabilities().detail();
      assertTrue(!java || detail.contains("hooks in Java"), detail);
    }
  }
}
