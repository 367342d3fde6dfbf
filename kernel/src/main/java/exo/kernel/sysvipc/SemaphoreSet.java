package exo.kernel.sysvipc;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Ipc;
import exo.kernel.sched.WaitQueue;
import exo.kernel.time.Clock;
import exo.kernel.vfs.Caller;
import org.jspecify.annotations.Nullable;

/** A set of semaphores that one semop(2) changes together. Owned by the kernel lock. */
public final class SemaphoreSet extends IpcObject {
  /**
   * One struct sembuf.
   *
   * @param flags IPC_NOWAIT, SEM_UNDO
   */
  public record Operation(int number, int amount, int flags) {}

  private final SysvIpc owner;
  private final Clock clock;
  private final Semaphore[] semaphores;
  private long operationTime;

  SemaphoreSet(SysvIpc owner, Clock clock, int key, int flags, Caller who, int count) {
    super(key, flags, who, SysvIpc.seconds(clock));
    this.owner = owner;
    this.clock = clock;
    semaphores = new Semaphore[count];
    for (int i = 0; i < count; i++) {
      semaphores[i] = new Semaphore();
    }
  }

  public int count() {
    return semaphores.length;
  }

  public Semaphore semaphore(int number) {
    return semaphores[number];
  }

  /** Seconds since 1970, 0 for never. */
  public long operationTime() {
    return operationTime;
  }

  /**
   * Does all of the operations or none.
   *
   * @param undo what the process is to undo at its end, for SEM_UNDO
   * @return null when they are done; else the queue to wait on
   * @throws Errno ERANGE; EAGAIN where waiting is forbidden
   */
  public @Nullable WaitQueue operate(Operation[] operations, int pid, SemaphoreUndo undo)
      throws Errno {
    int[] values = new int[semaphores.length];
    int[] adjustments = new int[semaphores.length];
    for (int i = 0; i < semaphores.length; i++) {
      values[i] = semaphores[i].value();
      adjustments[i] = undo.of(this, i);
    }
    for (Operation op : operations) {
      int n = op.number();
      int value = values[n] + op.amount();
      if (op.amount() == 0 ? values[n] != 0 : value < 0) {
        if ((op.flags() & Ipc.IPC_NOWAIT) != 0) {
          throw Errno.EAGAIN;
        }
        return op.amount() == 0 ? semaphores[n].zero() : semaphores[n].growth();
      }
      if (value > Ipc.SEMVMX) {
        throw Errno.ERANGE;
      }
      if ((op.flags() & Ipc.SEM_UNDO) != 0) {
        adjustments[n] -= op.amount();
        if (adjustments[n] < -Ipc.SEMVMX - 1 || adjustments[n] > Ipc.SEMVMX) {
          throw Errno.ERANGE;
        }
      }
      values[n] = value;
    }
    for (Operation op : operations) {
      int n = op.number();
      semaphores[n].set(values[n], pid);
      if ((op.flags() & Ipc.SEM_UNDO) != 0) {
        undo.set(this, n, adjustments[n]);
      }
    }
    operationTime = SysvIpc.seconds(clock);
    return null;
  }

  /**
   * SETVAL and SETALL: what processes would undo is forgotten.
   *
   * @param first the semaphore that gets the first value
   * @throws Errno ERANGE
   */
  public void set(int first, int[] values, int pid) throws Errno {
    for (int v : values) {
      if (v < 0 || v > Ipc.SEMVMX) {
        throw Errno.ERANGE;
      }
    }
    for (int i = 0; i < values.length; i++) {
      owner.forgetUndo(this, first + i);
      semaphores[first + i].set(values[i], pid);
    }
    changed(SysvIpc.seconds(clock));
  }

  /** A process ended that was to undo this much. */
  void adjust(int number, int amount, int pid) {
    Semaphore s = semaphores[number];
    s.set(Math.clamp(s.value() + (long) amount, 0, Ipc.SEMVMX), pid);
    operationTime = SysvIpc.seconds(clock);
  }

  @Override
  void removed() {
    super.removed();
    for (Semaphore s : semaphores) {
      s.removed();
    }
  }
}
