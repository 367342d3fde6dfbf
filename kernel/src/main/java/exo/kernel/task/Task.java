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
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;
import exo.kernel.time.TimerQueue;
import exo.kernel.tty.Terminal;
import exo.kernel.tty.TerminalCaller;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.FdTable;
import exo.kernel.vfs.FsContext;
import org.jspecify.annotations.Nullable;

/**
 * One guest thread, as data. What is done to it stands in classes named after the deed: {@link
 * Clone}, {@link Exit}, {@link SignalDelivery}, and in higher packages {@code Exec} and {@code
 * Waits}. Owned by the kernel lock.
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
  private final SignalState signals;
  private final CallProgress call = new CallProgress();
  private final TaskWait wait = new TaskWait(this);
  private boolean yields;
  private boolean uninterruptible;

  private @Nullable TimerQueue cpuQueue;

  // What only the families that set it use.
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
    this.signals = new SignalState(group);
    this.cpuState = kernel.cpuStates().take();
    this.io = new IoBuffer(space.memory());
    exempt(credentials);
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
    exempt(newCredentials);
  }

  /** Limits that a capability lifts. */
  private void exempt(Credentials of) {
    group.limits().lockAny(of.hasCapability(Capability.CAP_IPC_LOCK));
    group.limits().mapLow(of.hasCapability(Capability.CAP_SYS_RAWIO));
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

  /** Its signals: pending, blocked, awaited. */
  public SignalState signals() {
    return signals;
  }

  /** The system call it makes, and what the handler keeps while it waits. */
  public CallProgress call() {
    return call;
  }

  /** The dispatcher has the result of the call. */
  public void endCall() {
    if (wait.isOnQueues()) {
      throw new KernelBug("a call ended while its task stands on wait queues");
    }
    call.end();
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
    return parkUntil(base.queue(), deadlineNanos, restart);
  }

  /** Stands on one more queue; {@link #park} follows. */
  public void waitOn(WaitQueue queue) {
    wait.on(queue);
  }

  /**
   * Waits on the queues named by {@link #waitOn}. To be returned by the handler.
   *
   * @param deadlineNanos monotonic, or {@link #NO_DEADLINE}
   * @param restart the {@link Restart} code to answer when a signal breaks the wait off
   * @return {@link #BLOCKED}, or {@code restart} if a signal is to be delivered
   */
  public long park(long deadlineNanos, long restart) {
    return parkUntil(kernel.timers(), deadlineNanos, restart);
  }

  private long parkUntil(TimerQueue timers, long deadlineNanos, long restart) {
    if (signals.isAnyDeliverable()) {
      wait.end();
      return restart;
    }
    state = State.BLOCKED;
    if (deadlineNanos != NO_DEADLINE) {
      wait.until(timers, deadlineNanos);
    }
    return BLOCKED;
  }

  /** Waits for a wake-up that is sure to come; only SIGKILL breaks it off. */
  public long parkUninterruptibly(WaitQueue queue) {
    if (signals.isKilled()) {
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
      wait.end();
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

  /** The task is going away: it leaves every queue. */
  void abandonWait() {
    wait.end();
    call.end();
  }
}
