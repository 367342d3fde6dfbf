package exo.cpu.fake;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import exo.cpu.CpuState;
import exo.cpu.CpuStates;
import exo.cpu.Exit;
import exo.cpu.Invalidation;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScriptedCpuTest {
  private static final long PAGE = 0x40_0000;
  private static final long RW = Pte.P | Pte.U | Pte.W | Pte.NX;

  private final PhysicalMemory ram =
      PhysicalMemory.reserve(4 << 20, PhysicalMemory.Backing.ANONYMOUS);
  private final FrameAllocator frames = new FrameAllocator(ram);
  private final PageTables tables = new PageTables(ram, frames);
  private final CpuStates states = new CpuStates(CpuState.XSAVE_MINIMUM);
  private final long root = tables.newRoot();
  private final CpuState state = states.take();

  @AfterEach
  void free() {
    states.close();
    ram.close();
  }

  private ScriptedCpu cpu(Step... script) {
    return new ScriptedCpu(ram, tables, script);
  }

  @Test
  void systemCallHasItsArgumentsInTheRegisters() {
    try (ScriptedCpu cpu = cpu(Step.syscall(1, 2, 3, 4, 5, 6, 7))) {
      state.rip(0x1000);
      assertEquals(Exit.SYSCALL, cpu.run(state, root));
      assertEquals(1, state.rax());
      assertEquals(2, state.rdi());
      assertEquals(5, state.r10());
      assertEquals(7, state.r9());
      assertEquals(0x1002, state.rip());
      assertEquals(0x1002, state.rcx());
    }
  }

  @Test
  void faultingStepIsTriedAgain() {
    try (ScriptedCpu cpu = cpu(Step.store(PAGE + 8, 77), Step.load(PAGE + 8), Step.syscall(60))) {
      assertEquals(Exit.PAGE_FAULT, cpu.run(state, root));
      assertEquals(PAGE + 8, cpu.info().address());
      assertEquals(6, cpu.info().errorCode());
      tables.map(root, PAGE, frames.allocZeroed(), RW);
      assertEquals(Exit.SYSCALL, cpu.run(state, root));
      assertEquals(77, state.rbx());
      assertEquals(0, cpu.stepsLeft());
      assertEquals(Exit.FAILED, cpu.run(state, root), "the script is over");
    }
  }

  @Test
  void forgottenInvalidationShows() {
    try (ScriptedCpu cpu =
        cpu(Step.load(PAGE), Step.syscall(1), Step.load(PAGE), Step.syscall(1), Step.load(PAGE))) {
      tables.map(root, PAGE, frames.allocZeroed(), RW);
      cpu.run(state, root);
      tables.unmap(root, PAGE);
      assertEquals(Exit.SYSCALL, cpu.run(state, root), "from the TLB");
      cpu.invalidate(root, PAGE, 4096, Invalidation.RIGHTS_REVOKED);
      assertEquals(Exit.PAGE_FAULT, cpu.run(state, root));
      assertEquals(1, cpu.told().size());
    }
  }

  @Test
  void fpuAreaIsRubbishUntilItIsSaved() {
    try (ScriptedCpu cpu =
        cpu(Step.look(c -> c.fpu().set(JAVA_LONG, CpuState.XSAVE_XMM0, 9)), Step.syscall(1))) {
      cpu.run(state, root);
      assertNotEquals(9, state.xsave().get(JAVA_LONG, CpuState.XSAVE_XMM0));
      cpu.saveState(state);
      assertEquals(9, state.xsave().get(JAVA_LONG, CpuState.XSAVE_XMM0));
    }
  }

  @Test
  void kickIsAnsweredBeforeTheNextStep() {
    try (ScriptedCpu cpu = cpu(Step.exception(13, 0))) {
      cpu.kick();
      assertEquals(Exit.INTERRUPTED, cpu.run(state, root));
      assertEquals(Exit.EXCEPTION, cpu.run(state, root));
      assertEquals(13, cpu.info().vector());
    }
  }
}
