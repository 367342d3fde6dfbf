package exo.mem.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Links C functions so that errno survives the way back into Java. */
final class Binding {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final ValueLayout POINTER = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  // Each thread has its own: another thread's call must not overwrite errno before it is read.
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private Binding() {}

  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments), ERRNO);
  }

  /** A function declared with {@code ...}, of which {@code fixed} parameters are named. */
  static MethodHandle variadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
    return link(
        name,
        FunctionDescriptor.of(result, arguments),
        ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  private static MethodHandle link(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    MemorySegment function =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsupportedOperationException("the C library lacks " + name));
    return LINKER.downcallHandle(function, signature, options);
  }

  /** Where the calling thread's next call leaves errno. */
  static MemorySegment state() {
    return STATE.get();
  }

  /** A result of the C convention (-1 and errno) as one of the kernel convention (-errno). */
  static long result(long result, MemorySegment state) {
    return result == -1 ? -(long) state.get(INT, 0) : result;
  }

  /** A method handle declares Throwable, but a C function throws nothing. */
  static AssertionError unexpected(Throwable t) {
    return new AssertionError("a host call threw", t);
  }
}
