package exo.cpu;

/**
 * How to open a CPU.
 *
 * @param index number of the virtual CPU within its machine, from 0
 */
public record CpuOptions(int index) {
  /** The first CPU of a machine. */
  public static final CpuOptions FIRST = new CpuOptions(0);

  public CpuOptions {
    if (index < 0) {
      throw new IllegalArgumentException("CPU index " + index);
    }
  }
}
