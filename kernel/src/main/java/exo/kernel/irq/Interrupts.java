package exo.kernel.irq;

import exo.kernel.abi.KernelBug;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From a device's line to its driver. Devices raise lines on any thread; a virtual CPU that is out
 * of guest code dispatches them. Owned by the kernel lock but for {@link #raise}.
 */
public final class Interrupts {
  /** What serves an interrupt. The lock is held; the EOI follows. */
  @FunctionalInterface
  public interface Driver {
    void interrupt();
  }

  private static final VarHandle RAISED;

  static {
    try {
      RAISED = MethodHandles.lookup().findVarHandle(Interrupts.class, "raised", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final InterruptController controller = new InterruptController();
  private final Pit8254 timer = new Pit8254();
  private final @Nullable Driver[] drivers = new Driver[InterruptController.LINES];
  private final String[] names = new String[InterruptController.LINES];
  private final long[] counts = new long[InterruptController.LINES];
  private long total;
  private long spurious;
  private long nextTickNanos;

  // Lines that rose and that no CPU has brought to the controller yet.
  @SuppressWarnings("unused") // through RAISED
  private volatile int raised;

  /** Remaps the controller and programs the timer. */
  public Interrupts() {
    Arrays.fill(names, "");
    controller.remap();
    timer.program(Pit8254.DEFAULT_HZ);
  }

  public InterruptController controller() {
    return controller;
  }

  /** The timer, which raises line 0. */
  public Pit8254 timer() {
    return timer;
  }

  /**
   * Gives a line its driver and opens it.
   *
   * @param name as {@code /proc/interrupts} shows it
   */
  public void request(int line, String name, Driver driver) {
    if (drivers[line] != null) {
      throw new KernelBug("interrupt line " + line + " belongs to " + names[line]);
    }
    drivers[line] = driver;
    names[line] = name;
    controller.unmask(line);
  }

  /** A line rises: some CPU will dispatch it when it next comes out of guest code. Any thread. */
  public void raise(int line) {
    RAISED.getAndBitwiseOrRelease(this, 1 << line);
  }

  /**
   * A clock that is moved by hand stands at this time: beyond the end of the timer's period its
   * line rises, once however many periods went by, as when the tick of an idle CPU was stopped.
   */
  public void timePassed(long nowNanos) {
    if (nowNanos >= nextTickNanos) {
      nextTickNanos = nowNanos + timer.periodNanos();
      raise(Pit8254.IRQ);
    }
  }

  /**
   * Brings what was raised to the controller, and serves what it lets through.
   *
   * @return how many interrupts were served
   */
  public int dispatch() {
    if (raised == 0) {
      return 0;
    }
    int lines = (int) RAISED.getAndSetAcquire(this, 0);
    for (int rest = lines; rest != 0; rest &= rest - 1) {
      controller.raise(Integer.numberOfTrailingZeros(rest));
    }
    int served = 0;
    while (controller.isPending()) {
      serve(controller.acknowledge());
      served++;
    }
    return served;
  }

  /** What the gate of a vector leads to. */
  private void serve(int vector) {
    int line = vector - InterruptController.BASE_VECTOR;
    total++;
    Driver driver = drivers[line];
    if (driver == null || !controller.isInService(line)) {
      spurious++;
      controller.endSpurious(line);
      return;
    }
    counts[line]++;
    try {
      driver.interrupt();
    } finally {
      controller.end(line);
    }
  }

  /** How often a line was served. */
  public long count(int line) {
    return counts[line];
  }

  /** All interrupts so far. */
  public long total() {
    return total;
  }

  /** Interrupts whose line was gone when the CPU asked. */
  public long spurious() {
    return spurious;
  }

  /**
   * {@code /proc/interrupts}. The lines of an 8259 go to the first CPU, whichever thread of ours
   * serves them.
   */
  public void describe(StringBuilder out, int cpus) {
    out.append("    ");
    for (int cpu = 0; cpu < cpus; cpu++) {
      out.append(String.format(Locale.ROOT, "%11s", "CPU" + cpu));
    }
    out.append('\n');
    for (int line = 0; line < names.length; line++) {
      if (drivers[line] != null) {
        out.append(String.format(Locale.ROOT, "%3d:%11d", line, counts[line]));
        rest(out, cpus);
        out.append(String.format(Locale.ROOT, "    XT-PIC  %2d-edge      ", line));
        out.append(names[line]).append('\n');
      }
    }
    out.append(String.format(Locale.ROOT, "ERR:%11d\n", spurious));
  }

  private static void rest(StringBuilder out, int cpus) {
    for (int cpu = 1; cpu < cpus; cpu++) {
      out.append(String.format(Locale.ROOT, "%11d", 0));
    }
  }
}
