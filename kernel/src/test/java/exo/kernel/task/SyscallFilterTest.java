package exo.kernel.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Seccomp;
import org.junit.jupiter.api.Test;

class SyscallFilterTest {
  private static final int ALLOW = Seccomp.SECCOMP_RET_ALLOW;
  private static final int REFUSE = Seccomp.SECCOMP_RET_ERRNO | 13;
  private static final int LOAD = 0x20;
  private static final int LOAD_CONSTANT = 0;
  private static final int EQUAL = 0x15;
  private static final int RETURN = 6;
  private static final int RETURN_A = 0x16;
  private static final long[] ARGUMENTS = {1, 2, 0x1234_5678_9abc_def0L, 4, 5, 6};

  private static long op(int code, int yes, int no, int operand) {
    return code | (long) yes << 16 | (long) no << 24 | (long) operand << 32;
  }

  private static int verdict(int number, long... program) throws Errno {
    return SyscallFilter.of(program, null).verdict(number, 0x40_1000, ARGUMENTS);
  }

  private static void refused(long... program) {
    assertSame(Errno.EINVAL, assertThrows(Errno.class, () -> SyscallFilter.of(program, null)));
  }

  @Test
  void tellsCallsApart() throws Errno {
    long[] program = {
      op(LOAD, 0, 0, 0), op(EQUAL, 0, 1, 39), op(RETURN, 0, 0, REFUSE), op(RETURN, 0, 0, ALLOW)
    };
    assertEquals(REFUSE, verdict(39, program));
    assertEquals(ALLOW, verdict(40, program));
  }

  @Test
  void seesHalvesOfArguments() throws Errno {
    assertEquals(0x9abc_def0, verdict(1, op(LOAD, 0, 0, 32), op(RETURN_A, 0, 0, 0)));
    assertEquals(0x1234_5678, verdict(1, op(LOAD, 0, 0, 36), op(RETURN_A, 0, 0, 0)));
  }

  @Test
  void seesTheArchitectureAndTheAddress() throws Errno {
    assertEquals(SyscallFilter.ARCHITECTURE, verdict(1, op(LOAD, 0, 0, 4), op(RETURN_A, 0, 0, 0)));
    assertEquals(0x40_1000, verdict(1, op(LOAD, 0, 0, 8), op(RETURN_A, 0, 0, 0)));
  }

  @Test
  void computes() throws Errno {
    // ((7 * 6) ^ 2) >> 3, kept in scratch memory on the way
    assertEquals(
        5,
        verdict(
            1,
            op(LOAD_CONSTANT, 0, 0, 7),
            op(0x24, 0, 0, 6),
            op(2, 0, 0, 15),
            op(LOAD_CONSTANT, 0, 0, 0),
            op(0x60, 0, 0, 15),
            op(0xa4, 0, 0, 2),
            op(0x74, 0, 0, 3),
            op(RETURN_A, 0, 0, 0)));
  }

  @Test
  void divisionByAZeroRegisterKills() throws Errno {
    assertEquals(
        Seccomp.SECCOMP_RET_KILL_THREAD,
        verdict(1, op(LOAD_CONSTANT, 0, 0, 1), op(0x3c, 0, 0, 0), op(RETURN, 0, 0, ALLOW)));
  }

  @Test
  void theStrictestOfManyHolds() throws Errno {
    SyscallFilter first = SyscallFilter.of(new long[] {op(RETURN, 0, 0, REFUSE)}, null);
    SyscallFilter second = SyscallFilter.of(new long[] {op(RETURN, 0, 0, ALLOW)}, first);
    assertEquals(REFUSE, second.verdict(1, 0, ARGUMENTS));
    int kill = Seccomp.SECCOMP_RET_KILL_PROCESS;
    SyscallFilter third = SyscallFilter.of(new long[] {op(RETURN, 0, 0, kill)}, second);
    assertEquals(kill, third.verdict(1, 0, ARGUMENTS));
  }

  @Test
  void whatCouldGoWrongIsRefused() {
    refused();
    refused(op(LOAD, 0, 0, 0));
    refused(op(LOAD, 0, 0, 2), op(RETURN, 0, 0, ALLOW));
    refused(op(LOAD, 0, 0, 64), op(RETURN, 0, 0, ALLOW));
    refused(op(EQUAL, 1, 0, 0), op(RETURN, 0, 0, ALLOW));
    refused(op(5, 0, 0, 1), op(RETURN, 0, 0, ALLOW));
    refused(op(2, 0, 0, 16), op(RETURN, 0, 0, ALLOW));
    refused(op(0x34, 0, 0, 0), op(RETURN, 0, 0, ALLOW));
  }
}
