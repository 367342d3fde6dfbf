package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.sched.CpuSplit;
import exo.kernel.sched.WaitQueue;
import exo.kernel.signal.PendingSignals;
import exo.kernel.signal.SignalInfo;
import exo.kernel.sysvipc.SemaphoreUndo;
import exo.kernel.tty.Terminal;
import exo.kernel.vfs.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process: the threads that share a pid, and what belongs to all of them. Owned by the kernel
 * lock.
 */
@SuppressWarnings("AvoidCommonTypeNames") // the term of the field; java.lang has none we use
public final class ThreadGroup {
  /** Told once when a process started from outside the guest has ended. */
  public interface ExitListener {
    void exited(ThreadGroup group);
  }

  private final int pid;
  private final long startNanos;
  private final ResourceLimits limits;
  private final List<Task> tasks = new ArrayList<>(1);
  private final List<ThreadGroup> children = new ArrayList<>(0);
  private final PendingSignals pending = new PendingSignals();
  private final WaitQueue childEvents = new WaitQueue();
  private final WaitQueue exitQueue = new WaitQueue();
  private final WaitQueue signalQueue = new WaitQueue();
  private final WaitQueue vforkDone = new WaitQueue();

  private @Nullable Task leader;
  private @Nullable ThreadGroup parent;
  private @Nullable ExitListener exitListener;
  private int processGroup;
  private int session;
  private @Nullable Terminal terminal;
  private @Nullable SemaphoreUndo semaphoreUndo;
  private final Map<Long, AioContext> aioContexts = new HashMap<>(0);
  private int lostForeground;
  private boolean subreaper;
  private boolean exiting;
  private int stopSignal;
  private boolean stopUnreported;
  private boolean continueUnreported;
  private boolean zombie;
  private boolean reaped;
  private int waitStatus;
  private long deadThreadsNanos;
  private final ResourceUse childrenUse = new ResourceUse();
  private long childrenUserNanos;
  private long childrenSystemNanos;
  private final CpuSplit split = new CpuSplit();
  private final ProcessTimers timers = new ProcessTimers(this);
  private boolean dumpable = true;
  private int exitSignal = Signals.SIGCHLD;
  private ExecImage image = ExecImage.NONE;
  private boolean executed;
  private final ResourceUse use = new ResourceUse();
  private final OomAdjustment oom = new OomAdjustment();

  public ThreadGroup(int pid, @Nullable ThreadGroup parent, ResourceLimits limits, long nowNanos) {
    this.pid = pid;
    this.parent = parent;
    this.limits = limits;
    this.startNanos = nowNanos;
    this.processGroup = parent == null ? pid : parent.processGroup;
    this.session = parent == null ? pid : parent.session;
    this.terminal = parent == null ? null : parent.terminal;
    if (parent != null) {
      parent.children.add(this);
    }
  }

  public int pid() {
    return pid;
  }

  /** The thread that bears the process's number; its end does not change who that is. */
  public @Nullable Task leader() {
    return leader;
  }

  void leader(Task task) {
    leader = task;
  }

  /** Null for the built-in first process and for programs of a machine without one. */
  public @Nullable ThreadGroup parent() {
    return parent;
  }

  /** The pid getppid(2) answers. */
  public int parentPid() {
    return parent == null ? 0 : parent.pid;
  }

  void reparent(@Nullable ThreadGroup newParent) {
    parent = newParent;
    if (newParent != null) {
      newParent.children.add(this);
    }
  }

  public List<ThreadGroup> children() {
    return children;
  }

  /** The living threads, leader first while it lives. */
  public List<Task> tasks() {
    return tasks;
  }

  public int processGroup() {
    return processGroup;
  }

  public void processGroup(int id) {
    processGroup = id;
  }

  public int session() {
    return session;
  }

  public void session(int id) {
    session = id;
  }

  /** Contexts of io_setup(2) by number. */
  public Map<Long, AioContext> aioContexts() {
    return aioContexts;
  }

  /** What the process is to undo at its end: SEM_UNDO of semop(2). */
  @SuppressWarnings("exports")
  public SemaphoreUndo semaphoreUndo(KernelServices kernel) {
    SemaphoreUndo undo = semaphoreUndo;
    if (undo == null) {
      undo = kernel.ipc().newUndo();
      semaphoreUndo = undo;
    }
    return undo;
  }

  void undoSemaphores(KernelServices kernel) {
    if (semaphoreUndo != null) {
      kernel.ipc().ended(semaphoreUndo, pid);
      semaphoreUndo = null;
    }
  }

  /** Whether it began its session. */
  public boolean isSessionLeader() {
    return session == pid;
  }

  /** The controlling terminal. */
  public @Nullable Terminal terminal() {
    return terminal;
  }

  public void terminal(@Nullable Terminal newTerminal) {
    terminal = newTerminal;
    lostForeground = 0;
  }

  /** The foreground group of the terminal that a leader lost to a hang-up; 0 for none. */
  int lostForeground() {
    return lostForeground;
  }

  void lostTerminal(int foreground) {
    terminal = null;
    lostForeground = foreground;
  }

  public ResourceLimits limits() {
    return limits;
  }

  /** Signals sent to the process; any thread that does not block them takes them. */
  public PendingSignals pending() {
    return pending;
  }

  /** Woken when a child changes state; waited on by wait4(2). */
  public WaitQueue childEvents() {
    return childEvents;
  }

  /** Woken when this process has left the memory it shared since vfork(2). */
  public WaitQueue vforkDone() {
    return vforkDone;
  }

  /** Woken when a signal becomes pending for the process or a thread of it; signalfds poll it. */
  public WaitQueue signalQueue() {
    return signalQueue;
  }

  /** Woken when this process ends; pidfds poll it. */
  public WaitQueue exitQueue() {
    return exitQueue;
  }

  public long startNanos() {
    return startNanos;
  }

  public boolean isSubreaper() {
    return subreaper;
  }

  public void subreaper(boolean on) {
    subreaper = on;
  }

  public boolean isDumpable() {
    return dumpable;
  }

  public void dumpable(boolean on) {
    dumpable = on;
  }

  /** The signal the parent gets at the end, 0 for none. clone(2). */
  public int exitSignal() {
    return exitSignal;
  }

  public void exitSignal(int signal) {
    exitSignal = signal;
  }

  /** What execve(2) put in place: file, arguments, bounds shown by procfs. */
  public ExecImage image() {
    return image;
  }

  /** execve(2) has put this in place; writes to the file were denied by the caller. */
  public void image(ExecImage newImage) {
    executed = true;
    if (newImage.file() != null) {
      newImage.file().retain();
    }
    dropImage();
    image = newImage;
  }

  /** fork(2): the child shows its parent's image, but has not executed anything itself. */
  void inheritImage(ExecImage parents) throws Errno {
    if (parents.file() != null) {
      parents.file().inode().denyWrites();
      parents.file().retain();
    }
    image = parents;
  }

  /** The process runs nothing any more: its file may be written again. */
  void dropImage() {
    Path file = image.file();
    if (file != null) {
      file.inode().allowWrites();
      file.release();
    }
    image = new ExecImage(null, image.arguments(), image.auxv());
  }

  /** Whether it called execve(2) since it was forked. */
  public boolean hasExecuted() {
    return executed;
  }

  /** Counters of getrusage(2). */
  public ResourceUse use() {
    return use;
  }

  /** The same of the children that were waited for, and of theirs. */
  public ResourceUse childrenUse() {
    return childrenUse;
  }

  public void onExit(ExitListener listener) {
    exitListener = listener;
  }

  @Nullable ExitListener exitListener() {
    return exitListener;
  }

  /** Whether it is killed before others when memory ends. */
  public OomAdjustment oom() {
    return oom;
  }

  /** All threads are told to end. */
  public boolean isExiting() {
    return exiting;
  }

  /** Ended, and not yet waited for. */
  public boolean isZombie() {
    return zombie;
  }

  /** Waited for, or never to be: its number may be another's. */
  public boolean isReaped() {
    return reaped;
  }

  void becomeReaped() {
    reaped = true;
    exitQueue.wakeAll();
  }

  /** The status wait4(2) reports: exit code times 256, or signal plus 128 for a core. */
  public int waitStatus() {
    return waitStatus;
  }

  void beginExit(int status) {
    exiting = true;
    waitStatus = status;
  }

  void becomeZombie() {
    zombie = true;
  }

  /** The real user of its leader, as siginfo about its end or stop shows it. */
  public int uid() {
    return leader == null ? 0 : leader.credentials().uid();
  }

  /** The command name of its leader, alive or dead; empty before there is one. */
  public String name() {
    return leader == null ? "" : leader.name();
  }

  void threadEnded(Task task, long cpuNanos) {
    tasks.remove(task);
    deadThreadsNanos += cpuNanos;
  }

  /** CPU time of all threads, dead and alive, in nanoseconds. */
  public long cpuNanos(long nowNanos) {
    long sum = deadThreadsNanos;
    for (Task t : tasks) {
      sum += t.cpuNanos(nowNanos);
    }
    return sum;
  }

  /** Ticks that saw one of its threads run. */
  CpuSplit split() {
    return split;
  }

  /** CPU time of all threads, dead and alive, split into user and system time. */
  public CpuSplit cpuTimes(long nowNanos) {
    return split.upTo(cpuNanos(nowNanos));
  }

  /** CPU time of the children that were waited for, in nanoseconds. */
  public long childrenCpuNanos() {
    return childrenUserNanos + childrenSystemNanos;
  }

  /** The user part of {@link #childrenCpuNanos}. */
  public long childrenUserNanos() {
    return childrenUserNanos;
  }

  /** The system part of {@link #childrenCpuNanos}. */
  public long childrenSystemNanos() {
    return childrenSystemNanos;
  }

  /** Its timers, and those of others that wait for its CPU time. */
  public ProcessTimers timers() {
    return timers;
  }

  /** A child was waited for: its times become the parent's. */
  public void reaped(ThreadGroup child, long nowNanos) {
    children.remove(child);
    childrenUse.add(child.use);
    childrenUse.add(child.childrenUse);
    CpuSplit times = child.cpuTimes(nowNanos);
    childrenUserNanos += times.userNanos() + child.childrenUserNanos;
    childrenSystemNanos += times.systemNanos() + child.childrenSystemNanos;
  }

  /** Whether a stop signal holds every thread. */
  public boolean isStopped() {
    return stopSignal != 0;
  }

  public int stopSignal() {
    return stopSignal;
  }

  void stop(int signal) {
    stopSignal = signal;
    stopUnreported = true;
    continueUnreported = false;
  }

  void resume() {
    stopSignal = 0;
    stopUnreported = false;
    continueUnreported = true;
  }

  /** Whether wait4(2) with WUNTRACED has not yet reported the stop. */
  public boolean isStopUnreported() {
    return stopUnreported;
  }

  public boolean isContinueUnreported() {
    return continueUnreported;
  }

  public void stopReported() {
    stopUnreported = false;
  }

  public void continueReported() {
    continueUnreported = false;
  }

  /** The siginfo of SIGCHLD about this process. */
  SignalInfo childSignal(int number) {
    int signal = waitStatus & 0x7f;
    int code =
        signal == 0
            ? SignalInfo.CLD_EXITED
            : (waitStatus & 0x80) != 0 ? SignalInfo.CLD_DUMPED : SignalInfo.CLD_KILLED;
    return new SignalInfo(number, code, pid, uid(), signal == 0 ? waitStatus >> 8 : signal);
  }
}
