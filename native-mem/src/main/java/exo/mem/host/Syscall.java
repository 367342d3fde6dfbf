package exo.mem.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls of the host, which is Linux on x86-64, by an instruction of our own. Any thread may
 * make them.
 *
 * <p>The C library's {@code syscall(2)} would leave the error in {@code errno}, for which the JVM
 * needs a shape of its own: a tenth of what it takes to start. The kernel itself answers {@code
 * -errno}.
 *
 * <p>Addresses go as {@code long}: the caller keeps the memory alive over the call. Memory that
 * somebody else may close meanwhile is given as the segment that it is; then nobody can unmap it
 * under the host's hands before the call is over.
 */
public final class Syscall {
  private static final byte[] CODE = {
    0x48,
    (byte) 0x89,
    (byte) 0xf8, // mov rax, rdi
    0x48,
    (byte) 0x89,
    (byte) 0xf7, // mov rdi, rsi
    0x48,
    (byte) 0x89,
    (byte) 0xd6, // mov rsi, rdx
    0x48,
    (byte) 0x89,
    (byte) 0xca, // mov rdx, rcx
    0x4d,
    (byte) 0x89,
    (byte) 0xc2, // mov r10, r8
    0x4d,
    (byte) 0x89,
    (byte) 0xc8, // mov r8, r9
    0x4c,
    (byte) 0x8b,
    0x4c,
    0x24,
    0x08, // mov r9, [rsp + 8]
    0x0f,
    0x05, // syscall
    (byte) 0xc3 // ret
  };

  // Belongs to the process, never closed.
  private static final MemorySegment PAGE = MachineCode.require(CODE).at(0);
  private static final MethodHandle CALL = Linkage.function(PAGE);

  private Syscall() {}

  /**
   * Makes a call.
   *
   * @param number as on x86-64
   * @return the result, or {@code -errno}
   */
  public static long call(long number, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(number, a, b, c, d, e, f, 0L);
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  static long call(int number, long a, long b, long c, long d) {
    return call(number, a, b, c, d, 0, 0);
  }

  static long call(int number, long a, long b, long c) {
    return call(number, a, b, c, 0, 0, 0);
  }

  /** As above, for a call whose first argument is memory of the caller's. It must be native. */
  static long call(int number, MemorySegment a, long b, long c) {
    return call(number, a.address(), b, c, 0, 0, 0, a);
  }

  /** The same for the second argument. */
  static long call(int number, long a, MemorySegment b, long c, long d) {
    return call(number, a, b.address(), c, d, 0, 0, b);
  }

  /** As above, while {@code kept} cannot be closed; its address is among the arguments. */
  static long call(int number, long a, long b, long c, long d, long e, long f, MemorySegment kept) {
    try {
      return (long) Keeping.CALL.invokeExact((long) number, a, b, c, d, e, f, kept);
    } catch (RuntimeException complaint) {
      // The segment is on the heap, or closed.
      throw complaint;
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /** Linked when first needed: this shape is for these calls only. */
  private static final class Keeping {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /** With a last argument that the code does not look at. */
    static final MethodHandle CALL =
        Linker.nativeLinker()
            .downcallHandle(
                PAGE,
                FunctionDescriptor.of(
                    LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, ValueLayout.ADDRESS));
  }
}
