package exo.kernel.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one virtual CPU is doing, for the tick to look at: it counts, and the CPU charges the counts
 * to its task when it next holds the kernel lock.
 */
final class TickSampler {
  private static final int IDLE = 0;
  private static final int KERNEL = 1;
  private static final int GUEST = 2;
  private static final VarHandle MODE;

  static {
    try {
      MODE = MethodHandles.lookup().findVarHandle(TickSampler.class, "mode", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through MODE
  private int mode;

  // Written by the ticker's thread only.
  private volatile int guestSamples;
  private volatile int kernelSamples;

  // Owned by the CPU's thread.
  private int guestCharged;
  private int kernelCharged;

  // What becomes of them for the CPU itself; owned by the kernel lock.
  private @Nullable CpuTimes times;

  /** The counts are those of a CPU too. */
  void countFor(CpuTimes cpu) {
    times = cpu;
  }

  void idle() {
    MODE.setRelease(this, IDLE);
  }

  void inKernel() {
    MODE.setRelease(this, KERNEL);
  }

  void inGuest() {
    MODE.setRelease(this, GUEST);
  }

  /** A tick: on the ticker's thread. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void sample() {
    switch ((int) MODE.getAcquire(this)) {
      case KERNEL -> kernelSamples++;
      case GUEST -> guestSamples++;
      default -> {
        // nobody to charge
      }
    }
  }

  /** Charges a task with the ticks since the last call. */
  void charge(Task task) {
    int guest = guestSamples;
    int kernel = kernelSamples;
    if (guest != guestCharged || kernel != kernelCharged) {
      task.split().add(guest - guestCharged, kernel - kernelCharged);
      task.group().split().add(guest - guestCharged, kernel - kernelCharged);
      CpuTimes own = times;
      if (own != null) {
        own.ticked(guest - guestCharged, kernel - kernelCharged, task.nice() > 0);
      }
      guestCharged = guest;
      kernelCharged = kernel;
    }
  }
}
