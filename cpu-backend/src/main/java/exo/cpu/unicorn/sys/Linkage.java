package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Links C functions in a handful of shapes, each of so many longs to a long.
 *
 * <p>The JVM generates code for each new shape, some milliseconds each before it is warm, and none
 * for one that it has seen. C takes narrower integers from the low half of a register and does not
 * look at registers that it was not promised, on x86-64 and on AArch64; of a narrower result the
 * low half counts.
 */
final class Linkage {
  private static final Linker LINKER = Linker.nativeLinker();

  private Linkage() {}

  /** Up to six arguments. */
  static MethodHandle plain(MemorySegment function) {
    return LINKER.downcallHandle(function, longs(6));
  }

  /**
   * Up to four arguments, for functions that return at once and never call back: without a thread
   * state transition.
   */
  static MethodHandle critical(MemorySegment function) {
    return LINKER.downcallHandle(function, longs(4), Linker.Option.critical(false));
  }

  /**
   * A function with {@code ...} and up to eight arguments in all. Longs go to the same places
   * wherever the dots begin, on x86-64 and on AArch64 of Linux, so that one shape does for all.
   */
  static MethodHandle variadic(MemorySegment function) {
    return LINKER.downcallHandle(function, longs(8), Linker.Option.firstVariadicArg(2));
  }

  /** The shape of every function pointer that we give away: up to five arguments. */
  static FunctionDescriptor callback() {
    return longs(5);
  }

  /** A function of the C library. */
  static MemorySegment libc(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /** A method handle declares Throwable, but a C function throws nothing. */
  static AssertionError unexpected(Throwable t) {
    return new AssertionError("a native call threw", t);
  }

  private static FunctionDescriptor longs(int count) {
    MemoryLayout[] arguments = new MemoryLayout[count];
    Arrays.fill(arguments, JAVA_LONG);
    return FunctionDescriptor.of(JAVA_LONG, arguments);
  }
}
