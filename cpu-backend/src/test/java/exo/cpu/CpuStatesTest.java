package exo.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CpuStatesTest {
  private final CpuStates states = new CpuStates(576);

  @AfterEach
  void free() {
    states.close();
  }

  @Test
  void takenStateIsThatOfAFreshProgram() {
    CpuState state = states.take();
    for (int i = 0; i < 16; i++) {
      assertEquals(0, state.gpr(i));
    }
    assertEquals(0x202, state.rflags());
    assertEquals(0x37f, state.xsave().get(ValueLayout.JAVA_SHORT, CpuState.XSAVE_FCW));
    assertEquals(0x1f80, state.xsave().get(ValueLayout.JAVA_INT, CpuState.XSAVE_MXCSR));
    assertEquals(3, state.xsave().get(ValueLayout.JAVA_LONG, CpuState.XSAVE_XSTATE_BV));
  }

  @Test
  void givenBackStateComesCleanAgain() {
    CpuState state = states.take();
    state.r15(7);
    state.xsave().fill((byte) 1);
    states.give(state);
    CpuState again = states.take();
    assertEquals(0, again.r15());
    assertEquals(0, again.xsave().get(ValueLayout.JAVA_LONG, CpuState.XSAVE_XMM0));
  }

  @Test
  void accessorsFollowTheHardwareNumbers() {
    CpuState state = states.take();
    for (int i = 0; i < 16; i++) {
      state.gpr(i, 100 + i);
    }
    long[] named = {
      state.rax(), state.rcx(), state.rdx(), state.rbx(), state.rsp(), state.rbp(), state.rsi(),
          state.rdi(),
      state.r8(), state.r9(), state.r10(), state.r11(), state.r12(), state.r13(), state.r14(),
          state.r15()
    };
    for (int i = 0; i < 16; i++) {
      assertEquals(100 + i, named[i]);
    }
  }

  @Test
  void xsaveAreasAreAlignedAndApart() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      long address = states.take().xsave().address();
      assertEquals(0, address % 64, "XSAVE faults on other addresses");
      assertEquals(true, seen.add(address));
    }
    assertEquals(200, states.outstanding());
  }

  @Test
  void copyTakesEverything() {
    CpuState from = states.take();
    from.segment().fill((byte) 0x5a);
    CpuState to = states.take();
    to.copyFrom(from);
    assertEquals(-1, from.segment().asSlice(0, 768).mismatch(to.segment().asSlice(0, 768)));
  }

  @Test
  void copyOfTheGeneralRegistersLeavesTheRest() {
    CpuState from = states.take();
    from.rbx(1);
    from.rip(2);
    from.rflags(0x246);
    CpuState to = states.take();
    to.fsBase(3);
    to.copyGeneral(from);
    assertEquals(1, to.rbx());
    assertEquals(2, to.rip());
    assertEquals(0x202, to.rflags());
    assertEquals(3, to.fsBase());
  }

  @Test
  void givingBackMoreThanWasTakenIsABug() {
    CpuState state = states.take();
    states.give(state);
    assertThrows(IllegalStateException.class, () -> states.give(state));
    assertEquals(0, states.outstanding());
  }

  @Test
  void twoStatesShareNothing() {
    CpuState one = states.take();
    CpuState other = states.take();
    one.segment().fill((byte) 1);
    assertNotEquals(one.rax(), other.rax());
    assertEquals(0x1f80, other.xsave().get(ValueLayout.JAVA_INT, CpuState.XSAVE_MXCSR));
  }

  @Test
  void tooSmallAnAreaIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CpuStates(512));
  }
}
