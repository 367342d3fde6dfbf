package exo.cpu.host;

import exo.cpu.CpuState;

/**
 * As much of an x86-64 instruction as tells a store from a load (Intel SDM vol. 2, appendix A): the
 * host says which address faulted, not what was done to it. One object, reused.
 *
 * <p>What it does not know it takes for a load. That costs a second fault, which is then a store
 * for sure because the page can be read by that time.
 */
final class Instruction {
  static final int LONGEST = 15;

  private static final int NO_MODRM = -1;

  // Opcodes whose memory operand, named by ModRM, is written.
  private static final OpcodeSet ONE =
      OpcodeSet.of("00 01 08 09 10 11 18 19 20 21 28 29 30 31 86 87 88 89 8c c0 c1 c6 c7 d0-d3");
  private static final OpcodeSet TWO =
      OpcodeSet.of("11 13 17 29 2b 7e 7f 90-9f a4 a5 ab ac ad b0 b1 b3 bb c0 c1 c3 d6 e7");
  private static final OpcodeSet THREE_38 = OpcodeSet.of("f1 f9");
  private static final OpcodeSet THREE_3A = OpcodeSet.of("14-17");
  private static final OpcodeSet VEX_1 = OpcodeSet.of("11 13 17 29 2b 7e 7f 91 d6 e7");
  private static final OpcodeSet VEX_2 = OpcodeSet.of("2e 2f 63 8a 8b 8e a0-a3");
  private static final OpcodeSet VEX_3 = OpcodeSet.of("14-17 19 1b 1d 39 3b");

  /** EVEX only, with prefix F3: conversions that narrow. */
  private static final OpcodeSet NARROWING = OpcodeSet.of("10-15 20-25 30-35");

  private static final OpcodeSet ONE_MODRM =
      OpcodeSet.of(
          "00-03 08-0b 10-13 18-1b 20-23 28-2b 30-33 38-3b 63 69 6b 80-8f c0 c1 c4-c7 d0-d3 d8-df"
              + " f6 f7 fe ff");
  private static final OpcodeSet TWO_WITHOUT_MODRM =
      OpcodeSet.of("05-09 0b 0e 30-37 77 80-8f a0-a2 a8-aa c8-cf");

  private static final OpcodeSet ONE_BYTE =
      OpcodeSet.of("04 0c 14 1c 24 2c 34 3c 6a 6b 70-7f 80 82 83 a8 b0-b7 c0 c1 c6 cd e0-e7 eb");
  private static final OpcodeSet ONE_WORD =
      OpcodeSet.of("05 0d 15 1d 25 2d 35 3d 68 69 81 a9 c7 e8 e9");
  private static final OpcodeSet TWO_BYTE = OpcodeSet.of("70-73 a4 ac ba c2 c4-c6");

  private static final int PUSHES = 1;
  private static final int STORES_DI = 2;
  private static final int MOVES = 3;
  private static final int PUSHES_MEMORY = 4;
  private static final int POPS_MEMORY = 5;
  private static final int STORES_OPERAND = 6;

  private byte[] code = new byte[0];
  private int length;
  private int at;
  private boolean truncated;
  private int kind;
  private int opcode;
  private int map;

  /**
   * Reads an instruction.
   *
   * @param bytes from its first byte on
   * @param available how many of them can be read
   */
  void decode(byte[] bytes, int available) {
    code = bytes;
    length = available;
    at = 0;
    truncated = false;
    kind = 0;
    map = 0;
    opcode = 0;
    parse();
  }

  /** Whether it goes on behind the bytes that were available. */
  boolean isTruncated() {
    return truncated;
  }

  /** The opcode byte, and its map: 0, 0x0f, 0x38 or 0x3a. */
  int opcode() {
    return opcode;
  }

  int map() {
    return map;
  }

  /** Whether the access that faulted at {@code va} was a store. */
  boolean stores(long va, CpuState s) {
    return switch (kind) {
      case STORES_OPERAND -> true;
      case PUSHES, PUSHES_MEMORY -> kind == PUSHES || isPush(va, s);
      case POPS_MEMORY -> !isAt(va, s.rsp());
      case STORES_DI -> true;
      case MOVES -> distance(va, s.rdi()) < distance(va, s.rsi());
      default -> false;
    };
  }

  private static boolean isPush(long va, CpuState s) {
    return va < s.rsp() && va >= s.rsp() - 16;
  }

  private static boolean isAt(long va, long base) {
    return va >= base && va < base + 8;
  }

  private static long distance(long a, long b) {
    return Math.abs(a - b);
  }

  private int next() {
    if (at >= length) {
      truncated = true;
      return 0;
    }
    return code[at++] & 0xff;
  }

  private void parse() {
    boolean operand16 = false;
    boolean rep = false;
    boolean repne = false;
    boolean address32 = false;
    int b = next();
    while (isPrefix(b) && !truncated) {
      operand16 |= b == 0x66;
      address32 |= b == 0x67;
      rep |= b == 0xf3;
      repne |= b == 0xf2;
      b = next();
    }
    boolean wide = false;
    if ((b & 0xf0) == 0x40) {
      wide = (b & 8) != 0;
      b = next();
    }
    if (b == 0xc4 || b == 0xc5 || b == 0x62) {
      vector(b);
    } else if (b == 0x0f) {
      twoBytes(operand16, rep, repne);
    } else {
      oneByte(b, operand16, wide, address32);
    }
  }

  /** Whether a byte at the beginning is not an opcode yet. */
  static boolean isPrefixOrEscape(int b) {
    return isPrefix(b) || (b & 0xf0) == 0x40 || b == 0x0f || b == 0xc4 || b == 0xc5 || b == 0x62;
  }

  private static boolean isPrefix(int b) {
    return switch (b) {
      case 0x66, 0x67, 0xf2, 0xf3, 0xf0, 0x2e, 0x36, 0x3e, 0x26, 0x64, 0x65 -> true;
      default -> false;
    };
  }

  private void oneByte(int b, boolean operand16, boolean wide, boolean address32) {
    opcode = b;
    int modrm = ONE_MODRM.has(b) ? modrm() : NO_MODRM;
    boolean memory = modrm != NO_MODRM && modrm < 0xc0;
    int reg = modrm >> 3 & 7;
    if (memory) {
      kind = operandOfOne(b, reg);
    } else {
      kind = implied(b);
    }
    if (kind == 0 && b == 0xff && (reg == 2 || reg == 6) && modrm >= 0xc0) {
      kind = PUSHES;
    }
    immediateOfOne(b, reg, operand16, wide, address32);
  }

  private static int operandOfOne(int b, int reg) {
    boolean stores =
        switch (b) {
          case 0x80, 0x81, 0x83 -> reg != 7;
          case 0xf6, 0xf7 -> reg == 2 || reg == 3;
          case 0xfe -> reg < 2;
          case 0xff -> reg < 2;
          case 0xd9 -> reg == 2 || reg == 3 || reg == 6 || reg == 7;
          case 0xdb -> reg == 1 || reg == 2 || reg == 3 || reg == 7;
          case 0xdd -> reg == 1 || reg == 2 || reg == 3 || reg == 6 || reg == 7;
          case 0xdf -> reg == 1 || reg == 2 || reg == 3 || reg == 6 || reg == 7;
          default -> ONE.has(b);
        };
    if (stores) {
      return STORES_OPERAND;
    }
    if (b == 0x8f && reg == 0) {
      return POPS_MEMORY;
    }
    return b == 0xff && (reg == 2 || reg == 3 || reg == 6) ? PUSHES_MEMORY : 0;
  }

  private static int implied(int b) {
    if (b >= 0x50 && b <= 0x57) {
      return PUSHES;
    }
    return switch (b) {
      case 0x68, 0x6a, 0x9c, 0xe8, 0xc8 -> PUSHES;
      case 0xaa, 0xab, 0x6c, 0x6d -> STORES_DI;
      case 0xa4, 0xa5 -> MOVES;
      case 0xa2, 0xa3 -> STORES_OPERAND;
      default -> 0;
    };
  }

  private void immediateOfOne(int b, int reg, boolean operand16, boolean wide, boolean address32) {
    int word = operand16 ? 2 : 4;
    if (ONE_BYTE.has(b) || (b == 0xf6 && reg < 2)) {
      skip(1);
    } else if (ONE_WORD.has(b) || (b == 0xf7 && reg < 2)) {
      skip(word);
    } else if (b >= 0xb8 && b <= 0xbf) {
      skip(wide ? 8 : word);
    } else if (b >= 0xa0 && b <= 0xa3) {
      skip(address32 ? 4 : 8);
    } else if (b == 0xc2 || b == 0xca) {
      skip(2);
    } else if (b == 0xc8) {
      skip(3);
    }
  }

  private void twoBytes(boolean operand16, boolean rep, boolean repne) {
    int b = next();
    map = 0x0f;
    if (b == 0x38 || b == 0x3a) {
      map = b;
      opcode = next();
      boolean memory = modrm() < 0xc0;
      OpcodeSet set = map == 0x38 ? THREE_38 : THREE_3A;
      if (memory && set.has(opcode) && !(opcode == 0xf1 && repne)) {
        kind = STORES_OPERAND;
      }
      skip(map == 0x3a ? 1 : 0);
      return;
    }
    opcode = b;
    if (b == 0xa0 || b == 0xa8) {
      kind = PUSHES;
    }
    if (TWO_WITHOUT_MODRM.has(b)) {
      skip(b >= 0x80 && b <= 0x8f ? 4 : 0);
      return;
    }
    int modrm = modrm();
    if (modrm < 0xc0) {
      kind = operandOfTwo(b, modrm >> 3 & 7, operand16, rep) ? STORES_OPERAND : 0;
    } else if (b == 0xf7) {
      kind = STORES_DI;
    }
    skip(TWO_BYTE.has(b) ? 1 : 0);
  }

  private static boolean operandOfTwo(int b, int reg, boolean operand16, boolean rep) {
    return switch (b) {
      case 0x00 -> reg < 2;
      case 0x01 -> reg == 0 || reg == 1 || reg == 4;
      case 0x7e -> !rep;
      case 0xae -> reg == 0 || reg == 3 || reg == 4 || (reg == 6 && !operand16);
      case 0xba -> reg >= 5;
      case 0xc7 -> reg == 1 || reg == 4 || reg == 5;
      default -> TWO.has(b);
    };
  }

  /** VEX and EVEX: the opcode map and the prefix stand in the bytes before the opcode. */
  private void vector(int first) {
    int one = next();
    int pp;
    int number;
    if (first == 0xc5) {
      number = 1;
      pp = one & 3;
    } else {
      int two = next();
      number = one & (first == 0x62 ? 7 : 31);
      pp = two & 3;
      if (first == 0x62) {
        next();
      }
    }
    opcode = next();
    map = number == 2 ? 0x38 : number == 3 ? 0x3a : 0x0f;
    if (number == 1 && opcode == 0x77) {
      return;
    }
    int modrm = modrm();
    if (modrm < 0xc0 && storesVector(first == 0x62, number, pp, modrm >> 3 & 7)) {
      kind = STORES_OPERAND;
    } else if (number == 1 && opcode == 0xf7) {
      kind = STORES_DI;
    }
    skip(number == 3 || (number == 1 && TWO_BYTE.has(opcode)) ? 1 : 0);
  }

  private boolean storesVector(boolean evex, int number, int pp, int reg) {
    return switch (number) {
      case 1 -> opcode == 0xae ? reg == 3 : VEX_1.has(opcode) && (opcode != 0x7e || pp != 2);
      case 2 ->
          (evex && pp == 2 && NARROWING.has(opcode))
              || (VEX_2.has(opcode) && (evex || opcode < 0x60 || opcode == 0x8e));
      case 3 -> VEX_3.has(opcode);
      default -> false;
    };
  }

  /** ModRM with what follows it. */
  private int modrm() {
    int modrm = next();
    int mod = modrm >> 6;
    int rm = modrm & 7;
    if (mod == 3) {
      return modrm;
    }
    int base = rm == 4 ? next() & 7 : rm;
    if (mod == 1) {
      skip(1);
    } else if (mod == 2 || base == 5) {
      skip(4);
    }
    return modrm;
  }

  private void skip(int count) {
    at += count;
    if (at > length) {
      truncated = true;
    }
  }
}
