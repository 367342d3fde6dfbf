package exo.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.Capabilities;
import exo.cpu.Cpu;
import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.cpu.Invalidation;
import exo.cpu.host.sys.Linux;
import exo.cpu.host.sys.Ptrace;
import exo.cpu.x86.Rflags;
import exo.cpu.x86.Selectors;
import exo.cpu.x86.Vector;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A CPU made of host processes, one an address space, of which one runs at a time. All tracing is
 * done by the thread that opened it.
 */
final class HostCpu implements Cpu {
  private static final int SYSCALL_LENGTH = 2;

  private final Tracer tracer;
  private final Spaces spaces;
  private final FpuRegisters fpu;
  private final Mapper mapper;
  private final Faults faults;
  private final Leaf leaf;
  private final PhysicalMemory ram;
  private final Gate gate = new Gate();
  private final Placement placement;
  private final Capabilities capabilities;
  private final ExitInfo info = new ExitInfo();
  private final MemorySegment regs;
  private final MemorySegment siginfo;
  private final Thread owner = Thread.currentThread();

  /** Whose child has the registers in {@link #regs}, as far as nothing was done to it since. */
  private @Nullable Space seen;

  /** Whose segment selectors lie in {@link #regs}. */
  private @Nullable CpuState selectors;

  private boolean open = true;

  HostCpu(
      Tracer tracer,
      Spaces spaces,
      FpuRegisters fpu,
      Mapper mapper,
      PhysicalMemory ram,
      Placement placement,
      Capabilities capabilities) {
    this.tracer = tracer;
    this.spaces = spaces;
    this.fpu = fpu;
    this.mapper = mapper;
    this.ram = ram;
    this.placement = placement;
    this.capabilities = capabilities;
    leaf = new Leaf(ram);
    faults = new Faults(ram, info);
    regs = tracer.arena.allocate(Ptrace.REGS_SIZE, 8);
    siginfo = tracer.arena.allocate(Ptrace.SIGINFO_SIZE, 8);
  }

  @Override
  public Exit run(CpuState state, long root) {
    if (!gate.begin()) {
      return Exit.INTERRUPTED;
    }
    Space space = null;
    try {
      gate.takeChanges(spaces);
      space = spaces.of(root);
      makeResident(state, space);
      return guest(state, space);
    } catch (ChildLost lost) {
      if (space != null) {
        spaces.bury(space);
      }
      return info.failed(String.valueOf(lost.getMessage()));
    } finally {
      gate.end();
    }
  }

  private Exit guest(CpuState state, Space space) throws ChildLost {
    faults.reset();
    // A stub's work would be in the child's registers.
    boolean kept = seen == space && selectors == state;
    if (selectors != state) {
      Registers.clearSelectors(regs);
      selectors = state;
    }
    boolean onlyResult = Registers.load(state, regs) && kept;
    seen = null;
    while (true) {
      if (Mapper.isDue(space)) {
        mapper.update(space);
        onlyResult = false;
      }
      onlyResult &= !space.child.flagId(regs.get(JAVA_LONG, Ptrace.EFLAGS));
      if (onlyResult) {
        setResult(space.child.pid);
      } else {
        setRegisters(space.child.pid);
      }
      onlyResult = false;
      if (!gate.enter(space.child)) {
        if (gate.takeKick()) {
          return Exit.INTERRUPTED;
        }
        gate.takeChanges(spaces);
        faults.reset();
        continue;
      }
      int stop;
      try {
        stop = resume(space.child.pid);
      } finally {
        gate.leave();
      }
      tracer.check(Linux.ptrace(Ptrace.GETREGS, space.child.pid, 0, regs), "GETREGS");
      Registers.store(regs, state);
      space.child.sawFlags(state.rflags());
      seen = space;
      Exit exit =
          stop == Ptrace.SYSCALL_STOP ? systemCall(state, space) : signal(stop, state, space);
      if (exit != null) {
        return exit;
      }
      if (gate.takeKick()) {
        return Exit.INTERRUPTED;
      }
      regs.set(JAVA_LONG, Ptrace.ORIG_RAX, -1);
    }
  }

  /** The only register that most system calls change: half the work of setting all. */
  private void setResult(int pid) throws ChildLost {
    long rax = regs.get(JAVA_LONG, Ptrace.RAX);
    tracer.check(Linux.ptrace(Ptrace.POKEUSER, pid, Ptrace.RAX, rax), "POKEUSER");
  }

  private void setRegisters(int pid) throws ChildLost {
    long result = Linux.ptrace(Ptrace.SETREGS, pid, 0, regs);
    if (result == -Linux.EIO) {
      // Bases that the guest can set by an instruction but the host refuses. They are the last of
      // the registers that differ, so that the second attempt has done the rest.
      tracer.bases(pid, regs.get(JAVA_LONG, Ptrace.FS_BASE), regs.get(JAVA_LONG, Ptrace.GS_BASE));
      Linux.ptrace(Ptrace.SETREGS, pid, 0, regs);
      return;
    }
    tracer.check(result, "SETREGS");
  }

  /** Runs guest code until it stops. */
  private int resume(int pid) throws ChildLost {
    tracer.check(Linux.ptrace(Ptrace.SYSEMU, pid, 0, 0), "SYSEMU");
    int stop = tracer.await(pid);
    if (!Ptrace.stopped(stop)) {
      throw new ChildLost("a guest process " + Ptrace.describe(stop));
    }
    return stop;
  }

  private Exit systemCall(CpuState state, Space space) {
    if (Stub.contains(state.rip() - SYSCALL_LENGTH)) {
      state.rip(state.rip() - SYSCALL_LENGTH);
      return faults.outside(state, space);
    }
    // Where the call's number was, the host has put its own "no such call".
    state.rax(regs.get(JAVA_LONG, Ptrace.ORIG_RAX));
    if (state.rcx() == state.rip() && (state.r11() & ~Rflags.RF) == state.rflags()) {
      return isForeignCode() ? foreign() : Exit.SYSCALL;
    }
    if (isForeignCode()) {
      return foreign();
    }
    if (codeAt(space, state.rip() - SYSCALL_LENGTH) == 0xcd) {
      return info.exception(Vector.SYSTEM_CALL_32, 0);
    }
    return info.exception(Vector.INVALID_OPCODE, 0);
  }

  private int codeAt(Space space, long va) {
    long pa = leaf.translate(space.root, va);
    return pa < 0 ? -1 : ram.getByte(pa) & 0xff;
  }

  /** Whether the guest has left for a segment that there is not: the host's one for 32-bit code. */
  private boolean isForeignCode() {
    return regs.get(JAVA_LONG, Ptrace.CS) != Selectors.USER_CODE;
  }

  private Exit foreign() {
    return info.exception(Vector.GENERAL_PROTECTION, (int) regs.get(JAVA_LONG, Ptrace.CS) & 0xfffc);
  }

  private @Nullable Exit signal(int stop, CpuState state, Space space) throws ChildLost {
    int number = Ptrace.stopSignal(stop);
    if (number == Ptrace.SIGUSR1) {
      return null;
    }
    if (isForeignCode()) {
      return foreign();
    }
    tracer.check(Linux.ptrace(Ptrace.GETSIGINFO, space.child.pid, 0, siginfo), "GETSIGINFO");
    return faults.exit(number, siginfo, state, space);
  }

  private void makeResident(CpuState state, Space space) throws ChildLost {
    if (space.resident == state) {
      return;
    }
    Space other = spaces.holding(state);
    if (other != null) {
      fpu.store(other);
      other.resident = null;
    }
    fpu.store(space);
    fpu.load(state, space);
  }

  @Override
  public ExitInfo info() {
    return info;
  }

  @Override
  public void kick() {
    gate.kick();
  }

  @Override
  public void invalidate(long root, long va, long length, Invalidation kind) {
    switch (kind) {
      case RIGHTS_REVOKED -> {
        if (va >= 0 && va < Stub.USER_TOP) {
          long start = va & -PhysicalMemory.FRAME_SIZE;
          long end = length >= Stub.USER_TOP - va ? Stub.USER_TOP : va + length;
          gate.change(
              root, start, end + PhysicalMemory.FRAME_SIZE - 1 & -PhysicalMemory.FRAME_SIZE);
        }
      }
      case ADDRESS_SPACE_GONE -> gate.change(root, 0, 0);
      case CODE_CHANGED -> {
        // The processor sees to it: code and data are the same memory.
      }
    }
  }

  @Override
  public void codeChanged(long frame, long count) {
    // As with CODE_CHANGED.
  }

  @Override
  public void discardState(CpuState state) {
    if (Thread.currentThread() == owner) {
      Space space = spaces.holding(state);
      if (space != null) {
        space.resident = null;
      }
      if (selectors == state) {
        selectors = null;
      }
    }
  }

  @Override
  public void saveState(CpuState state) {
    if (Thread.currentThread() != owner) {
      // Whoever gives a state to another CPU has had it saved here.
      return;
    }
    Space space = spaces.holding(state);
    if (space != null) {
      try {
        fpu.store(space);
      } catch (ChildLost lost) {
        throw new IllegalStateException(lost.getMessage(), lost);
      }
    }
  }

  @Override
  public void stateChanged(CpuState state) {
    if (Thread.currentThread() == owner) {
      Space space = spaces.holding(state);
      if (space != null) {
        space.resident = null;
      }
    }
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    gate.close();
    try {
      spaces.saveAll();
    } catch (ChildLost lost) {
      // Killed by somebody: what it held is gone with it.
    }
    spaces.close();
    placement.undo();
    tracer.close();
  }
}
