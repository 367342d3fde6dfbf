package exo.mem.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C library's {@code syscall(2)}: one function through which all of Linux is reached.
 *
 * <p>Linking a function costs milliseconds when the process starts, and a call through this one
 * costs no more than through a function of its own; so there is one handle instead of thirty. The
 * classes that use it give each call its C name: {@link MemoryCalls}, {@link DescriptorCalls},
 * {@link FileCalls}.
 *
 * <p>Addresses go as {@code long}. Memory in {@link Scratch} lives as long as its thread; for any
 * other the call is given the segment too, as an argument that the C function does not look at: so
 * nobody can close it, and unmap it under the host's hands, before the call is over.
 */
final class Syscall {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MethodHandle SYSCALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(
                  LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, ValueLayout.ADDRESS),
              Linker.Option.captureCallState("errno"),
              Linker.Option.firstVariadicArg(1));

  private Syscall() {}

  /** Answers the result, or {@code -errno} as the kernel itself does. */
  static long call(int number, long a, long b, long c, long d, long e, long f) {
    return call(number, a, b, c, d, e, f, MemorySegment.NULL);
  }

  static long call(int number, long a, long b, long c, long d) {
    return call(number, a, b, c, d, 0, 0, MemorySegment.NULL);
  }

  static long call(int number, long a, long b, long c) {
    return call(number, a, b, c, 0, 0, 0, MemorySegment.NULL);
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
    Scratch scratch = Scratch.mine();
    try {
      long result =
          (long) SYSCALL.invokeExact(scratch.errno, (long) number, a, b, c, d, e, f, kept);
      return result == -1 ? -scratch.errno() : result;
    } catch (RuntimeException complaint) {
      // The segment is on the heap, or closed.
      throw complaint;
    } catch (Throwable t) {
      throw new AssertionError("a host call threw", t);
    }
  }
}
