package exo.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TablesTest {
  private static final long AT = 0x1000;

  private final PhysicalMemory ram =
      PhysicalMemory.reserve(4 << 20, PhysicalMemory.Backing.ANONYMOUS);

  @AfterEach
  void free() {
    ram.close();
  }

  private String bytes(long pa, int length) {
    return HexFormat.of()
        .formatHex(ram.segment().asSlice(pa, length).toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void gdtHasTheSegmentsOfTheSelectors() {
    ram.segment().asSlice(AT, 256).fill((byte) 0xee);
    Gdt.write(ram, AT, 0);
    assertEquals("0000000000000000", bytes(AT, 8), "the null descriptor");
    assertEquals("0000000000000000", bytes(AT + 0x08, 8), "nothing at 0x08");
    assertEquals("ffff0000009baf00", bytes(AT + 0x10, 8), "kernel code: ring 0, long, executable");
    assertEquals("ffff00000093cf00", bytes(AT + 0x18, 8), "kernel data: ring 0, writable");
    assertEquals("0000000000000000", bytes(AT + 0x20, 8), "no 32-bit code");
    assertEquals("ffff000000f3cf00", bytes(AT + 0x28, 8), "user data: ring 3, writable");
    assertEquals("ffff000000fbaf00", bytes(AT + 0x30, 8), "user code: ring 3, long, executable");
    assertEquals("00000000000000000000000000000000", bytes(AT + 0x40, 16), "no task state");
    assertEquals("ee", bytes(AT + Gdt.SIZE, 1), "nothing behind");
  }

  @Test
  void gdtSplitsTheAddressOfTheTaskState() {
    Gdt.write(ram, AT, 0xffff_8123_4567_89abL);
    // limit 0x67; base 0xffff8123456789ab in four pieces; type 9, present
    assertEquals(
        "6700" + "ab8967" + "89" + "00" + "45" + "2381ffff" + "00000000", bytes(AT + 0x40, 16));
  }

  @Test
  void idtGateSplitsTheAddressOfItsHandler() {
    Idt.gate(ram, AT, 3, 0xffff_8123_4567_89abL, 3, 2);
    assertEquals(
        "ab89" + "1000" + "02" + "ee" + "6745" + "2381ffff" + "00000000", bytes(AT + 48, 16));
    Idt.gate(ram, AT, 14, 0xffff_ffff_8000_1000L, 0, 0);
    assertEquals(
        "0010" + "1000" + "00" + "8e" + "0080" + "ffffffff" + "00000000", bytes(AT + 224, 16));
  }

  @Test
  void tssClosesAllPorts() {
    Tss.write(ram, AT, 0xffff_8000_0000_1000L);
    assertEquals("00000000" + "00100000" + "0080ffff", bytes(AT, 12), "RSP0");
    assertEquals(0x68, ram.getShort(AT + 102), "the I/O map begins behind the limit");
  }

  @Test
  void starSelectsTheUserSegmentsForSysret() {
    // SYSRET to 64-bit mode: CS = STAR[63:48] + 16, SS = STAR[63:48] + 8.
    int base = (int) (Selectors.STAR >>> 48);
    assertEquals(Selectors.USER_CODE, base + 16);
    assertEquals(Selectors.USER_DATA, base + 8);
    // SYSCALL: CS = STAR[47:32], SS = STAR[47:32] + 8.
    int kernel = (int) (Selectors.STAR >>> 32) & 0xffff;
    assertEquals(Selectors.KERNEL_CODE, kernel);
    assertEquals(Selectors.KERNEL_DATA, kernel + 8);
  }

  @Test
  void sanitizedFlagsKeepWhatIsTheUsers() {
    assertEquals(0x202, Rflags.sanitize(0));
    assertEquals(0x202, Rflags.sanitize(Rflags.IOPL | Rflags.VM | 1L << 40));
    long user = Rflags.CF | Rflags.DF | Rflags.TF | Rflags.ID | Rflags.AC;
    assertEquals(user | 0x202, Rflags.sanitize(user));
  }

  @Test
  void controlRegistersAreThoseOfLongMode() {
    assertEquals(0x8001_0033L, Cr0.LONG_MODE);
    assertEquals(0x50620, Cr4.LONG_MODE);
    assertEquals(0xd01, Efer.LONG_MODE);
  }

  @Test
  void errorCodesComeWithTheVectorsOfTheManual() {
    assertTrue(Vector.hasErrorCode(Vector.DOUBLE_FAULT));
    assertTrue(Vector.hasErrorCode(Vector.PAGE_FAULT));
    assertTrue(Vector.hasErrorCode(Vector.ALIGNMENT_CHECK));
    assertFalse(Vector.hasErrorCode(Vector.DIVIDE_ERROR));
    assertFalse(Vector.hasErrorCode(Vector.BREAKPOINT));
    assertFalse(Vector.hasErrorCode(Vector.SYSTEM_CALL_32));
    assertFalse(Vector.hasErrorCode(40), "8 modulo 32 is not 8");
  }
}
