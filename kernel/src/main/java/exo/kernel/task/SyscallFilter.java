package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Seccomp;
import org.jspecify.annotations.Nullable;

/**
 * A program of classic BPF that says what becomes of a system call, and those that were there
 * before it. Immutable, and shared by threads and children. Source: seccomp(2), Linux's
 * kernel/seccomp.c and net/core/filter.c for what a program may hold.
 *
 * <p>An instruction is 8 bytes: code (16 bits), two jumps (8 each), operand (32).
 */
public final class SyscallFilter {
  /** AUDIT_ARCH_X86_64. */
  public static final int ARCHITECTURE = 0xc000_003e;

  /** Most instructions of one program, and of all together. */
  public static final int MAX_LENGTH = 4096;

  private static final int MAX_TOTAL = 32_768;
  private static final int SCRATCH_WORDS = 16;

  /** Bytes of struct seccomp_data: call, architecture, address, six arguments. */
  private static final int DATA_SIZE = 64;

  private static final int LD = 0;
  private static final int LDX = 1;
  private static final int ST = 2;
  private static final int STX = 3;
  private static final int ALU = 4;
  private static final int JMP = 5;
  private static final int RET = 6;
  private static final int MISC = 7;

  private static final int LD_IMM = 0x00;
  private static final int LD_ABS_WORD = 0x20;
  private static final int LD_MEM = 0x60;
  private static final int LD_LEN = 0x80;
  private static final int OPERAND_X = 0x08;
  private static final int RET_A = 0x10;
  private static final int TXA = 0x80;

  private final long[] program;
  private final @Nullable SyscallFilter earlier;
  private final boolean strict;

  private SyscallFilter(long[] program, @Nullable SyscallFilter earlier, boolean strict) {
    this.program = program;
    this.earlier = earlier;
    this.strict = strict;
  }

  /** SECCOMP_MODE_STRICT: read, write, exit and the return from handlers. */
  public static SyscallFilter strict() {
    return new SyscallFilter(new long[0], null, true);
  }

  /**
   * A program on top of those there are.
   *
   * @param program instructions as they lie in memory, little endian
   * @throws Errno EINVAL for a program that could go wrong, ENOMEM for too many instructions
   */
  public static SyscallFilter of(long[] program, @Nullable SyscallFilter earlier) throws Errno {
    if (program.length == 0 || program.length > MAX_LENGTH) {
      throw Errno.EINVAL;
    }
    for (int i = 0; i < program.length; i++) {
      check(program, i);
    }
    if ((code(program[program.length - 1]) & 7) != RET) {
      throw Errno.EINVAL;
    }
    int total = program.length;
    for (SyscallFilter f = earlier; f != null; f = f.earlier) {
      // Linux adds a penalty of four instructions a program.
      total += f.program.length + 4;
    }
    if (total > MAX_TOTAL) {
      throw Errno.ENOMEM;
    }
    return new SyscallFilter(program.clone(), earlier, false);
  }

  /** Whether it is that of SECCOMP_MODE_STRICT. */
  public boolean isStrict() {
    return strict;
  }

  /** How many programs there are. */
  public int count() {
    int count = 0;
    for (SyscallFilter f = this; f != null && !f.strict; f = f.earlier) {
      count++;
    }
    return count;
  }

  private static int code(long instruction) {
    return (int) instruction & 0xffff;
  }

  private static int jumpTrue(long instruction) {
    return (int) (instruction >>> 16) & 0xff;
  }

  private static int jumpFalse(long instruction) {
    return (int) (instruction >>> 24) & 0xff;
  }

  private static int operand(long instruction) {
    return (int) (instruction >>> 32);
  }

  private static void check(long[] program, int at) throws Errno {
    long i = program[at];
    int code = code(i);
    int k = operand(i);
    boolean fine =
        switch (code & 7) {
          case LD -> isLoad(code, k);
          case LDX -> code == (LDX | LD_IMM) || code == (LDX | LD_LEN) || isScratch(code, LDX, k);
          case ST, STX -> (code == ST || code == STX) && Integer.compareUnsigned(k, 16) < 0;
          case ALU -> isArithmetic(code, k);
          case JMP -> isJump(program, at, code, i, k);
          case RET -> code == RET || code == (RET | RET_A);
          default -> code == MISC || code == (MISC | TXA);
        };
    if (!fine) {
      throw Errno.EINVAL;
    }
  }

  private static boolean isScratch(int code, int kind, int k) {
    return code == (kind | LD_MEM) && Integer.compareUnsigned(k, SCRATCH_WORDS) < 0;
  }

  private static boolean isLoad(int code, int k) {
    if (code == (LD | LD_ABS_WORD)) {
      return Integer.compareUnsigned(k, DATA_SIZE) < 0 && (k & 3) == 0;
    }
    return code == LD || code == (LD | LD_LEN) || isScratch(code, LD, k);
  }

  private static boolean isArithmetic(int code, int k) {
    int operation = code & 0xf0;
    if ((code & ~0xff) != 0 || operation > 0xa0 || operation == 0x90) {
      return false;
    }
    if ((code & OPERAND_X) != 0) {
      return operation != 0x80;
    }
    return switch (operation) {
      case 0x30 -> k != 0;
      case 0x60, 0x70 -> Integer.compareUnsigned(k, 32) < 0;
      default -> true;
    };
  }

  private static boolean isJump(long[] program, int at, int code, long i, int k) {
    int rest = program.length - at - 1;
    return switch (code) {
      case JMP -> Integer.compareUnsigned(k, rest) < 0;
      case 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d ->
          jumpTrue(i) < rest && jumpFalse(i) < rest;
      default -> false;
    };
  }

  /**
   * What all programs together say of a call: the strictest, of equal ones the latest.
   *
   * @param arguments six
   * @return SECCOMP_RET_* with its 16 bits of data
   */
  public int verdict(int number, long address, long[] arguments) {
    int worst = Seccomp.SECCOMP_RET_ALLOW;
    for (SyscallFilter f = this; f != null; f = f.earlier) {
      int found = f.run(number, address, arguments);
      // As signed numbers: killing the process is the smallest.
      if ((found & Seccomp.SECCOMP_RET_ACTION_FULL) < (worst & Seccomp.SECCOMP_RET_ACTION_FULL)) {
        worst = found;
      }
    }
    return worst;
  }

  private static int word(int off, int number, long address, long[] arguments) {
    return switch (off) {
      case 0 -> number;
      case 4 -> ARCHITECTURE;
      case 8 -> (int) address;
      case 12 -> (int) (address >>> 32);
      default -> {
        long argument = arguments[(off - 16) / 8];
        yield (off & 4) == 0 ? (int) argument : (int) (argument >>> 32);
      }
    };
  }

  private int run(int number, long address, long[] arguments) {
    int a = 0;
    int x = 0;
    int[] scratch = new int[SCRATCH_WORDS];
    for (int pc = 0; ; pc++) {
      long i = program[pc];
      int code = code(i);
      int k = operand(i);
      switch (code & 7) {
        case LD ->
            a =
                switch (code & 0xe0) {
                  case LD_ABS_WORD -> word(k, number, address, arguments);
                  case LD_MEM -> scratch[k];
                  case LD_LEN -> DATA_SIZE;
                  default -> k;
                };
        case LDX ->
            x =
                switch (code & 0xe0) {
                  case LD_MEM -> scratch[k];
                  case LD_LEN -> DATA_SIZE;
                  default -> k;
                };
        case ST -> scratch[k] = a;
        case STX -> scratch[k] = x;
        case ALU -> {
          int operand = (code & OPERAND_X) != 0 ? x : k;
          if ((code & 0xf0) == 0x30 && operand == 0) {
            return Seccomp.SECCOMP_RET_KILL_THREAD;
          }
          a = compute(code & 0xf0, a, operand);
        }
        case JMP -> pc += jump(code, i, a, (code & OPERAND_X) != 0 ? x : k);
        case RET -> {
          return (code & RET_A) != 0 ? a : k;
        }
        default -> {
          if ((code & TXA) != 0) {
            a = x;
          } else {
            x = a;
          }
        }
      }
    }
  }

  private static int compute(int operation, int a, int operand) {
    return switch (operation) {
      case 0x00 -> a + operand;
      case 0x10 -> a - operand;
      case 0x20 -> a * operand;
      case 0x30 -> Integer.divideUnsigned(a, operand);
      case 0x40 -> a | operand;
      case 0x50 -> a & operand;
      case 0x60 -> a << operand;
      case 0x70 -> a >>> operand;
      case 0x80 -> -a;
      default -> a ^ operand;
    };
  }

  private static int jump(int code, long instruction, int a, int operand) {
    boolean taken =
        switch (code & 0xf0) {
          case 0x10 -> a == operand;
          case 0x20 -> Integer.compareUnsigned(a, operand) > 0;
          case 0x30 -> Integer.compareUnsigned(a, operand) >= 0;
          case 0x40 -> (a & operand) != 0;
          default -> true;
        };
    if ((code & 0xf0) == 0) {
      return operand;
    }
    return taken ? jumpTrue(instruction) : jumpFalse(instruction);
  }
}
