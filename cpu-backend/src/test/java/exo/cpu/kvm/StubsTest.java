package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.CpuOptions;
import exo.cpu.CpuState;
import exo.cpu.CpuStates;
import exo.cpu.kvm.sys.Kvm;
import exo.cpu.kvm.sys.Libc;
import exo.cpu.x86.DescriptorTables;
import exo.cpu.x86.Selectors;
import exo.cpu.x86.Vector;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The processor goes through the kernel's descriptor tables on its own: into ring 0 by a gate and
 * the stack of the task state segment, and back to ring 3 by the stubs' IRETQ and SYSRET.
 */
class StubsTest {
  private static final long CODE = 0x40_0000;
  private static final long DATA = 0x60_0000;
  private static final long STACK = 0x60_0f00;

  /** mov [rdi], rdi; mov eax, 39; syscall; mov ebx, eax; int3; hlt. */
  private static final int[] PROGRAM = {
    0x48, 0x89, 0x3f, 0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0x89, 0xc3, 0xcc, 0xf4,
  };

  private final PhysicalMemory ram =
      PhysicalMemory.reserve(16 << 20, PhysicalMemory.Backing.ANONYMOUS);
  private final FrameAllocator frames = new FrameAllocator(ram);
  private final PageTables tables = new PageTables(ram, frames);
  private final DescriptorTables descriptors = DescriptorTables.create(ram, frames, tables, 2);

  /** Lets the processor go on from where it is. Answers the port and width of its next OUT. */
  private static String resume(CpuParts parts) {
    MemorySegment run = parts.run();
    int error;
    do {
      error = Libc.ioctl(parts.cpu(), Kvm.KVM_RUN, 0);
      run.set(JAVA_LONG, Kvm.RUN_DIRTY_REGS, 0);
    } while (error == -Libc.EINTR || error == -Libc.EAGAIN);
    assertEquals(0, error);
    assertEquals(Kvm.KVM_EXIT_IO, run.get(JAVA_INT, Kvm.RUN_EXIT_REASON));
    int port = run.get(JAVA_SHORT, Kvm.RUN_IO_PORT) & 0xffff;
    return port + ":" + run.get(JAVA_BYTE, Kvm.RUN_IO_SIZE);
  }

  @Test
  void trapsComeInByGatesAndGoBackByIretqAndSysret() throws Exception {
    Assumptions.assumeTrue(new KvmProvider().probe().usable());
    try (KvmDevice device = KvmDevice.open();
        VirtualMachine machine = VirtualMachine.create(device, ram, frames, tables);
        CpuStates states = new CpuStates(machine.xsave().size())) {
      int cpu = 1;
      try (CpuParts parts = CpuParts.create(machine, new CpuOptions(cpu, descriptors), () -> {})) {
        long root = tables.newRoot();
        long code = frames.allocZeroed();
        tables.map(root, CODE, code, Pte.P | Pte.U);
        for (int i = 0; i < PROGRAM.length; i++) {
          ram.putByte((code << PhysicalMemory.FRAME_SHIFT) + i, (byte) PROGRAM[i]);
        }
        CpuState state = states.take();
        state.rip(CODE);
        state.rsp(STACK);
        state.rdi(DATA);
        parts.registers().load(state, root, true);

        assertEquals(Vector.PAGE_FAULT + ":1", resume(parts));
        assertEquals(Selectors.USER_DATA, descriptors.pushed(cpu, 1));
        assertEquals(STACK, descriptors.pushed(cpu, 2));
        assertEquals(Selectors.USER_CODE, descriptors.pushed(cpu, 4));
        assertEquals(CODE, descriptors.pushed(cpu, 5));
        assertEquals(6, descriptors.pushed(cpu, 6), "a write from ring 3 to what is not there");

        long data = frames.allocZeroed();
        tables.map(root, DATA, data, Pte.P | Pte.U | Pte.W | Pte.NX);
        String systemCall = resume(parts);
        assertEquals(DATA, ram.getLong(data << PhysicalMemory.FRAME_SHIFT));
        parts.registers().store(state);
        assertEquals(39, state.rax());
        if (staysInRing3(systemCall)) {
          state.rip(state.rcx());
          state.rflags(state.r11());
          parts.registers().load(state, root, true);
        } else {
          assertEquals(DescriptorTables.SYSCALL_PORT + ":4", systemCall);
        }

        assertEquals(Vector.BREAKPOINT + ":1", resume(parts));
        parts.registers().store(state);
        assertEquals(39, state.rbx());
        assertEquals(CODE + 13, descriptors.pushed(cpu, 5));

        assertEquals(Vector.GENERAL_PROTECTION + ":1", resume(parts), "hlt in ring 3");
        assertEquals(CODE + 13, descriptors.pushed(cpu, 5));
        tables.destroy(root);
      }
    } finally {
      ram.close();
    }
  }

  /** Where KVM runs its guests without a ring 0, SYSCALL leads to a page fault at the entry. */
  private boolean staysInRing3(String out) {
    return out.equals(Vector.PAGE_FAULT + ":1")
        && descriptors.pushed(1, 5) == descriptors.systemCallEntry();
  }
}
