package exo.kernel.exec;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.UserMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The stack a program starts on, from the top down as Linux lays it: eight zero bytes, the file
 * name, environment strings, argument strings, the platform name, sixteen random bytes, and,
 * aligned to 16, the auxiliary vector, the environment pointers, the argument pointers and the
 * count. Source: psABI 3.4.1.
 */
final class ProgramStack {
  private static final byte[] PLATFORM = "x86_64\0".getBytes(StandardCharsets.US_ASCII);

  private final UserMemory memory;
  private long sp;
  long argStart;
  long argEnd;
  long envStart;
  long envEnd;
  long fileName;
  long platform;
  long random;

  /**
   * @param top end of the stack area, page-aligned
   */
  ProgramStack(UserMemory memory, long top) {
    this.memory = memory;
    this.sp = top - 8;
  }

  /** Strings first: they do not depend on the rest. Latin-1 strings, one char a byte. */
  void strings(String file, List<String> args, List<String> environment) throws Errno {
    sp -= file.length() + 1L;
    fileName = sp;
    put(sp, file);
    envEnd = sp;
    sp -= total(environment);
    envStart = sp;
    putAll(sp, environment);
    argEnd = sp;
    sp -= total(args);
    argStart = sp;
    putAll(sp, args);
  }

  /**
   * Platform and random bytes, after the random gap that Linux leaves below the strings.
   *
   * @param gap 0 to 8191 bytes
   */
  void randomArea(long gap, byte[] randomBytes) throws Errno {
    sp = (sp - gap) & -16L;
    sp -= PLATFORM.length;
    platform = sp;
    memory.write(sp, PLATFORM);
    sp -= randomBytes.length;
    random = sp;
    memory.write(sp, randomBytes);
  }

  /**
   * The vectors.
   *
   * @return the initial stack pointer, which points at the argument count
   */
  long vectors(List<String> args, List<String> environment, long[] auxv) throws Errno {
    long words = 1L + args.size() + 1 + environment.size() + 1 + auxv.length;
    long start = (sp - words * 8) & -16L;
    long at = start;
    memory.putLong(at, args.size());
    at = pointers(at + 8, argStart, args);
    at = pointers(at, envStart, environment);
    for (long word : auxv) {
      memory.putLong(at, word);
      at += 8;
    }
    return start;
  }

  private long pointers(long at, long firstString, List<String> strings) throws Errno {
    long va = firstString;
    long out = at;
    for (String s : strings) {
      memory.putLong(out, va);
      va += s.length() + 1L;
      out += 8;
    }
    memory.putLong(out, 0);
    return out + 8;
  }

  private static long total(List<String> strings) {
    long sum = 0;
    for (String s : strings) {
      sum += s.length() + 1L;
    }
    return sum;
  }

  private void putAll(long va, List<String> strings) throws Errno {
    long at = va;
    for (String s : strings) {
      put(at, s);
      at += s.length() + 1L;
    }
  }

  private void put(long va, String s) throws Errno {
    memory.write(va, (s + "\0").getBytes(StandardCharsets.ISO_8859_1));
  }
}
