package exo.fuzz.run;

import exo.kernel.task.Task;
import exo.mem.phys.FrameAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets an allocation of a frame fail while a program runs: from the last call by which the executor
 * makes the process ready until that process ends. Guarded by the kernel lock, but between batches.
 */
final class Shortage {
  /** {@code rt_sigprocmask}: the executor calls it last, and not before. */
  private static final int LAST_PREPARATION = 14;

  private final List<Boolean> failed = new ArrayList<>();
  private long wanted;
  private @Nullable FrameAllocator frames;
  private int pid;
  private boolean hit;

  /** Forgets all before; nothing fails until {@link #next}. */
  void begin() {
    failed.clear();
    wanted = 0;
    FrameAllocator armed = frames;
    frames = null;
    if (armed != null) {
      armed.failNext(0);
    }
  }

  /** The executor takes a program; its n-th allocation is to fail. */
  void next(long failNth) {
    wanted = failNth;
    hit = false;
  }

  /** A call of a process that is not the executor itself. */
  void call(Task task, int number) {
    if (wanted > 0 && frames == null && number == LAST_PREPARATION) {
      frames = task.kernel().frames();
      frames.failNext(wanted);
      pid = task.group().pid();
    }
  }

  /** A process ended. */
  void exited(Task task) {
    FrameAllocator armed = frames;
    if (armed != null && task.group().pid() == pid) {
      hit = armed.failsIn() == 0;
      armed.failNext(0);
      frames = null;
      wanted = 0;
    }
  }

  /** The program's trace has come. */
  void traced() {
    failed.add(hit);
  }

  /** Whether an allocation failed, for each program that has a trace. */
  List<Boolean> failed() {
    return failed;
  }

  /** Whether, of the program without a trace, an allocation failed. */
  boolean failedNow() {
    FrameAllocator armed = frames;
    return hit || armed != null && armed.failsIn() == 0;
  }
}
