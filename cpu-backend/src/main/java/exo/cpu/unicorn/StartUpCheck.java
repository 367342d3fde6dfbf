package exo.cpu.unicorn;

import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_CR2;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_CS;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FS_BASE;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_GS_BASE;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_RIP;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.CpuState;
import exo.cpu.unicorn.sys.Containment;
import exo.cpu.unicorn.sys.Unicorn;
import exo.cpu.unicorn.sys.UnicornRegisters;
import exo.cpu.x86.PageFaultCode;
import exo.cpu.x86.Rflags;
import exo.cpu.x86.Selectors;
import exo.cpu.x86.Vector;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Enters ring 3 and provokes faults of which the right answer is known. That proves that this build
 * of the library pages as hardware does, and finds the inner fields that no call tells, instead of
 * trusting offsets of one version.
 */
final class StartUpCheck {
  private static final int INT_VECTOR = 0x21;
  private static final int CS_MAGIC = 0x5eef;
  private static final long MAGIC = 0x0000_5eed_cafe_1000L;

  private final Engine engine;
  private final Traps traps;
  private final KernelPage kernelPage;

  StartUpCheck(Engine engine, Traps traps, KernelPage kernelPage) {
    this.engine = engine;
    this.traps = traps;
    this.kernelPage = kernelPage;
  }

  /** The library does not do what we need, in the way that was tried. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String why) {
      super(why);
    }
  }

  /** A page fault that must come out as given. */
  private enum Fault {
    WRITE_ABSENT(CheckProgram.WRITE, PageFaultCode.WRITE | PageFaultCode.USER),
    READ_ABSENT(CheckProgram.READ, PageFaultCode.USER),
    READ_SUPERVISOR(CheckProgram.READ, PageFaultCode.PRESENT | PageFaultCode.USER),
    WRITE_READ_ONLY(
        CheckProgram.WRITE, PageFaultCode.PRESENT | PageFaultCode.WRITE | PageFaultCode.USER),
    RUN_NO_EXECUTE(
        CheckProgram.JUMP, PageFaultCode.PRESENT | PageFaultCode.USER | PageFaultCode.FETCH);

    final CheckProgram program;
    final int code;

    Fault(CheckProgram program, int code) {
      this.program = program;
      this.code = code;
    }
  }

  /** The one time that ring 0 runs. */
  void enterRing3() throws Failed {
    engine.set(UnicornRegisters.gpr(7), address(CheckProgram.SYSCALL));
    engine.set(UnicornRegisters.gpr(6), Rflags.sanitize(0));
    int error = engine.start(kernelPage.entry(), traps);
    if (error != Unicorn.UC_ERR_OK || traps.kind() != Traps.SYSCALL) {
      throw new Failed("no system call from ring 3, but " + outcome(error));
    }
    if ((engine.get(UC_X86_REG_CS) & 3) != 3) {
      throw new Failed("SYSRET does not enter ring 3");
    }
    long rip = engine.get(UC_X86_REG_RIP);
    if (rip != address(CheckProgram.SYSCALL) + 2) {
      throw new Failed("RIP is not past the system call: " + Long.toHexString(rip));
    }
  }

  /** Finds the fields of an exception in a window, and leaves the engine without one. */
  WindowExceptions.Layout findLayout(Window window) throws Failed {
    MemorySegment state = window.read();
    BitSet earlier = equal(state, WindowExceptions.NO_EXCEPTION);
    expectFault(Fault.WRITE_ABSENT);
    state = window.read();
    BitSet codes = equal(state, Fault.WRITE_ABSENT.code);
    earlier.and(equal(state, Vector.PAGE_FAULT));
    earlier = single(earlier, "field of an earlier exception");
    long earlierAt = earlier.nextSetBit(0) * 4L;
    for (Fault fault : Fault.values()) {
      forget(window, earlierAt);
      expectFault(fault);
      codes.and(equal(window.read(), fault.code));
    }
    long codeAt = single(codes, "error code").nextSetBit(0) * 4L;
    // The mark of a software interrupt stands beside the error code; too many fields hold 0 and 1
    // to search for it.
    long softwareAt = codeAt + 4;
    for (CheckProgram program :
        new CheckProgram[] {CheckProgram.INT, CheckProgram.CLI, CheckProgram.INT}) {
      forget(window, earlierAt);
      boolean isInt = program == CheckProgram.INT;
      expectInterrupt(program, 0, isInt ? INT_VECTOR : Vector.GENERAL_PROTECTION);
      if (window.read().get(JAVA_INT, softwareAt) != (isInt ? 1 : 0)) {
        throw new Failed("the mark of a software interrupt is not beside the error code");
      }
    }
    forget(window, earlierAt);
    return new WindowExceptions.Layout(codeAt, softwareAt, earlierAt);
  }

  /** Registers in place, with the offsets that the library's own calls prove. */
  DirectRegisters directRegisters(MemorySegment live) throws Failed {
    if (live.get(JAVA_LONG, CpuState.RIP) != engine.get(UC_X86_REG_RIP)) {
      throw new Failed("RIP is not behind the general registers");
    }
    return new DirectRegisters(
        live,
        find(live, UC_X86_REG_FS_BASE, "FS base"),
        find(live, UC_X86_REG_GS_BASE, "GS base"),
        find(live, UC_X86_REG_CR2, "CR2"),
        findCodeSegment(live));
  }

  /** The CS selector, a 32-bit field. Writing it does not change the mode. */
  private long findCodeSegment(MemorySegment live) throws Failed {
    engine.set(UC_X86_REG_CS, CS_MAGIC);
    BitSet places = equal(live, CS_MAGIC);
    engine.set(UC_X86_REG_CS, Selectors.USER_CODE);
    return single(places, "CS selector").nextSetBit(0) * 4L;
  }

  private long find(MemorySegment live, int register, String name) throws Failed {
    engine.set(register, MAGIC + register);
    long[] words = live.asSlice(0, live.byteSize() & -Long.BYTES).toArray(JAVA_LONG);
    long found = -1;
    for (int i = 0; i < words.length; i++) {
      if (words[i] == MAGIC + register) {
        if (found >= 0) {
          throw new Failed(name + " is in two places");
        }
        found = (long) i * Long.BYTES;
      }
    }
    engine.set(register, 0);
    if (found < 0 || live.get(JAVA_LONG, found) != 0) {
      throw new Failed(name + " is not where it should be");
    }
    return found;
  }

  /** For translations that come from Java: the same faults, told by our own walk of the tables. */
  void checkVirtual(JavaHooks java) throws Failed {
    for (Fault fault : Fault.values()) {
      java.clearFault();
      engine.set(UnicornRegisters.gpr(8), address(fault));
      int error = engine.start(address(fault.program), traps);
      if (traps.kind() != Traps.NONE || error == Unicorn.UC_ERR_OK || !java.faulted()) {
        throw new Failed(fault + " gave " + outcome(error));
      }
      if (engine.get(UC_X86_REG_RIP) != faultRip(fault)) {
        throw new Failed(fault + " has a wrong address");
      }
      if (java.faultAddress() != address(fault) || java.faultCode() != fault.code) {
        throw new Failed(fault + " was told as error code " + java.faultCode());
      }
    }
  }

  /** Whether long blocks are cut, so that no guest can make the translator run over. */
  boolean blocksAreLimited() {
    Containment.bind(traps, traps.record());
    int length = engine.blockLength(CheckPage.code() + CheckProgram.LONG_BLOCK);
    return length > 0 && length <= Containment.BLOCK_INSTRUCTIONS;
  }

  /**
   * Stops within a block, before an access to memory: the engine must go on to the end of the block
   * and no farther.
   */
  void stopBetweenBlocks() throws Failed {
    engine.set(UnicornRegisters.gpr(8), CheckPage.code());
    int error = engine.start(address(CheckProgram.PORT), traps);
    long rip = engine.get(UC_X86_REG_RIP);
    if (error != Unicorn.UC_ERR_OK
        || traps.kind() != Traps.NONE
        || rip != address(CheckProgram.PORT) + CheckProgram.AFTER_BLOCK) {
      throw new Failed("it stops within blocks");
    }
  }

  /** EAX, EBX, ECX and EDX of a CPUID leaf, as a guest sees it. */
  int[] cpuid(int leaf, int subleaf) throws Failed {
    engine.set(UnicornRegisters.gpr(0), leaf);
    engine.set(UnicornRegisters.gpr(1), subleaf);
    int error = engine.start(address(CheckProgram.CPUID), traps);
    if (traps.kind() != Traps.SYSCALL) {
      throw new Failed("CPUID gave " + outcome(error));
    }
    int[] order = {0, 3, 1, 2};
    int[] answer = new int[4];
    for (int i = 0; i < 4; i++) {
      answer[i] = (int) engine.get(UnicornRegisters.gpr(order[i]));
    }
    return answer;
  }

  private void expectFault(Fault fault) throws Failed {
    expectInterrupt(fault.program, address(fault), Vector.PAGE_FAULT);
    if (engine.get(UC_X86_REG_CR2) != address(fault)
        || engine.get(UC_X86_REG_RIP) != faultRip(fault)) {
      throw new Failed(fault + " has a wrong address");
    }
  }

  private void expectInterrupt(CheckProgram program, long r8, int vector) throws Failed {
    engine.set(UnicornRegisters.gpr(8), r8);
    int error = engine.start(address(program), traps);
    if (error != Unicorn.UC_ERR_OK || traps.kind() != Traps.INTERRUPT || traps.vector() != vector) {
      throw new Failed(program + " did not raise vector " + vector + ", but " + outcome(error));
    }
  }

  private String outcome(int error) {
    return switch (traps.kind()) {
      case Traps.NONE -> error == 0 ? "no trap" : Unicorn.uc_strerror(error);
      case Traps.INTERRUPT -> "vector " + traps.vector();
      default -> "trap " + traps.kind();
    };
  }

  private long address(Fault fault) {
    return switch (fault) {
      case WRITE_ABSENT, READ_ABSENT -> CheckPage.absent();
      case READ_SUPERVISOR -> kernelPage.entry();
      case WRITE_READ_ONLY -> CheckPage.code();
      case RUN_NO_EXECUTE -> CheckPage.noExecute();
    };
  }

  /** A refused fetch is a fault of the instruction that could not be fetched. */
  private long faultRip(Fault fault) {
    return fault == Fault.RUN_NO_EXECUTE ? address(fault) : address(fault.program);
  }

  private static long address(CheckProgram program) {
    return CheckPage.code() + program.offset();
  }

  private static void forget(Window window, long earlierAt) {
    window.read().set(JAVA_INT, earlierAt, WindowExceptions.NO_EXCEPTION);
    window.write();
  }

  /**
   * Which 32-bit words of the state have this value. A copy, because foreign memory is slow in a
   * JVM that has just started.
   */
  private static BitSet equal(MemorySegment state, int value) {
    int[] words = state.asSlice(0, state.byteSize() & -Integer.BYTES).toArray(JAVA_INT);
    BitSet found = new BitSet(words.length);
    for (int i = 0; i < words.length; i++) {
      if (words[i] == value) {
        found.set(i);
      }
    }
    return found;
  }

  private static BitSet single(BitSet candidates, String what) throws Failed {
    if (candidates.cardinality() != 1) {
      throw new Failed(candidates.cardinality() + " places could be the " + what);
    }
    return candidates;
  }
}
