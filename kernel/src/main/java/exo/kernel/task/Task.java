package exo.kernel.task;

import exo.cpu.CpuState;
import exo.kernel.abi.Capability;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Sched;
import exo.kernel.abi.Signals;
import exo.kernel.mm.AddressSpace;
import exo.kernel.sched.DeadlineServer;
import exo.kernel.sched.SchedEntity;
import exo.kernel.sched.WaitQueue;
import exo.kernel.sched.Waiter;
import exo.kernel.sched.Wakeable;
import exo.kernel.signal.PendingSignals;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;
import exo.kernel.time.Timer;
import exo.kernel.time.TimerQueue;
import exo.kernel.tty.Terminal;
import exo.kernel.tty.TerminalCaller;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.FdTable;
import exo.kernel.vfs.FsContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One guest thread, as data. What is done to it stands in classes named after the deed: {@link
 * Exit}, {@link SignalDelivery}, {@code Exec}, {@code Clone}, {@code Wait}. Owned by the kernel
 * lock.
 */
public final class Task extends SchedEntity implements Wakeable, TerminalCaller {
  /** A handler's answer: the task waits; the handler will run again. Never leaves the kernel. */
  public static final long BLOCKED = -600;

  /** A handler's answer: leave every register as the handler set it (rt_sigreturn, execve). */
  public static final long REGISTERS_SET = -601;

  /** As a deadline: none. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  /** What a task is doing. */
  public enum State {
    /** On a CPU or on the run queue. */
    RUNNABLE,
    /** On wait queues, or waiting for a time. */
    BLOCKED,
    /** Stopped by job control. */
    STOPPED,
    /** Over. */
    DEAD
  }

  private final KernelServices kernel;
  private final ThreadGroup group;
  private int tid;
  private final CpuState cpuState;
  private final IoBuffer io;

  private AddressSpace space;
  private FdTable files;
  private FsContext fs;
  private Credentials credentials;
  private SignalActions actions;
  private String name;

  private State state = State.RUNNABLE;
  private final PendingSignals pending = new PendingSignals();
  private long signalMask;

  // The system call in progress: what a woken handler finds again.
  private boolean inSyscall;
  private boolean resumed;
  private boolean resumeNext;
  private boolean yields;
  private boolean uninterruptible;
  private final long[] keptLongs = new long[4];
  private @Nullable Object kept;

  private @Nullable TimerQueue cpuQueue;

  private final List<Waiter> waiters = new ArrayList<>(1);
  private int waitersUsed;

  /** The clock the timeout waits for, unless it is the monotonic one. */
  private @Nullable TimeBase timeoutBase;

  private final Timer timeout =
      new Timer() {
        @Override
        protected void expired(long nowNanos) {
          makeRunnable();
        }
      };

  // Fields of clone(2), set_robust_list(2), rseq(2) and sigaltstack(2) that only their families
  // use.
  private final ThreadExtras extras = new ThreadExtras();

  /** A runnable task that is not queued yet; {@link KernelServices#start} queues it. */
  public Task(
      KernelServices kernel,
      ThreadGroup group,
      int tid,
      String name,
      AddressSpace space,
      FdTable files,
      FsContext fs,
      Credentials credentials,
      SignalActions actions) {
    this.kernel = kernel;
    this.group = group;
    this.tid = tid;
    this.name = name;
    this.space = space;
    this.files = files;
    this.fs = fs;
    this.credentials = credentials;
    this.actions = actions;
    this.cpuState = kernel.cpuStates().take();
    group.limits().lockAny(credentials.hasCapability(Capability.CAP_IPC_LOCK));
    group.limits().mapLow(credentials.hasCapability(Capability.CAP_SYS_RAWIO));
    this.io = new IoBuffer(space.memory());
  }

  public KernelServices kernel() {
    return kernel;
  }

  public ThreadGroup group() {
    return group;
  }

  /** Thread id; equal to {@link ThreadGroup#pid} for the leader. */
  public int tid() {
    return tid;
  }

  /** execve(2): the last thread becomes the leader, whatever it was. */
  void becomeLeader() {
    tid = group.pid();
  }

  /** The user registers. Current whenever the task is not inside the CPU engine. */
  public CpuState state() {
    return cpuState;
  }

  /** The reusable transfer buffer of this task. */
  public IoBuffer io() {
    return io;
  }

  public AddressSpace space() {
    return space;
  }

  /** The door to the task's memory. */
  @Override
  public UserMemory memory() {
    return space.memory();
  }

  /** execve(2): the task goes on in another space. The caller released the old one. */
  public void space(AddressSpace newSpace) {
    space = newSpace;
    io.user(newSpace.memory());
  }

  @Override
  public FdTable files() {
    return files;
  }

  public void files(FdTable newFiles) {
    files = newFiles;
  }

  /** Gives the task descriptors of its own, if it shares them. */
  public void ownFiles() {
    if (files.users() > 1) {
      FdTable copy = files.copy();
      files.release();
      files = copy;
    }
  }

  /** Gives the task signal actions of its own, if it shares them. */
  public void ownActions() {
    if (actions.isShared()) {
      SignalActions copy = actions.copy();
      actions.release();
      actions = copy;
    }
  }

  @Override
  public FsContext fs() {
    return fs;
  }

  public void fs(FsContext newFs) {
    fs = newFs;
  }

  @Override
  public Credentials credentials() {
    return credentials;
  }

  public void credentials(Credentials newCredentials) {
    credentials = newCredentials;
    group.limits().lockAny(newCredentials.hasCapability(Capability.CAP_IPC_LOCK));
    group.limits().mapLow(newCredentials.hasCapability(Capability.CAP_SYS_RAWIO));
  }

  @Override
  public int processId() {
    return group.pid();
  }

  @Override
  public int threadId() {
    return tid;
  }

  @Override
  public long fileSizeLimit() {
    return group.limits().bound(ResourceLimits.FSIZE);
  }

  @Override
  public void fileSizeExceeded() {
    SignalSending.toTask(
        this, new SignalInfo(Signals.SIGXFSZ, SignalInfo.SI_USER, group.pid(), 0, 0));
  }

  @Override
  protected void deadlineOverrun() {
    DeadlineServer d = deadline();
    if (d != null && (d.flags() & Sched.SCHED_FLAG_DL_OVERRUN) != 0) {
      SignalSending.toTask(this, SignalInfo.kernel(Signals.SIGXCPU));
    }
  }

  @Override
  public int processGroup() {
    return group.processGroup();
  }

  @Override
  public int session() {
    return group.session();
  }

  @Override
  public boolean isSessionLeader() {
    return group.isSessionLeader();
  }

  @Override
  public @Nullable Terminal terminal() {
    return group.terminal();
  }

  @Override
  public void terminal(@Nullable Terminal terminal) {
    group.terminal(terminal);
  }

  @Override
  public long checkForeground(Terminal terminal, int signal) {
    return TerminalJobs.checkForeground(this, terminal, signal);
  }

  @Override
  public void leaveTerminal() {
    kernel.terminalJobs().leave(group);
  }

  public SignalActions actions() {
    return actions;
  }

  public void actions(SignalActions newActions) {
    actions = newActions;
  }

  /** The command name, at most 15 bytes. */
  public String name() {
    return name;
  }

  public void name(String newName) {
    name = newName.length() > 15 ? newName.substring(0, 15) : newName;
  }

  public State runState() {
    return state;
  }

  void runState(State newState) {
    state = newState;
  }

  /** Timers that wait for this thread's CPU time. */
  TimerQueue cpuQueue() {
    if (cpuQueue == null) {
      cpuQueue = new TimerQueue();
    }
    return cpuQueue;
  }

  void expireCpuTimers(long nowNanos) {
    if (cpuQueue != null && cpuQueue.nextDeadline() != TimerQueue.NEVER) {
      cpuQueue.expire(cpuNanos(nowNanos));
    }
  }

  public ThreadExtras extras() {
    return extras;
  }

  public boolean isAlive() {
    return state != State.DEAD;
  }

  // ---- signals

  /** Signals sent to this thread alone. */
  public PendingSignals pending() {
    return pending;
  }

  /** The blocked signals. */
  public long signalMask() {
    return signalMask;
  }

  public void signalMask(long mask) {
    signalMask = mask & ~Signal.UNBLOCKABLE;
  }

  /** Pending signals, own and shared, that are not blocked. */
  public long deliverable() {
    return (pending.set() | group.pending().set()) & ~signalMask;
  }

  /** Whether a wait should be broken off: some signal is to be delivered. */
  public boolean hasSignal() {
    return deliverable() != 0;
  }

  // ---- waiting

  /** sched_yield(2): when this call is over, others who are runnable go first. */
  public void yieldCpu() {
    yields = true;
  }

  boolean takeYield() {
    boolean y = yields;
    yields = false;
    return y;
  }

  /** Whether the running handler was blocked before in this same call. */
  public boolean isResumed() {
    return resumed;
  }

  /** One of four values that a handler keeps while its call is blocked; zero at first. */
  public long keptLong(int index) {
    return keptLongs[index];
  }

  public void keepLong(int index, long value) {
    keptLongs[index] = value;
  }

  /** What the handler kept with {@link #keep}; null at first. */
  public @Nullable Object kept() {
    return kept;
  }

  public void keep(@Nullable Object value) {
    kept = value;
  }

  /** Waits for a wake-up, without end. To be returned by the handler. */
  public long block(WaitQueue queue) {
    waitOn(queue);
    return park(NO_DEADLINE, Restart.SYS);
  }

  /**
   * Waits for a wake-up or a time. To be returned by the handler.
   *
   * @param deadlineNanos monotonic, or {@link #NO_DEADLINE}
   */
  public long block(WaitQueue queue, long deadlineNanos) {
    waitOn(queue);
    return park(deadlineNanos, Restart.SYS);
  }

  /** Waits for a time only. To be returned by the handler. */
  public long blockUntil(long deadlineNanos) {
    return park(deadlineNanos, Restart.SYS);
  }

  /**
   * Waits until a clock shows a time. To be returned by the handler.
   *
   * @param restart as for {@link #park}
   */
  public long blockUntil(TimeBase base, long deadlineNanos, long restart) {
    if (hasSignal()) {
      return restart;
    }
    state = State.BLOCKED;
    timeoutBase = base;
    base.queue().arm(timeout, deadlineNanos);
    return BLOCKED;
  }

  /** Stands on one more queue; {@link #park} follows. */
  public void waitOn(WaitQueue queue) {
    if (waitersUsed == waiters.size()) {
      waiters.add(new Waiter(this));
    }
    queue.add(waiters.get(waitersUsed++));
  }

  /**
   * Waits on the queues named by {@link #waitOn}. To be returned by the handler.
   *
   * @param deadlineNanos monotonic, or {@link #NO_DEADLINE}
   * @param restart the {@link Restart} code to answer when a signal breaks the wait off
   * @return {@link #BLOCKED}, or {@code restart} if a signal is to be delivered
   */
  public long park(long deadlineNanos, long restart) {
    if (hasSignal()) {
      leaveQueues();
      return restart;
    }
    state = State.BLOCKED;
    if (deadlineNanos != NO_DEADLINE) {
      kernel.timers().arm(timeout, deadlineNanos);
    }
    return BLOCKED;
  }

  /** Waits for a wake-up that is sure to come; only SIGKILL breaks it off. */
  public long parkUninterruptibly(WaitQueue queue) {
    if ((deliverable() & Signal.mask(Signals.SIGKILL)) != 0) {
      return Restart.SYS;
    }
    waitOn(queue);
    uninterruptible = true;
    state = State.BLOCKED;
    return BLOCKED;
  }

  /** Whether only SIGKILL ends the present wait. */
  boolean isUninterruptible() {
    return uninterruptible;
  }

  @Override
  public void wake(Waiter waiter) {
    waiter.leave();
    makeRunnable();
  }

  /** Ends a wait, if there is one. */
  public void makeRunnable() {
    if (state == State.BLOCKED) {
      leaveQueues();
      cancelTimeout();
      uninterruptible = false;
      state = State.RUNNABLE;
      kernel.enqueue(this);
    }
  }

  /** Ends a job-control stop, if there is one. */
  void continueAfterStop() {
    if (state == State.STOPPED) {
      state = State.RUNNABLE;
      kernel.enqueue(this);
    }
  }

  private void cancelTimeout() {
    if (timeoutBase == null) {
      kernel.timers().cancel(timeout);
    } else {
      timeoutBase.queue().cancel(timeout);
      timeoutBase = null;
    }
  }

  private void leaveQueues() {
    for (int i = 0; i < waitersUsed; i++) {
      waiters.get(i).leave();
    }
    waitersUsed = 0;
  }

  // ---- the call in progress, for the dispatcher

  /** Whether a system call of it is under way. */
  public boolean isInSyscall() {
    return inSyscall;
  }

  /** The dispatcher begins a call: first, or again after a wait. */
  public void beginCall() {
    resumed = inSyscall || resumeNext;
    resumeNext = false;
    inSyscall = true;
    if (!resumed) {
      keptLongs[0] = 0;
      keptLongs[1] = 0;
      keptLongs[2] = 0;
      keptLongs[3] = 0;
      kept = null;
    }
  }

  /** The next call is the same one made again, and finds what this one kept. */
  void resumeNextCall() {
    resumeNext = true;
  }

  /** The call has its result. */
  public void endCall() {
    if (waitersUsed != 0) {
      throw new KernelBug("a call ended while its task stands on wait queues");
    }
    inSyscall = false;
    resumed = false;
  }

  /** The task is going away: it leaves every queue. */
  void abandonWait() {
    leaveQueues();
    cancelTimeout();
    inSyscall = false;
  }
}
