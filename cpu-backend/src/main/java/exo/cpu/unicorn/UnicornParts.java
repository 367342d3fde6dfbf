package exo.cpu.unicorn;

import exo.cpu.Capabilities;
import exo.cpu.CpuState;

/** What a {@link UnicornCpu} is made of, put together and checked by {@link Boot}. */
record UnicornParts(
    Engine engine,
    Traps traps,
    JavaHooks hooks,
    Kick kick,
    Registers registers,
    Exceptions exceptions,
    FpuRegisters fpu,
    ContextWindow clean,
    TranslatedCode translatedCode,
    RefusedInstruction refused,
    CpuState atPort,
    Capabilities capabilities,
    Boot boot) {

  void close() {
    boot.close();
  }
}
