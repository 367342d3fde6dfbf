package exo.kernel.task;

import exo.kernel.abi.Prctl;
import org.jspecify.annotations.Nullable;

/** Per-thread odds and ends that one family of calls sets and exit or delivery reads. */
public final class ThreadExtras {
  /** Where to write 0 and wake a futex when the thread ends; 0 is none. set_tid_address(2). */
  public long clearChildTid;

  /** Head of the robust futex list; 0 is none. set_robust_list(2). */
  public long robustList;

  /** The registered struct rseq; 0 is none. rseq(2). */
  public long rseq;

  public int rseqLength;
  public int rseqSignature;

  /** The virtual CPU it ran on last, and whether it lost it without asking for that. */
  public int cpu;

  public boolean preempted;

  /** seccomp(2): what it may call; null is everything. */
  public @Nullable SyscallFilter filter;

  /** The task that waits in vfork(2) until this one has left its memory, or null. */
  public @Nullable Task vforkParent;

  /** What exit(2) of this thread gave, as a wait status. */
  public int exitStatus;

  /** prctl(2) PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_TIMERSLACK (nanoseconds). */
  public int parentDeathSignal;

  public boolean noNewPrivileges;
  public boolean hugePagesDisabled;

  /** PR_SET_MEMORY_MERGE, PR_SET_IO_FLUSHER, PR_MCE_KILL: kept and told, without effect. */
  public boolean mergesMemory;

  public boolean flushesIo;
  public int machineCheckPolicy = Prctl.PR_MCE_KILL_DEFAULT;
  public long timerSlackNanos = 50_000;

  /** membarrier(2): the commands this process registered for. */
  public int membarrierRegistrations;

  /** personality(2). */
  public int personality;

  /** I/O priority as ioprio_get(2) gives it. */
  public int ioPriority;

  /**
   * What a new thread or process takes over from its maker.
   *
   * @param sharesMemory CLONE_VM: the rseq area stays the maker's
   */
  void inherit(ThreadExtras of, boolean sharesMemory) {
    if (!sharesMemory) {
      rseq = of.rseq;
      rseqLength = of.rseqLength;
      rseqSignature = of.rseqSignature;
    }
    filter = of.filter;
    noNewPrivileges = of.noNewPrivileges;
    hugePagesDisabled = of.hugePagesDisabled;
    mergesMemory = of.mergesMemory;
    flushesIo = of.flushesIo;
    machineCheckPolicy = of.machineCheckPolicy;
    timerSlackNanos = of.timerSlackNanos;
    membarrierRegistrations = of.membarrierRegistrations;
    personality = of.personality;
    ioPriority = of.ioPriority;
  }

  /** What execve(2) leaves of it. */
  public void clearForExec() {
    clearChildTid = 0;
    robustList = 0;
    rseq = 0;
    rseqLength = 0;
    parentDeathSignal = 0;
    membarrierRegistrations = 0;
  }
}
