package exo.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.CpuState;
import exo.cpu.host.sys.Linux;
import exo.cpu.host.sys.Ptrace;
import java.lang.foreign.MemorySegment;

/**
 * Moves the XSAVE area between a child and a {@link CpuState}: both have the standard format. The
 * host refuses an area with reserved bits set, so those are cleared on the way.
 */
final class FpuRegisters {
  private static final int MOST = 64 << 10;
  private static final int XCOMP_BV = 520;
  private static final int HEADER_END = 576;

  /** What the host writes into the area for its signal frames. */
  private static final int SOFTWARE = 464;

  private static final int SOFTWARE_END = 512;

  private final Tracer tracer;
  private final MemorySegment area;
  private final MemorySegment iovec;
  private final long components;
  private final int mxcsrMask;
  private final int size;

  /** Learns the format from a stopped process that has not used its FPU. */
  FpuRegisters(Tracer tracer, int pid) throws ChildLost {
    this.tracer = tracer;
    area = tracer.arena.allocate(MOST, 64);
    iovec = tracer.arena.allocate(2 * Long.BYTES, Long.BYTES);
    iovec.set(JAVA_LONG, 0, area.address());
    iovec.set(JAVA_LONG, Long.BYTES, MOST);
    get(pid);
    size = (int) iovec.get(JAVA_LONG, Long.BYTES);
    components = area.get(JAVA_LONG, SOFTWARE);
    int mask = area.get(JAVA_INT, CpuState.XSAVE_MXCSR_MASK);
    mxcsrMask = mask == 0 ? 0xffbf : mask;
    if (size < CpuState.XSAVE_MINIMUM) {
      throw new ChildLost("the host has no XSAVE area");
    }
  }

  /** Bytes of the area. */
  int size() {
    return size;
  }

  private void get(int pid) throws ChildLost {
    tracer.check(Linux.ptrace(Ptrace.GETREGSET, pid, Ptrace.NT_X86_XSTATE, iovec), "GETREGSET");
  }

  /** Out of the space's child, into the state that it holds. */
  void store(Space space) throws ChildLost {
    CpuState state = space.resident;
    if (state == null) {
      return;
    }
    get(space.child.pid);
    area.asSlice(SOFTWARE, SOFTWARE_END - SOFTWARE).fill((byte) 0);
    MemorySegment.copy(area, 0, state.segment(), CpuState.XSAVE, size);
  }

  /** Into a space's child, which holds this state from now on. */
  void load(CpuState state, Space space) throws ChildLost {
    MemorySegment.copy(state.segment(), CpuState.XSAVE, area, 0, size);
    int mxcsr = area.get(JAVA_INT, CpuState.XSAVE_MXCSR);
    area.set(JAVA_INT, CpuState.XSAVE_MXCSR, mxcsr & mxcsrMask);
    long held = area.get(JAVA_LONG, CpuState.XSAVE_XSTATE_BV);
    area.set(JAVA_LONG, CpuState.XSAVE_XSTATE_BV, held & components);
    area.asSlice(XCOMP_BV, HEADER_END - XCOMP_BV).fill((byte) 0);
    tracer.check(
        Linux.ptrace(Ptrace.SETREGSET, space.child.pid, Ptrace.NT_X86_XSTATE, iovec), "SETREGSET");
    space.resident = state;
  }
}
