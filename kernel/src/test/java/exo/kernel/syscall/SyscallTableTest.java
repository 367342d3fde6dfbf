package exo.kernel.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SyscallTableTest {
  private static final Path HEADER = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
  private static final Pattern NUMBER = Pattern.compile("#define __NR_(\\w+) (\\d+)");

  @Test
  void everyNumberOfLinuxIsThere() {
    for (int number = 0; number <= 334; number++) {
      assertNotNull(SyscallTable.entry(number), "number " + number);
    }
    for (int number = 424; number <= 466; number++) {
      assertNotNull(SyscallTable.entry(number), "number " + number);
    }
  }

  @Test
  void namesAreThoseOfTheHeader() throws IOException {
    Assumptions.assumeTrue(Files.exists(HEADER), "no " + HEADER + " on this machine");
    Matcher m = NUMBER.matcher(Files.readString(HEADER));
    int count = 0;
    while (m.find()) {
      SyscallEntry entry = SyscallTable.entry(Integer.parseInt(m.group(2)));
      assertNotNull(entry, m.group());
      assertEquals(m.group(1), entry.name());
      count++;
    }
    assertTrue(count > 350, "the header has " + count);
  }

  @Test
  void numbersThatLinuxLacksHaveNoHandler() {
    for (long number : new long[] {-1, Long.MIN_VALUE, 400, 423, 1000, 1L << 32, Long.MAX_VALUE}) {
      assertNull(SyscallTable.handler(number));
      assertNull(SyscallTable.entry(number));
    }
  }

  @Test
  void namesAreUnique() {
    Set<String> names = new HashSet<>();
    for (SyscallEntry entry : SyscallTable.entries()) {
      assertTrue(names.add(entry.name()), entry.name());
      assertEquals(entry, SyscallTable.entry(entry.name()));
    }
  }

  @Test
  void whatIsAbsentSaysWhyAndAnswersItsErrno() throws Errno {
    for (SyscallEntry entry : SyscallTable.entries()) {
      if (entry.support() != Support.ABSENT) {
        assertNotNull(entry.handler(), entry.name());
        continue;
      }
      assertFalse(entry.note().isEmpty(), entry.name());
      assertNotNull(Errno.of(entry.errno()), entry.name());
      if (entry.handler() == null) {
        assertEquals(Errno.ENOSYS.number(), entry.errno(), entry.name());
      }
    }
  }

  @Test
  void lengthsStandWhereTheArgumentsSay() {
    for (SyscallEntry entry : SyscallTable.entries()) {
      check(entry.name(), entry.args());
      if (entry.variants() != null) {
        for (Variants.Variant v : entry.variants().all()) {
          check(entry.name() + " " + v.command(), v.args());
        }
      }
    }
  }

  private static void check(String name, List<ArgKind> args) {
    assertTrue(args.size() <= 6, name);
    for (int i = 0; i < args.size(); i++) {
      int distance =
          switch (args.get(i)) {
            case ArgKind.Buffer b -> b.length();
            case ArgKind.Array a -> a.count();
            case ArgKind.Iovec v -> v.count();
            case ArgKind.Address a -> a.length();
            case ArgKind.SignalSet s -> s.size();
            default -> 0;
          };
      assertTrue(i + distance >= 0 && i + distance < args.size(), name + " argument " + i);
    }
  }

  @Test
  void commandsSelectWhatTheArgumentsMean() {
    SyscallEntry fcntl = SyscallTable.entry("fcntl");
    assertNotNull(fcntl);
    assertEquals(List.of(Arg.FD, Arg.oneOf(ValueSet.FCNTL)), fcntl.args(raw(3, 1)));
    assertEquals(ResultKind.DESCRIPTOR_FLAGS, fcntl.result(raw(3, 1)));
    assertEquals(fcntl.args(), fcntl.args(raw(3, 9999)));
    SyscallEntry futex = SyscallTable.entry("futex");
    assertNotNull(futex);
    // FUTEX_WAKE with FUTEX_PRIVATE_FLAG is FUTEX_WAKE.
    assertEquals(futex.args(raw(0, 1)), futex.args(raw(0, 129)));
  }

  private static long[] raw(long a0, long a1) {
    return new long[] {a0, a1, 0, 0, 0, 0};
  }

  @Test
  void everySetOfFlagsAndValuesHasNames() {
    for (FlagSet set : FlagSet.values()) {
      assertFalse(set.all().isEmpty(), set.name());
    }
    for (ValueSet set : ValueSet.values()) {
      assertFalse(set.all().isEmpty(), set.name());
    }
  }
}
