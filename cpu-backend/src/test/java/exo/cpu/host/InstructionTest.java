package exo.cpu.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.Exit;
import exo.cpu.engines.Guest;
import exo.mem.paging.Pte;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads are told from stores as the processor does it: the processor itself is asked. */
@Timeout(300)
class InstructionTest {
  private static final long PAGE = 0x7f00_0000_0000L;
  private static final long OPERAND = PAGE + 0x100;

  /** {@code mov cl, [rax]}: then the host has a mapping, for reading. */
  private static final int[] LOAD = {0x8a, 0x08};

  private final List<String> wrong = new ArrayList<>();
  private int stores;
  private int loads;

  /** Both runs of one instruction with a memory operand at RAX. */
  private void ask(HostGuest g, int... bytes) {
    Boolean stores = onReadablePage(g, bytes);
    if (stores == null) {
      return;
    }
    long pte = g.tables.leaf(g.root, PAGE);
    g.unmap(PAGE);
    prepare(g, bytes);
    Exit exit = g.run();
    g.tables.map(g.root, PAGE, Pte.frame(pte), Guest.USER | Pte.NX);
    if (exit != Exit.PAGE_FAULT || g.cpu.info().address() >>> 12 != PAGE >>> 12) {
      return;
    }
    int expected = stores ? 6 : 4;
    this.stores += stores ? 1 : 0;
    loads += stores ? 0 : 1;
    if (g.cpu.info().errorCode() != expected) {
      byte[] hex = new byte[bytes.length];
      for (int i = 0; i < hex.length; i++) {
        hex[i] = (byte) bytes[i];
      }
      wrong.add(HexFormat.of().formatHex(hex) + " is a " + (stores ? "store" : "load"));
    }
  }

  /** Whether it faults on a page that can be read; null when it does not get there. */
  private static @Nullable Boolean onReadablePage(HostGuest g, int... bytes) {
    prepare(g, LOAD);
    g.state.rip(Guest.CODE);
    g.put(Guest.CODE + LOAD.length, new byte[] {0x0f, 0x05});
    assertEquals(Exit.SYSCALL, g.run());
    prepare(g, bytes);
    Exit exit = g.run();
    if (exit == Exit.EXCEPTION) {
      return null;
    }
    return exit == Exit.PAGE_FAULT && g.cpu.info().address() >>> 12 == PAGE >>> 12;
  }

  private static void prepare(HostGuest g, int... bytes) {
    byte[] code = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      code[i] = (byte) bytes[i];
    }
    // Immediates, or instructions that do nothing; then calls.
    Arrays.fill(code, bytes.length, bytes.length + 8, (byte) 0x90);
    for (int i = bytes.length + 8; i < 24; i += 2) {
      code[i] = 0x0f;
      code[i + 1] = 0x05;
    }
    g.put(Guest.CODE, code);
    for (int i = 0; i < 16; i++) {
      g.state.gpr(i, Guest.DATA + 256);
    }
    g.state.rax(OPERAND);
    g.state.rcx(1);
    g.state.rdx(0);
    g.state.rsp(Guest.STACK_TOP - 256);
    g.state.rflags(0x202);
  }

  private void check() {
    assertTrue(stores > 4, "stores that were seen");
    assertTrue(loads > 10, "loads that were seen");
    assertEquals(List.of(), wrong);
  }

  private static HostGuest guest() throws Exception {
    HostGuest g = new HostGuest();
    g.map(PAGE, Guest.USER | Pte.NX);
    return g;
  }

  @Test
  void ofOneByte() throws Exception {
    try (HostGuest g = guest()) {
      for (int opcode = 0; opcode < 256; opcode++) {
        if (Instruction.isPrefixOrEscape(opcode)) {
          continue;
        }
        for (int reg = 0; reg < 8; reg++) {
          ask(g, opcode, reg << 3);
          ask(g, 0x48, opcode, reg << 3);
          ask(g, 0x66, opcode, reg << 3);
        }
      }
      check();
    }
  }

  @Test
  void ofTwoBytesWithPrefixes() throws Exception {
    try (HostGuest g = guest()) {
      for (int opcode = 0; opcode < 256; opcode++) {
        if (opcode == 0x38 || opcode == 0x3a) {
          continue;
        }
        for (int reg = 0; reg < 8; reg++) {
          ask(g, 0x0f, opcode, reg << 3);
          ask(g, 0x66, 0x0f, opcode, reg << 3);
          ask(g, 0xf3, 0x0f, opcode, reg << 3);
          ask(g, 0xf2, 0x0f, opcode, reg << 3);
        }
      }
      check();
    }
  }

  @Test
  void ofThreeBytes() throws Exception {
    try (HostGuest g = guest()) {
      for (int map : new int[] {0x38, 0x3a}) {
        for (int opcode = 0; opcode < 256; opcode++) {
          if (map == 0x38 && opcode == 0xf8) {
            continue; // movdir64b loads from and stores to the same place here.
          }
          ask(g, 0x0f, map, opcode, 0);
          ask(g, 0x66, 0x0f, map, opcode, 0);
          ask(g, 0xf2, 0x0f, map, opcode, 0);
          ask(g, 0xf3, 0x0f, map, opcode, 0);
        }
      }
      check();
    }
  }

  @Test
  void ofVectors() throws Exception {
    try (HostGuest g = guest()) {
      for (int map = 1; map <= 3; map++) {
        for (int opcode = 0; opcode < 256; opcode++) {
          for (int pp = 0; pp < 4; pp++) {
            for (int length = 0; length <= 4; length += 4) {
              ask(g, 0xc4, 0xe0 | map, 0x78 | length | pp, opcode, 0x00);
            }
            ask(g, 0x62, 0xf0 | map, 0x7c | pp, 0x48, opcode, 0x00);
            ask(g, 0x62, 0xf0 | map, 0xfc | pp, 0x48, opcode, 0x00);
          }
        }
      }
      if (stores > 0) {
        check();
      }
    }
  }
}
