package exo.cpu.unicorn;

import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_EFLAGS;

import exo.cpu.Capabilities;
import exo.cpu.Cpu;
import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.cpu.Invalidation;
import exo.cpu.unicorn.sys.Containment;
import exo.cpu.unicorn.sys.Unicorn;
import exo.cpu.x86.Rflags;
import exo.cpu.x86.Selectors;
import exo.cpu.x86.Vector;
import org.jspecify.annotations.Nullable;

/**
 * A CPU made of one Unicorn engine. The engine stays in ring 3 for ever: a trap stops it, the
 * registers are moved out, and the next run starts at the address the kernel chose.
 */
final class UnicornCpu implements Cpu {
  /**
   * How much apart the TLB is flushed at kicks: it grows at a flush only, and starts very small.
   */
  private static final long FLUSH_NANOS = 9_000_000;

  /** How often in a row the engine may come back for nothing. */
  private static final int IDLE_LIMIT = 1000;

  private static final int NO_VECTOR = -1;
  private static final int INT_LENGTH = 2;
  private static final int SYSENTER_LENGTH = 2;

  private final UnicornParts parts;
  private final Engine engine;
  private final Traps traps;
  private final Registers registers;
  private final Exceptions exceptions;
  private final FpuRegisters fpu;
  private final JavaHooks hooks;
  private final Kick kick;
  private final ExitInfo info = new ExitInfo();

  /** Whose FPU registers the engine holds. */
  private @Nullable CpuState resident;

  /** RFLAGS in the engine. */
  private long flags;

  /** Whether blocks have one instruction, to find the one that the translator refuses. */
  private boolean singly;

  private boolean flush = true;
  private long lastFlush = System.nanoTime();

  UnicornCpu(UnicornParts parts) {
    this.parts = parts;
    engine = parts.engine();
    traps = parts.traps();
    registers = parts.registers();
    exceptions = parts.exceptions();
    fpu = parts.fpu();
    hooks = parts.hooks();
    kick = parts.kick();
    flags = engine.get(UC_X86_REG_EFLAGS);
  }

  @Override
  public Exit run(CpuState state, long root) {
    kick.enter();
    Exit exit = kick.consume() ? interrupted() : guest(state, root);
    kick.leave();
    if (singly) {
      singly(false);
    }
    return exit;
  }

  private Exit guest(CpuState state, long root) {
    if (flush || engine.root() != root) {
      engine.setRoot(root);
      flush = false;
    }
    if (resident != state) {
      makeResident(state);
    }
    registers.load(state);
    long wanted = Rflags.sanitize(state.rflags());
    if (wanted != flags) {
      engine.set(UC_X86_REG_EFLAGS, wanted);
    }
    long rip = state.rip();
    int idle = 0;
    while (true) {
      hooks.clearFault();
      int error = engine.start(rip, traps);
      registers.store(state);
      flags = engine.get(UC_X86_REG_EFLAGS);
      state.rflags(flags);
      if (registers.codeSegment() != Selectors.USER_CODE || (flags & Rflags.VM) != 0) {
        return repair(state);
      }
      int kind = traps.kind();
      if (kind == Traps.SYSCALL && error == Unicorn.UC_ERR_OK) {
        state.rcx(state.rip());
        state.r11(flags);
        return Exit.SYSCALL;
      }
      if (kind == Traps.REFUSED && !singly) {
        // Somewhere in the block: go there one instruction at a time.
        singly(true);
        rip = state.rip();
        continue;
      }
      if (kind != Traps.NONE || error != Unicorn.UC_ERR_OK) {
        return trap(kind, error, state);
      }
      if (kick.consume()) {
        return interrupted();
      }
      // The echo of a kick that was answered already, or an exception that the engine swallowed
      // because it believed another to be under way.
      exceptions.take(NO_VECTOR, state.rip());
      if (++idle == IDLE_LIMIT) {
        return info.failed(
            "libunicorn stops without a reason at RIP " + Long.toHexString(state.rip()));
      }
      rip = state.rip();
    }
  }

  private Exit trap(int kind, int error, CpuState state) {
    // The engine goes on to the end of a block, so one may have come after the other: of these two
    // kinds the trap is always the first.
    if (error != Unicorn.UC_ERR_OK && kind != Traps.PORT && kind != Traps.BROKEN) {
      return stopped(error, state);
    }
    return switch (kind) {
      case Traps.INTERRUPT -> interrupt(traps.vector(), state);
      case Traps.REFUSED -> info.exception(Vector.INVALID_OPCODE, 0);
      // Linux leaves this entry to 32-bit programs, which there are none of.
      case Traps.SYSENTER -> {
        state.rip(state.rip() - SYSENTER_LENGTH);
        yield info.exception(Vector.INVALID_OPCODE, 0);
      }
      case Traps.PORT -> {
        // What followed in the block has run too, and may have raised an exception.
        exceptions.take(NO_VECTOR, state.rip());
        state.copyGeneral(parts.atPort());
        yield info.exception(Vector.GENERAL_PROTECTION, 0);
      }
      default -> info.failed("a hook failed: " + hooks.takeFailure());
    };
  }

  /** The engine gave up by itself. */
  private Exit stopped(int error, CpuState state) {
    if (error == Unicorn.UC_ERR_INSN_INVALID) {
      return parts.refused().exception(state, engine.root(), info);
    }
    // Set only where translations come from Java, and then this is why the engine gave up.
    if (hooks.faulted()) {
      if (!hooks.canonicalFault()) {
        return info.exception(Vector.GENERAL_PROTECTION, 0);
      }
      return info.pageFault(hooks.faultAddress(), hooks.faultCode());
    }
    return info.failed(
        "libunicorn: " + Unicorn.uc_strerror(error) + " at RIP " + Long.toHexString(state.rip()));
  }

  private Exit interrupt(int vector, CpuState state) {
    exceptions.take(vector, state.rip());
    if (exceptions.software()) {
      if (Vector.openToUser(vector)) {
        return info.exception(vector, 0);
      }
      // The gate is closed to ring 3: a fault that names the gate, at the instruction.
      state.rip(state.rip() - INT_LENGTH);
      return info.exception(Vector.GENERAL_PROTECTION, Vector.gateError(vector));
    }
    if (vector == Vector.PAGE_FAULT) {
      return info.pageFault(registers.faultAddress(), exceptions.errorCode());
    }
    return info.exception(vector, Vector.hasErrorCode(vector) ? exceptions.errorCode() : 0);
  }

  /**
   * The library lets a 32-bit {@code iret} in ring 3 switch to virtual 8086 mode, which no other
   * task must inherit. Nothing of that mode is kept; the guest is told of the fault that a
   * processor would have raised.
   */
  private Exit repair(CpuState state) {
    if (resident != null) {
      fpu.store(resident);
      resident = null;
    }
    parts.clean().write();
    engine.setRoot(engine.root());
    flags = engine.get(UC_X86_REG_EFLAGS);
    state.rflags(Rflags.sanitize(state.rflags()));
    return info.exception(Vector.GENERAL_PROTECTION, 0);
  }

  private void singly(boolean on) {
    singly = on;
    traps.limit(on ? 1 : Containment.BLOCK_INSTRUCTIONS);
  }

  private Exit interrupted() {
    long now = System.nanoTime();
    if (now - lastFlush >= FLUSH_NANOS) {
      lastFlush = now;
      flush = true;
    }
    return Exit.INTERRUPTED;
  }

  private void makeResident(CpuState state) {
    if (resident != null) {
      fpu.exchange(resident, state);
    } else {
      fpu.load(state);
    }
    resident = state;
  }

  @Override
  public ExitInfo info() {
    return info;
  }

  @Override
  public void kick() {
    kick.kick();
  }

  @Override
  public void invalidate(long root, long va, long length, Invalidation kind) {
    switch (kind) {
      case RIGHTS_REVOKED, ADDRESS_SPACE_GONE -> flush |= root == engine.root();
      case CODE_CHANGED -> parts.translatedCode().forget(root, va, length);
    }
  }

  @Override
  public void codeChanged(long frame, long count) {
    parts.translatedCode().forget(frame, count);
  }

  @Override
  public void discardState(CpuState state) {
    if (resident == state) {
      resident = null;
    }
  }

  @Override
  public void saveState(CpuState state) {
    if (resident == state) {
      fpu.store(state);
    }
  }

  @Override
  public void stateChanged(CpuState state) {
    // Not stored first: what the kernel wrote is the newer.
    if (resident == state) {
      resident = null;
    }
  }

  @Override
  public Capabilities capabilities() {
    return parts.capabilities();
  }

  @Override
  public void close() {
    if (kick.close()) {
      if (resident != null) {
        saveState(resident);
      }
      parts.close();
    }
  }
}
