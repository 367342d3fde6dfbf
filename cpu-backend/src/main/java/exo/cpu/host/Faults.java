package exo.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.cpu.host.sys.Ptrace;
import exo.cpu.x86.PageFaultCode;
import exo.cpu.x86.Vector;
import exo.mem.paging.Access;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Makes exceptions of the processor out of signals of the host. The host's {@code siginfo_t} has
 * the address of a page fault but neither its error code nor a vector: those follow from the
 * guest's page tables and the instruction. Source: Linux {@code arch/x86/kernel/traps.c} and {@code
 * mm/fault.c}.
 */
final class Faults {
  private static final int SEGV_MAPERR = 1;
  private static final int SEGV_ACCERR = 2;
  private static final int BUS_ADRALN = 1;
  private static final int BUS_ADRERR = 2;
  private static final int FPE_INTDIV = 1;
  private static final int TRAP_TRACE = 2;
  private static final int TRAP_BRKPT = 1;

  private static final int INT = 0xcd;
  private static final int INT_LENGTH = 2;
  private static final int ICEBP = 0xf1;
  private static final long PAGE = PhysicalMemory.FRAME_SIZE;

  /** Faults that a child repeats although its mapping should have cured them. */
  private static final int REPEATS = 4;

  /** Below this the host may refuse mappings: {@code vm.mmap_min_addr}. */
  private static final long LOW = 0x1_0000;

  // The vsyscall page (Linux, Documentation/arch/x86/x86_64/mm.rst), and how far apart its three
  // functions are.
  private static final long VSYSCALL = 0xffff_ffff_ff60_0000L;
  private static final int VSYSCALL_STEP = 0x400;
  private static final int SI_SYSCALL = 24;
  private static final int SYS_GETTIMEOFDAY = 96;
  private static final int SYS_TIME = 201;

  private final PhysicalMemory ram;
  private final Leaf leaf;
  private final Instruction instruction = new Instruction();
  private final byte[] code = new byte[Instruction.LONGEST];
  private final ExitInfo info;

  private long lastRip;
  private long lastVa = -1;
  private int repeats;

  Faults(PhysicalMemory ram, ExitInfo info) {
    this.ram = ram;
    this.info = info;
    this.leaf = new Leaf(ram);
  }

  /** Something else happened: the next fault is not a repetition. */
  void reset() {
    lastVa = -1;
  }

  /**
   * What a signal stop means.
   *
   * @param state the registers at the stop; RIP is set to where the processor would have it
   * @return null when the guest may go on: a page is to be mapped, or the signal was not its
   */
  @Nullable Exit exit(int signal, MemorySegment siginfo, CpuState state, Space space) {
    int why = siginfo.get(JAVA_INT, Ptrace.SI_CODE);
    if (why <= 0) {
      return null;
    }
    if (Stub.contains(state.rip() - 1)) {
      return outside(state, space);
    }
    long va = siginfo.get(JAVA_LONG, Ptrace.SI_ADDR);
    return switch (signal) {
      case Ptrace.SIGSEGV ->
          why == SEGV_MAPERR || why == SEGV_ACCERR
              ? access(va, why == SEGV_ACCERR, state, space)
              : protection(state, space);
      case Ptrace.SIGBUS -> bus(why, va);
      case Ptrace.SIGFPE -> arithmetic(why, state, space);
      case Ptrace.SIGILL -> info.exception(Vector.INVALID_OPCODE, 0);
      case Ptrace.SIGTRAP -> trap(why, state, space);
      case Ptrace.SIGSYS -> vsyscall(siginfo.get(JAVA_INT, SI_SYSCALL), state, space);
      default -> null;
    };
  }

  /** The page fault that a jump to the host's own pages at the top would be. */
  Exit outside(CpuState state, Space space) {
    return pageFault(state.rip(), PageFaultCode.USER | PageFaultCode.FETCH, space);
  }

  // ---- page faults

  private @Nullable Exit access(long va, boolean mapped, CpuState state, Space space) {
    leaf.walk(space.root, va);
    boolean readable = leaf.readable();
    boolean executable = leaf.executable();
    boolean writable = leaf.writable();
    int present = leaf.present() ? PageFaultCode.PRESENT : 0;
    boolean inRam = !readable || leaf.inRam();
    boolean again = repeated(va, state.rip());
    int code = PageFaultCode.USER | present;
    int access = Access.USER;
    if (isFetch(va, mapped, executable, state, space)) {
      if (!executable) {
        return pageFault(va, code | PageFaultCode.FETCH, space);
      }
      access |= Access.EXECUTE;
    } else if (!readable) {
      return pageFault(va, code | (stores(va, state, space) ? PageFaultCode.WRITE : 0), space);
    } else if (mapped ? again || va != state.rip() : stores(va, state, space)) {
      if (!writable) {
        return pageFault(va, code | PageFaultCode.WRITE, space);
      }
      access |= Access.WRITE;
    }
    if (!inRam) {
      return info.failed("a page table names a frame outside of memory at " + hex(va));
    }
    if (repeats > REPEATS) {
      return stuck(va);
    }
    space.wanted = va;
    space.wantedAccess = access;
    return null;
  }

  private boolean repeated(long va, long rip) {
    repeats = va == lastVa && rip == lastRip ? repeats + 1 : 0;
    lastVa = va;
    lastRip = rip;
    return repeats > 0;
  }

  /** The host does not map what it should. */
  private Exit stuck(long va) {
    return va < LOW
        ? info.exception(Vector.GENERAL_PROTECTION, 0)
        : info.failed("the host does not map guest memory at " + hex(va));
  }

  private Exit pageFault(long va, int code, Space space) {
    // The kernel is about to resolve it: then the page is mapped before the guest runs on.
    space.wanted = va;
    space.wantedAccess = code & (Access.WRITE | Access.USER | Access.EXECUTE);
    lastVa = -1;
    return info.pageFault(va, code);
  }

  /**
   * Whether the instruction itself could not be read: at RIP, or in the page after it when the
   * instruction goes on there.
   */
  private boolean isFetch(
      long va, boolean mapped, boolean executable, CpuState state, Space space) {
    long rip = state.rip();
    if (va == rip) {
      // A page that is mapped can be read, so that only a store or a fetch fails there.
      return !mapped || !executable;
    }
    if ((va & (PAGE - 1)) != 0 || va <= rip || va - rip >= Instruction.LONGEST) {
      return false;
    }
    instruction.decode(code, fetch(rip, (int) (va - rip), space));
    return instruction.isTruncated();
  }

  private boolean stores(long va, CpuState state, Space space) {
    instruction.decode(code, fetch(state.rip(), Instruction.LONGEST, space));
    return instruction.stores(va, state);
  }

  /** Reads code as far as it can be read; answers how many bytes. */
  private int fetch(long rip, int length, Space space) {
    int count = 0;
    long pa = -1;
    while (count < length) {
      long va = rip + count;
      pa = pa < 0 || (va & (PAGE - 1)) == 0 ? leaf.translate(space.root, va) : pa + 1;
      if (pa < 0) {
        break;
      }
      code[count++] = ram.getByte(pa);
    }
    return count;
  }

  private int codeByte(long va, Space space) {
    long pa = leaf.translate(space.root, va);
    return pa < 0 ? -1 : ram.getByte(pa) & 0xff;
  }

  // ---- other exceptions

  /** SIGSEGV without an address. */
  private Exit protection(CpuState state, Space space) {
    long rip = state.rip();
    if (codeByte(rip, space) == INT) {
      int number = codeByte(rip + 1, space);
      if (number == Vector.SYSTEM_CALL_32) {
        // A host without 32-bit programs closes that gate.
        state.rip(rip + INT_LENGTH);
        return info.exception(number, 0);
      }
      return info.exception(Vector.GENERAL_PROTECTION, Vector.gateError(number));
    }
    if (codeByte(rip - INT_LENGTH, space) == INT && codeByte(rip - 1, space) == Vector.OVERFLOW) {
      return info.exception(Vector.OVERFLOW, 0);
    }
    return info.exception(Vector.GENERAL_PROTECTION, selector(state, space));
  }

  /** The error code when the instruction at RIP loads a segment register from a register. */
  private int selector(CpuState state, Space space) {
    int available = fetch(state.rip(), Instruction.LONGEST, space);
    instruction.decode(code, available);
    if (instruction.map() != 0 || instruction.opcode() != 0x8e) {
      return 0;
    }
    int at = 0;
    int rex = 0;
    while (at < available - 1 && (code[at] & 0xff) != 0x8e) {
      rex = code[at++] & 0xff;
    }
    int modrm = code[at + 1] & 0xff;
    if (modrm < 0xc0) {
      return 0;
    }
    int number = (modrm & 7) | ((rex & 0xf1) == 0x41 ? 8 : 0);
    return (int) state.gpr(number) & 0xfffc;
  }

  private Exit bus(int why, long va) {
    return switch (why) {
      case BUS_ADRALN -> info.exception(Vector.ALIGNMENT_CHECK, 0);
      case Ptrace.SI_KERNEL -> info.exception(Vector.STACK_SEGMENT, 0);
      case BUS_ADRERR -> info.failed("the host has no memory left for the guest at " + hex(va));
      default -> info.failed("the host reports broken memory at " + hex(va));
    };
  }

  private Exit arithmetic(int why, CpuState state, Space space) {
    if (why == FPE_INTDIV) {
      return info.exception(Vector.DIVIDE_ERROR, 0);
    }
    instruction.decode(code, fetch(state.rip(), Instruction.LONGEST, space));
    int opcode = instruction.opcode();
    boolean x87 = instruction.map() == 0 && (opcode == 0x9b || (opcode & 0xf8) == 0xd8);
    return info.exception(x87 ? Vector.FLOATING_POINT : Vector.SIMD_FLOATING_POINT, 0);
  }

  private @Nullable Exit trap(int why, CpuState state, Space space) {
    return switch (why) {
      case Ptrace.SI_KERNEL -> info.exception(Vector.BREAKPOINT, 0);
      case TRAP_TRACE -> info.exception(Vector.DEBUG, 0);
      case TRAP_BRKPT -> {
        // Some virtual machines leave RIP at this instruction.
        if (codeByte(state.rip(), space) == ICEBP && codeByte(state.rip() - 1, space) != ICEBP) {
          state.rip(state.rip() + 1);
        }
        yield info.exception(Vector.DEBUG, 0);
      }
      default -> null;
    };
  }

  /**
   * The host emulates calls of its vsyscall page, and the filter of the child refused one: it has
   * returned from it already. There is no such page in a guest.
   */
  private Exit vsyscall(int number, CpuState state, Space space) {
    int function = number == SYS_GETTIMEOFDAY ? 0 : number == SYS_TIME ? 1 : 2;
    state.rip(VSYSCALL + (long) function * VSYSCALL_STEP);
    state.rsp(state.rsp() - Long.BYTES);
    return pageFault(state.rip(), PageFaultCode.USER | PageFaultCode.FETCH, space);
  }

  private static String hex(long va) {
    return Long.toHexString(va);
  }
}
