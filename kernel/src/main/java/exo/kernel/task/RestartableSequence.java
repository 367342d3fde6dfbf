package exo.kernel.task;

import exo.cpu.CpuState;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.abi.layout.RseqCs;
import exo.kernel.abi.layout.RseqLayout;
import exo.kernel.signal.SignalInfo;
import exo.kernel.uaccess.UserMemory;

/**
 * What rseq(2) promises a thread: on which CPU it runs, and that a critical section it announced is
 * left for its abort handler when the thread was preempted, moved or interrupted by a signal in it.
 * Source: Linux's uapi linux/rseq.h.
 */
final class RestartableSequence {
  private static final int SIGNATURE_SIZE = 4;

  private RestartableSequence() {}

  /** Whether the thread has to be told something before it runs on this CPU. */
  static boolean isNewsFor(ThreadExtras extras, int cpu) {
    return extras.rseq != 0 && (extras.preempted || extras.cpu != cpu);
  }

  /** The thread gets a CPU after it was preempted, or another CPU than before. */
  static void resume(Task task, int cpu) {
    ThreadExtras e = task.extras();
    e.preempted = false;
    e.cpu = cpu;
    try {
      UserMemory m = task.memory();
      m.putInt(e.rseq + RseqLayout.CPU_ID_START, cpu);
      m.putInt(e.rseq + RseqLayout.CPU_ID, cpu);
      abort(task);
    } catch (Errno broken) {
      SignalSending.force(task, SignalInfo.kernel(Signals.SIGSEGV));
    }
  }

  /**
   * Leaves a critical section, if the thread is in one.
   *
   * @throws Errno when its description is not one: the thread gets SIGSEGV
   */
  static void abort(Task task) throws Errno {
    ThreadExtras e = task.extras();
    UserMemory m = task.memory();
    long section = m.getLong(e.rseq + RseqLayout.RSEQ_CS);
    if (section == 0) {
      return;
    }
    long start = m.getLong(section + RseqCs.START_IP);
    long length = m.getLong(section + RseqCs.POST_COMMIT_OFFSET);
    long abort = m.getLong(section + RseqCs.ABORT_IP);
    boolean sane =
        m.getInt(section + RseqCs.VERSION) == 0
            && UserMemory.inRange(start, length)
            && UserMemory.inRange(abort, 1)
            && Long.compareUnsigned(abort - start, length) >= 0
            && m.getInt(abort - SIGNATURE_SIZE) == e.rseqSignature;
    if (!sane) {
      throw Errno.EINVAL;
    }
    CpuState s = task.state();
    m.putLong(e.rseq + RseqLayout.RSEQ_CS, 0);
    if (Long.compareUnsigned(s.rip() - start, length) < 0) {
      s.rip(abort);
    }
  }
}
