package exo.mem.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Links native functions in a handful of shapes, each of so many longs to a long.
 *
 * <p>The JVM generates code for each new shape, some milliseconds each before it is warm, and none
 * for one that it has seen: starting a program is mostly this. C takes narrower integers from the
 * low half of a register and does not look at registers and stack that it was not promised (System
 * V psABI, 3.2.3); of a narrower result the low half counts.
 */
public final class Linkage {
  private static final Linker LINKER = Linker.nativeLinker();

  private Linkage() {}

  /**
   * Any function of up to eight integers and pointers, one with {@code ...} included, as (eight
   * longs) to long.
   */
  public static MethodHandle function(MemorySegment function) {
    return LINKER.downcallHandle(function, longs(8), Linker.Option.firstVariadicArg(1));
  }

  /**
   * A function of up to four arguments that returns at once and never calls back, as (four longs)
   * to long: called without a thread state transition.
   */
  public static MethodHandle critical(MemorySegment function) {
    return LINKER.downcallHandle(function, longs(4), Linker.Option.critical(false));
  }

  /** The shape of every function pointer that we give away: up to five arguments. */
  public static FunctionDescriptor callback() {
    return longs(5);
  }

  /** A function of the C library. */
  public static MemorySegment libc(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /** A method handle declares Throwable, but a C function throws nothing. */
  public static AssertionError unexpected(Throwable t) {
    return new AssertionError("a native call threw", t);
  }

  private static FunctionDescriptor longs(int count) {
    MemoryLayout[] arguments = new MemoryLayout[count];
    Arrays.fill(arguments, JAVA_LONG);
    return FunctionDescriptor.of(JAVA_LONG, arguments);
  }
}
