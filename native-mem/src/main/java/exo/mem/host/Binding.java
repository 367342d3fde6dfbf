package exo.mem.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Links C functions so that errno survives the way back into Java. */
final class Binding {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final ValueLayout POINTER = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private Binding() {}

  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments), ERRNO);
  }

  /**
   * A function declared with {@code ...}, of which the first {@code fixed} parameters are named.
   */
  static MethodHandle variadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor signature = FunctionDescriptor.of(result, arguments);
    return link(name, signature, ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  /** A function that cannot fail. */
  static MethodHandle infallible(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle link(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    return LINKER.downcallHandle(
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsupportedOperationException("the C library lacks " + name)),
        signature,
        options);
  }

  /** A result of the C convention (-1 and errno) as one of the kernel convention (-errno). */
  static long result(long result, Scratch scratch) {
    return result == -1 ? -(long) scratch.errno.get(INT, 0) : result;
  }

  /** A method handle declares Throwable, but of a C function none is expected. */
  static RuntimeException unexpected(Throwable t) {
    if (t instanceof RuntimeException e) {
      // A closed segment was passed.
      return e;
    }
    throw new AssertionError("a host call threw", t);
  }
}
