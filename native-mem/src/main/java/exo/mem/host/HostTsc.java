package exo.mem.host;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
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

  /** Made at the first reading; the page of code belongs to the process. */
  private static final class Reader {
    static final MethodHandle READ =
        Linker.nativeLinker()
            .downcallHandle(
                MachineCode.require(CODE).at(0),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG),
                Linker.Option.critical(false));
  }
}
