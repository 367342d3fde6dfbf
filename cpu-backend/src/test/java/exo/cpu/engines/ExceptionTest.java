package exo.cpu.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.CpuUnavailable;
import exo.cpu.Exit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

final class ExceptionTest {
  /**
   * An instruction of ring 3 and what the processor makes of it.
   *
   * @param offset of RIP behind the instruction's beginning
   */
  private record Case(String name, String code, int vector, int errorCode, int offset) {}

  private static Case fault(String name, String code, int vector) {
    return new Case(name, code, vector, 0, 0);
  }

  private static List<Case> cases(TestEngine engine) {
    List<Case> cases = new ArrayList<>();
    cases.add(fault("div by memory that is 0", "f73424", 0));
    cases.add(new Case("icebp", "f1", 1, 0, 1));
    cases.add(new Case("int3", "cc", 3, 0, 1));
    cases.add(new Case("int 3", "cd03", 3, 0, 2));
    cases.add(new Case("int 4", "cd04", 4, 0, 2));
    cases.add(new Case("int 0x80", "cd80", 128, 0, 2));
    // Gates closed to ring 3: the error code names the gate (vector * 8 + 2).
    for (int vector : new int[] {0, 1, 2, 6, 8, 13, 14, 0x20, 0x21, 0xff}) {
      cases.add(
          new Case(
              "int " + vector,
              "cd" + HexFormat.of().toHexDigits((byte) vector),
              13,
              vector * 8 + 2,
              0));
    }
    for (String code :
        new String[] {"0f0b", "0fff", "0fb9c0", "ce", "6203", "d6", "f090", "0faa", "8ec8"}) {
      cases.add(fault("undefined " + code, code, 6));
    }
    if (engine.isUnicorn()) {
      cases.add(fault("AVX", "c5f458c2", 6));
      // In a virtual machine it calls the hypervisor, which answers that it is not for programs.
      cases.add(fault("vmmcall", "0f01d9", 6));
    }
    cases.add(fault("sysenter", "0f34", 6));
    cases.add(fault("cli", "fa", 13));
    cases.add(fault("sti", "fb", 13));
    cases.add(fault("hlt", "f4", 13));
    cases.add(fault("in al, 0x80", "e480", 13));
    cases.add(fault("in eax, dx", "ed", 13));
    cases.add(fault("out 0x80, al", "e680", 13));
    cases.add(fault("out dx, eax", "ef", 13));
    cases.add(fault("insb", "6c", 13));
    cases.add(fault("rep insd", "f36d", 13));
    cases.add(fault("outsb", "6e", 13));
    cases.add(fault("rep outsd", "f36f", 13));
    cases.add(fault("rdmsr", "0f32", 13));
    cases.add(fault("wrmsr", "0f30", 13));
    cases.add(fault("rdpmc", "0f33", 13));
    cases.add(fault("mov rax, cr0", "0f20c0", 13));
    cases.add(fault("mov cr3, rax", "0f22d8", 13));
    cases.add(fault("mov rax, dr7", "0f21f8", 13));
    cases.add(fault("mov dr7, rax", "0f23f8", 13));
    cases.add(fault("clts", "0f06", 13));
    cases.add(fault("invd", "0f08", 13));
    cases.add(fault("wbinvd", "0f09", 13));
    cases.add(fault("invlpg", "0f0138", 13));
    cases.add(fault("lgdt", "0f0110", 13));
    cases.add(fault("lidt", "0f0118", 13));
    cases.add(fault("lldt", "0f00d0", 13));
    cases.add(fault("ltr", "0f00d8", 13));
    cases.add(fault("lmsw", "0f01f0", 13));
    cases.add(fault("xsetbv", "0f01d1", 13));
    cases.add(fault("swapgs", "0f01f8", 13));
    cases.add(fault("sysretq", "480f07", 13));
    cases.add(fault("sysexit", "0f35", 13));
    return cases;
  }

  @EngineTest
  void arriveAsTheProcessorRaisesThem(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      List<String> wrong = new ArrayList<>();
      for (Case c : cases(engine)) {
        // Something before it, so that the block does not begin with it.
        g.newCode(new Asm().raw(0x48, 0xff, 0xc3).raw(bytes(c.code)).raw(0x0f, 0x0b)); // inc rbx
        setRegisters(g);
        Exit exit = g.run();
        // Without a view of its inner state the engine does not know error codes, but for those we
        // make.
        String expected = "EXCEPTION " + c.vector + " " + c.errorCode + " at " + c.offset;
        String got =
            exit
                + " "
                + g.cpu.info().vector()
                + " "
                + g.cpu.info().errorCode()
                + " at "
                + (g.state.rip() - Guest.CODE - 3);
        if (!got.equals(expected)) {
          wrong.add(c.name + ": " + got + ", not " + expected);
        }
        assertUntouched(g, c);
      }
      assertEquals(List.of(), wrong);
    }
  }

  private static void setRegisters(Guest g) {
    for (int i = 0; i < 16; i++) {
      g.state.gpr(i, 0x1111_0000 + i);
    }
    g.state.rax(Guest.DATA);
    g.state.rbx(0);
    g.state.rcx(3);
    g.state.rdx(0x3f8);
    g.state.rsi(Guest.DATA + 64);
    g.state.rdi(Guest.DATA + 128);
    g.state.rsp(Guest.STACK_TOP - 64);
    g.putLong(g.state.rsp(), 0);
  }

  private static void assertUntouched(Guest g, Case c) {
    assertEquals(1, g.state.rbx(), c.name);
    assertEquals(Guest.DATA, g.state.rax(), c.name);
    assertEquals(3, g.state.rcx(), c.name);
    assertEquals(Guest.DATA + 64, g.state.rsi(), c.name);
    assertEquals(Guest.DATA + 128, g.state.rdi(), c.name);
  }

  private static int[] bytes(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    int[] values = new int[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return values;
  }

  @EngineTest
  void addressThatIsNoneIsAProtectionFault(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      for (long va : new long[] {0x8000_0000_0000L, Long.MIN_VALUE, 0x7fff_ffff_ffff_ffffL}) {
        g.newCode(new Asm().mov(Asm.R8, va).raw(0x41, 0x8a, 0x00)); // mov al, [r8]
        assertEquals(Exit.EXCEPTION, g.run());
        assertEquals(13, g.cpu.info().vector());
        assertEquals(0, g.cpu.info().errorCode());
        assertEquals(Guest.CODE + 10, g.state.rip());
        g.newCode(new Asm().mov(Asm.R8, va).raw(0x41, 0xff, 0xe0)); // jmp r8
        assertEquals(Exit.EXCEPTION, g.run());
        assertEquals(13, g.cpu.info().vector());
      }
    }
  }

  @EngineTest
  void trapFlagStopsAfterEachInstruction(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      g.code(
          new Asm()
              .raw(0x48, 0xff, 0xc0)
              .raw(0x48, 0xff, 0xc0)
              .raw(0x48, 0xff, 0xc0)
              .syscall()); // inc rax
      g.state.rflags(0x302);
      g.state.rip(Guest.CODE);
      for (int i = 1; i <= 3; i++) {
        assertEquals(Exit.EXCEPTION, g.cpu.run(g.state, g.root));
        assertEquals(1, g.cpu.info().vector());
        assertEquals(i, g.state.rax());
        assertEquals(Guest.CODE + 3L * i, g.state.rip());
      }
      g.state.rflags(0x202);
      assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root));
    }
  }

  @EngineTest
  void segmentsOfTheTableCanBeLoaded(TestEngine engine) throws CpuUnavailable {
    if (engine.isVirtual()) {
      return; // The processor's own reads of the table look like the guest's there.
    }
    try (Guest g = engine.guest()) {
      // mov eax, 0x2b; mov ds, eax; mov es, eax; mov fs, eax; mov ss, eax; mov ebx, ds
      g.code(
          new Asm()
              .raw(0xb8, 0x2b, 0, 0, 0)
              .raw(0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xe0, 0x8e, 0xd0, 0x8c, 0xdb)
              .syscall());
      g.state.fsBase(0x1234);
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(0x2b, g.state.rbx());
      assertEquals(0, g.state.fsBase(), "a selector brings its base");
      // mov eax, 0x18; mov ds, eax: a segment of ring 0
      g.newCode(new Asm().raw(0xb8, 0x18, 0, 0, 0).raw(0x8e, 0xd8));
      assertEquals(Exit.EXCEPTION, g.run());
      assertEquals(13, g.cpu.info().vector());
      assertEquals(0x18, g.cpu.info().errorCode());
    }
  }

  @EngineTest
  void x87ErrorIsRaisedByTheNextInstruction(TestEngine engine) throws CpuUnavailable {
    try (Guest g = engine.guest()) {
      // mov word [rsp-8], 0x37b; fldcw [rsp-8]; fld1; fldz; fdivp; fwait
      g.code(
          new Asm()
              .raw(0x66, 0xc7, 0x44, 0x24, 0xf8, 0x7b, 0x03)
              .raw(0xd9, 0x6c, 0x24, 0xf8, 0xd9, 0xe8, 0xd9, 0xee, 0xde, 0xf9, 0x9b));
      assertEquals(Exit.EXCEPTION, g.run());
      assertEquals(16, g.cpu.info().vector());
    }
  }
}
