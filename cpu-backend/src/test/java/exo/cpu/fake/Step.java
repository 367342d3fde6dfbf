package exo.cpu.fake;

import exo.cpu.Exit;
import exo.cpu.x86.PageFaultCode;
import java.util.function.Consumer;

/** One thing that the guest of a {@link ScriptedCpu} does. */
@FunctionalInterface
public interface Step {

  /** Done, and the next one follows in the same run. */
  Exit NONE = null;

  /**
   * Does it.
   *
   * @return why the run ends, or {@link #NONE}; after a page fault the step is tried again
   */
  Exit perform(ScriptedCpu cpu);

  /** A system call with up to six arguments, as the instruction leaves the registers. */
  static Step syscall(long number, long... arguments) {
    return cpu -> {
      int[] registers = {7, 6, 2, 10, 8, 9};
      for (int i = 0; i < arguments.length; i++) {
        cpu.state().gpr(registers[i], arguments[i]);
      }
      cpu.state().rax(number);
      cpu.state().rip(cpu.state().rip() + 2);
      cpu.state().rcx(cpu.state().rip());
      cpu.state().r11(cpu.state().rflags());
      return Exit.SYSCALL;
    };
  }

  /** Stores 8 bytes, aligned. */
  static Step store(long va, long value) {
    return cpu -> {
      long pa = cpu.translate(va, PageFaultCode.WRITE);
      if (pa < 0) {
        return Exit.PAGE_FAULT;
      }
      cpu.ram().putLong(pa, value);
      return NONE;
    };
  }

  /** Loads 8 bytes, aligned, into RBX. */
  static Step load(long va) {
    return cpu -> {
      long pa = cpu.translate(va, 0);
      if (pa < 0) {
        return Exit.PAGE_FAULT;
      }
      cpu.state().rbx(cpu.ram().getLong(pa));
      return NONE;
    };
  }

  /** Jumps: the fetch there may fault. */
  static Step jump(long va) {
    return cpu -> {
      cpu.state().rip(va);
      return cpu.translate(va, PageFaultCode.FETCH) < 0 ? Exit.PAGE_FAULT : NONE;
    };
  }

  /** An exception other than a page fault. */
  static Step exception(int vector, int errorCode) {
    return cpu -> cpu.info().exception(vector, errorCode);
  }

  /** The engine gives up. */
  static Step failure(String reason) {
    return cpu -> cpu.info().failed(reason);
  }

  /** Looks at the CPU, or changes registers. */
  static Step look(Consumer<ScriptedCpu> action) {
    return cpu -> {
      action.accept(cpu);
      return NONE;
    };
  }
}
