package exo.fuzz.run;

import exo.kernel.abi.KernelBug;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one run of a program showed.
 *
 * @param pid of the process that ran it
 * @param status of that process at its end, as wait4(2) gives it
 * @param blocked nothing moved any more, and it was killed
 * @param signals how often each signal was handled, by its number
 * @param calls what each call answered
 * @param end a line for each descriptor and file that was left, sorted
 */
public record Trace(
    int pid, int status, boolean blocked, int[] signals, List<Outcome> calls, List<String> end) {
  private static final int MAGIC = 0x45584654;
  private static final int SIGNALS = 65;

  /** How far a call came. */
  public enum Reached {
    NOT,
    BEGUN,
    DONE
  }

  /** What a call answered, and the bytes its pointers then led to. */
  public record Outcome(Reached reached, long result, byte[] out) {
    /** The errno it failed with, or 0. */
    public int errno() {
      return reached == Reached.DONE && result < 0 && result >= -4095 ? (int) -result : 0;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Outcome o
          && reached == o.reached
          && result == o.result
          && Arrays.equals(out, o.out);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(result) * 31 + Arrays.hashCode(out);
    }
  }

  /** Reads what the executor wrote after the length. */
  static Trace of(byte[] bytes) {
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (b.getInt() != MAGIC) {
      throw new KernelBug("the executor wrote no trace");
    }
    int count = b.getInt();
    final int pid = b.getInt();
    final int status = b.getInt();
    final boolean blocked = b.getInt() != 0;
    final int tail = b.getInt();
    b.getLong(); // progress, live
    int[] signals = new int[SIGNALS];
    for (int i = 0; i < SIGNALS; i++) {
      signals[i] = b.getInt();
    }
    b.getInt();
    List<Outcome> calls = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Reached reached = Reached.values()[b.getInt()];
      byte[] out = new byte[b.getInt()];
      long result = b.getLong();
      b.get(out);
      calls.add(new Outcome(reached, result, out));
    }
    byte[] text = new byte[tail];
    b.get(text);
    List<String> end = new String(text, StandardCharsets.ISO_8859_1).lines().sorted().toList();
    return new Trace(pid, status, blocked, signals, calls, end);
  }

  /** How the process ended: {@code exit 0}, {@code signal 11}, {@code blocked}. */
  public String ending() {
    int signal = status & 0x7f;
    return blocked ? "blocked" : signal != 0 ? "signal " + signal : "exit " + (status >> 8 & 0xff);
  }

  /** Index of the first call that was begun and has no result; -1 if there is none. */
  public int stuck() {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).reached() == Reached.BEGUN) {
        return i;
      }
    }
    return -1;
  }

  /** Whether everything is equal but the numbers of processes. */
  public boolean same(Trace other) {
    return status == other.status
        && blocked == other.blocked
        && Arrays.equals(signals, other.signals)
        && calls.equals(other.calls)
        && end.equals(other.end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trace t && pid == t.pid && same(t);
  }

  @Override
  public int hashCode() {
    return calls.hashCode() * 31 + end.hashCode();
  }
}
