package exo.kernel.net;

import exo.kernel.abi.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Values of socket options, as bytes. */
public final class OptionData {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private OptionData() {}

  public static byte[] of(int value) {
    byte[] b = new byte[Integer.BYTES];
    INT.set(b, 0, value);
    return b;
  }

  public static byte[] of(boolean value) {
    return of(value ? 1 : 0);
  }

  /** Two numbers of 32 bits. */
  public static byte[] of(int first, int second) {
    byte[] b = new byte[2 * Integer.BYTES];
    INT.set(b, 0, first);
    INT.set(b, Integer.BYTES, second);
    return b;
  }

  /** Two numbers of 64 bits. */
  public static byte[] of(long first, long second) {
    byte[] b = new byte[2 * Long.BYTES];
    LONG.set(b, 0, first);
    LONG.set(b, Long.BYTES, second);
    return b;
  }

  public static byte[] of(long value) {
    byte[] b = new byte[Long.BYTES];
    LONG.set(b, 0, value);
    return b;
  }

  /** The number of 32 bits at an offset that is there. */
  public static int intAt(byte[] b, int at) {
    return (int) INT.get(b, at);
  }

  public static long longAt(byte[] b, int at) {
    return (long) LONG.get(b, at);
  }

  public static void put(byte[] b, int at, int value) {
    INT.set(b, at, value);
  }

  /**
   * The number that an option is set to.
   *
   * @throws Errno EINVAL if there are too few bytes
   */
  public static int number(byte[] b) throws Errno {
    if (b.length < Integer.BYTES) {
      throw Errno.EINVAL;
    }
    return intAt(b, 0);
  }
}
