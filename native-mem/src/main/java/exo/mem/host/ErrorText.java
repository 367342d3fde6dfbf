package exo.mem.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The C library's texts for error numbers. Linked when the first message is made. */
final class ErrorText {
  private static final int LONGEST = 256;
  private static final MethodHandle STRERROR =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("strerror"),
              FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

  private ErrorText() {}

  static String of(int errno) {
    try {
      // A constant of the C library, or a text in this thread's own buffer: ours until we copied
      // it.
      return ((MemorySegment) STRERROR.invokeExact(errno)).reinterpret(LONGEST).getString(0);
    } catch (Throwable t) {
      throw new AssertionError("strerror threw", t);
    }
  }
}
