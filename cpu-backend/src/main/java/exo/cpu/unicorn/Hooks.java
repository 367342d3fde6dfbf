package exo.cpu.unicorn;

import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_INS_IN;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_INS_OUT;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_INS_SYSCALL;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_INS_SYSENTER;

import exo.cpu.unicorn.sys.Containment;
import exo.cpu.unicorn.sys.Unicorn;
import exo.cpu.unicorn.sys.Upcalls;
import exo.mem.host.MachineCode;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What the engine calls when the guest traps: note it down and stop. The kernel then acts with the
 * engine stopped, without a native frame below it.
 *
 * <p>On hosts whose machine code we know the two frequent hooks are a few instructions of our own:
 * a call into Java and back would cost another fifth of a system call. Elsewhere, or with the
 * property {@link UnicornProvider#HOOKS_PROPERTY}, all are Java.
 */
final class Hooks implements AutoCloseable {
  private static final int SYSCALL_AT = 0;
  private static final int INTERRUPT_AT = 32;
  private static final int BLOCK_AT = 64;

  private final @Nullable MachineCode code;
  private final boolean askAtBlocks;

  private Hooks(@Nullable MachineCode code, boolean askAtBlocks) {
    this.code = code;
    this.askAtBlocks = askAtBlocks;
  }

  /**
   * @param java what Java does in a hook
   * @param allJava whether machine code is not to be used
   * @param fillTlb whether translations come from {@code java} too
   */
  static Hooks install(
      Engine engine, Traps traps, JavaHooks java, boolean allJava, boolean fillTlb) {
    Upcalls upcalls = new Upcalls(engine.arena(), java);
    MachineCode code = MachineCode.supported() && !allJava ? MachineCode.of(machineCode()) : null;
    boolean askAtBlocks = code != null && !Containment.active();
    MemorySegment record = traps.record();
    MemorySegment syscall = code == null ? upcalls.syscall() : code.at(SYSCALL_AT);
    MemorySegment interrupt = code == null ? upcalls.interrupt() : code.at(INTERRUPT_AT);
    engine.hookInstruction(UC_X86_INS_SYSCALL, syscall, record);
    engine.hook(Unicorn.UC_HOOK_INTR, interrupt, record);
    if (code != null && askAtBlocks) {
      engine.hook(Unicorn.UC_HOOK_BLOCK, code.at(BLOCK_AT), record);
    }
    engine.hookInstruction(UC_X86_INS_SYSENTER, upcalls.sysenter(), record);
    engine.hookInstruction(UC_X86_INS_IN, upcalls.in(), record);
    engine.hookInstruction(UC_X86_INS_OUT, upcalls.out(), record);
    if (fillTlb) {
      engine.hook(Unicorn.UC_HOOK_TLB_FILL, upcalls.fill(), record);
    }
    return new Hooks(code, askAtBlocks);
  }

  /**
   * Whether each block asks if somebody kicked. That costs an eighth of pure computing, and is done
   * where a stop from outside would not be exact.
   */
  boolean askAtBlocks() {
    return askAtBlocks;
  }

  /** For people. */
  String name() {
    return code == null ? "hooks in Java" : "hooks in machine code";
  }

  /** After the engine was closed. */
  @Override
  public void close() {
    if (code != null) {
      code.close();
    }
  }

  /** System V calling convention, x86-64. */
  private static byte[] machineCode() {
    ByteBuffer code = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
    // syscall(uc: rdi, record: rsi)
    code.put(bytes(0xc7, 0x06)).putInt(Traps.SYSCALL); // mov dword [rsi], SYSCALL
    stop(code);
    // interrupt(uc: rdi, vector: esi, record: rdx)
    code.position(INTERRUPT_AT);
    code.put(bytes(0x83, 0x3a, Traps.NONE)); // cmp dword [rdx], NONE
    code.put(bytes(0x75, 0x09)); // jne over the next two
    code.put(bytes(0xc7, 0x02)).putInt(Traps.INTERRUPT); // mov dword [rdx], INTERRUPT
    code.put(bytes(0x89, 0x72, (int) Traps.VECTOR)); // mov [rdx + VECTOR], esi
    stop(code);
    // block(uc: rdi, pc: rsi, size: edx, record: rcx)
    code.position(BLOCK_AT);
    code.put(bytes(0x83, 0x79, (int) Traps.KICKED, 0)); // cmp dword [rcx + KICKED], 0
    code.put(bytes(0x75, 0x01, 0xc3)); // jne over ret
    stop(code);
    return code.array();
  }

  private static void stop(ByteBuffer code) {
    code.put(bytes(0x48, 0xb8)).putLong(Unicorn.uc_emu_stop().address()); // mov rax, uc_emu_stop
    code.put(bytes(0xff, 0xe0)); // jmp rax: it returns to our caller
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
