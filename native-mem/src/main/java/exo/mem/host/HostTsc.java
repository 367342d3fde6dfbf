package exo.mem.host;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processor's time stamp counter, read by a few instructions of our own: about half of what
 * {@link System#nanoTime} takes. Any thread may use it.
 */
public final class HostTsc {
  private static final int CALIBRATION_NANOS = 20_000_000;

  // rdtsc; shl rdx, 32; or rax, rdx; ret
  private static final byte[] CODE = {
    0x0f, 0x31, 0x48, (byte) 0xc1, (byte) 0xe2, 0x20, 0x48, 0x09, (byte) 0xd0, (byte) 0xc3
  };

  private final long perSecond;

  private HostTsc(long perSecond) {
    this.perSecond = perSecond;
  }

  /**
   * Makes sure that the counter runs evenly, and measures how fast: some 20 milliseconds.
   *
   * @throws UnsupportedOperationException where it does not, with the reason
   */
  public static HostTsc open() {
    try {
      String cpus = Files.readString(Path.of("/proc/cpuinfo"));
      if (!cpus.contains("constant_tsc")) {
        throw new UnsupportedOperationException(
            "this processor's time stamp counter changes its pace; use nanoTime");
      }
    } catch (IOException e) {
      throw new UnsupportedOperationException("cannot tell what the processor's counter does", e);
    }
    return new HostTsc(calibrate());
  }

  /** Reference cycles since some past event. */
  public static long read() {
    try {
      return (long) Reader.READ.invokeExact();
    } catch (Throwable t) {
      throw new AssertionError("reading a register threw", t);
    }
  }

  /** How many {@link #read} counts in a second. */
  public long perSecond() {
    return perSecond;
  }

  private static long calibrate() {
    read();
    long nanos = System.nanoTime();
    long cycles = read();
    long end = nanos + CALIBRATION_NANOS;
    long now;
    do {
      Thread.onSpinWait();
      now = System.nanoTime();
    } while (now - end < 0);
    return Math.round((read() - cycles) * 1e9 / (now - nanos));
  }

  /** Made at the first reading, and kept: a page of code that belongs to the process. */
  private static final class Reader {
    static final MethodHandle READ = link();

    private static MethodHandle link() {
      int flags = MemoryCalls.MAP_PRIVATE | MemoryCalls.MAP_ANONYMOUS;
      int writable = MemoryCalls.PROT_READ | MemoryCalls.PROT_WRITE;
      long page = MemoryCalls.mmap(0, 4096, writable, flags, -1, 0);
      if (page < 0) {
        throw new IllegalStateException("no page for the code that reads the counter: " + page);
      }
      // Ours alone, never unmapped; written before it becomes code.
      MemorySegment code = MemorySegment.ofAddress(page).reinterpret(4096);
      MemorySegment.copy(CODE, 0, code, ValueLayout.JAVA_BYTE, 0, CODE.length);
      long refused =
          MemoryCalls.mprotect(page, 4096, MemoryCalls.PROT_READ | MemoryCalls.PROT_EXEC);
      if (refused < 0) {
        throw new IllegalStateException("the host refuses code of our own: " + refused);
      }
      return Linker.nativeLinker()
          .downcallHandle(
              code, FunctionDescriptor.of(ValueLayout.JAVA_LONG), Linker.Option.critical(false));
    }
  }
}
