package exo.kernel.task;

import exo.cpu.Cpu;
import exo.cpu.CpuStates;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Reboot;
import exo.kernel.abi.Signals;
import exo.kernel.fs.anon.AnonymousFiles;
import exo.kernel.fs.pipefs.Pipefs;
import exo.kernel.fs.tmpfs.MemFd;
import exo.kernel.futex.FutexTable;
import exo.kernel.ipc.IpcFs;
import exo.kernel.irq.Interrupts;
import exo.kernel.mm.MemoryContext;
import exo.kernel.mqueue.QueueSuperblock;
import exo.kernel.net.stack.NetworkStack;
import exo.kernel.sched.Scheduler;
import exo.kernel.sched.VirtualCpu;
import exo.kernel.signal.SignalInfo;
import exo.kernel.sysvipc.SysvIpc;
import exo.kernel.time.Clock;
import exo.kernel.time.TimerQueue;
import exo.kernel.vfs.MountNamespace;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What every part of one kernel may use: its memory, time, chance, processes and the one lock.
 * Built by {@code exo.kernel.Kernel}; everything in it but the lock and {@link #kickAll} is owned
 * by the lock.
 */
public final class KernelServices {
  private final ReentrantLock lock = new ReentrantLock();
  private final MemoryContext memory;
  private final CpuStates cpuStates;
  private final Clock clock;
  private final RandomGenerator random;
  private final TimerQueue timers = new TimerQueue();
  private final Interrupts interrupts = new Interrupts();
  private final Processes processes = new Processes();
  private final SysvIpc ipc;
  private final QueueSuperblock.Type queues;
  private final KernelLog log = new KernelLog();
  private final LoadAverage load = new LoadAverage();
  private final TerminalJobs terminalJobs = new TerminalJobs(processes);
  private final FutexTable futexes = new FutexTable();
  private final PiFutexes piFutexes = new PiFutexes();
  private final KernelConfig config;
  private final MountNamespace mounts;
  private final MemFd memFds;
  private final Pipefs pipes;
  private final AnonymousFiles anonymousFiles;
  private final IpcFs channels;
  private final NetworkStack network;
  private final Scheduler scheduler;
  private final Cpus cpus;
  private final KernelCounters counters = new KernelCounters();
  private final CpuTimes[] cpuTimes;
  private final Hostname hostname = new Hostname();

  private @Nullable ThreadGroup init;
  private @Nullable SyscallObserver observer;
  private @Nullable Task current;
  private volatile boolean stopping;
  private @Nullable KernelBug failure;
  private @Nullable String limitReached;
  private int rebootCommand;
  private String commandLine = "exo";
  private final List<CompletableFuture<?>> waitingForExit = new ArrayList<>();

  public KernelServices(
      MemoryContext memory,
      Cpus cpus,
      CpuStates cpuStates,
      Clock clock,
      RandomGenerator random,
      MountNamespace mounts,
      KernelConfig config) {
    this.memory = memory;
    this.cpus = cpus;
    this.cpuStates = cpuStates;
    this.clock = clock;
    this.random = random;
    this.mounts = mounts;
    this.memFds = new MemFd(mounts.vfs());
    this.queues = new QueueSuperblock.Type(mounts.vfs());
    this.ipc = new SysvIpc(clock, memFds, memory.ram().frames());
    this.pipes = new Pipefs(mounts.vfs());
    this.anonymousFiles = new AnonymousFiles(mounts.vfs());
    this.channels = new IpcFs(mounts.vfs(), futexes);
    this.network =
        new NetworkStack(
            mounts.vfs(),
            timers,
            random,
            owner -> SignalSending.toOwner(processes, owner, SignalInfo.kernel(Signals.SIGURG)));
    this.config = config;
    cpuTimes = new CpuTimes[config.cpus()];
    Arrays.setAll(cpuTimes, i -> new CpuTimes());
    this.scheduler = new Scheduler(config.cpus(), timers);
  }

  /** The kernel lock: held by kernel code, free while guest code runs. */
  public ReentrantLock lock() {
    return lock;
  }

  public PhysicalMemory ram() {
    return memory.ram();
  }

  public FrameAllocator frames() {
    return memory.frames();
  }

  public MemoryContext memory() {
    return memory;
  }

  public CpuStates cpuStates() {
    return cpuStates;
  }

  public Clock clock() {
    return clock;
  }

  /** The only source of chance, seeded at construction. */
  public RandomGenerator random() {
    return random;
  }

  public TimerQueue timers() {
    return timers;
  }

  /** The interrupt controller, the timer, and who serves which line. */
  public Interrupts interrupts() {
    return interrupts;
  }

  /** A device pulls its line: a CPU serves it soon, an idle one at once. The lock is held. */
  public void interrupt(int line) {
    interrupts.raise(line);
    scheduler.wakeIdle();
    kickAll();
  }

  /** Who runs where. */
  public Scheduler scheduler() {
    return scheduler;
  }

  public Processes processes() {
    return processes;
  }

  /** What the kernel says. */
  public KernelLog log() {
    return log;
  }

  /** How busy the machine was lately. */
  public LoadAverage load() {
    return load;
  }

  /** System V IPC. */
  @SuppressWarnings("exports")
  public SysvIpc ipc() {
    return ipc;
  }

  /** POSIX message queues, as a kind of file system. */
  @SuppressWarnings("exports")
  public QueueSuperblock.Type queueFileSystem() {
    return queues;
  }

  /** POSIX message queues. */
  @SuppressWarnings("exports")
  public QueueSuperblock messageQueues() {
    return queues.queues();
  }

  /** What terminals do to processes. */
  public TerminalJobs terminalJobs() {
    return terminalJobs;
  }

  public FutexTable futexes() {
    return futexes;
  }

  /** Futexes whose words name their owners. */
  public PiFutexes piFutexes() {
    return piFutexes;
  }

  public KernelConfig config() {
    return config;
  }

  /** The mounts that the first process sees. */
  public MountNamespace mounts() {
    return mounts;
  }

  /** Where pipe(2) makes pipes, and what stands behind FIFOs. */
  @SuppressWarnings("exports")
  public Pipefs pipes() {
    return pipes;
  }

  /** Where epoll_create(2) and eventfd(2) make theirs. */
  @SuppressWarnings("exports")
  public AnonymousFiles anonymousFiles() {
    return anonymousFiles;
  }

  /** The sockets of the machine. */
  @SuppressWarnings("exports")
  public NetworkStack network() {
    return network;
  }

  /** Channels with names: {@code /dev/ipc}. */
  public IpcFs channels() {
    return channels;
  }

  /** Where memfd_create(2) makes its files. */
  @SuppressWarnings("exports")
  public MemFd memFds() {
    return memFds;
  }

  public Cpus cpus() {
    return cpus;
  }

  /** What a CPU was busy with. */
  public CpuTimes cpuTimes(int cpu) {
    return cpuTimes[cpu];
  }

  public KernelCounters counters() {
    return counters;
  }

  public Hostname hostname() {
    return hostname;
  }

  /** Process 1, which inherits orphans; null before there is one. */
  public @Nullable ThreadGroup init() {
    return init;
  }

  public void init(@Nullable ThreadGroup first) {
    init = first;
  }

  /** Who watches system calls; usually nobody. */
  public @Nullable SyscallObserver observer() {
    return observer;
  }

  public void observer(@Nullable SyscallObserver newObserver) {
    observer = newObserver;
  }

  /**
   * On whose behalf the kernel acts: who made the present system call, or, while a signal is told
   * of, its receiver. What a signalfd shows depends on it.
   */
  public @Nullable Task current() {
    return current;
  }

  /** Answers who it was before. */
  public @Nullable Task current(@Nullable Task task) {
    Task before = current;
    current = task;
    return before;
  }

  /** Makes a new task known and runnable. */
  public void start(Task task) {
    processes.add(task);
    scheduler.start(task, clock.monotonicNanos());
  }

  /** Queues a runnable task, and makes a CPU run it at once if one should. */
  void enqueue(Task task) {
    scheduler.wake(task, clock.monotonicNanos());
  }

  /** How many tasks wait for a CPU. */
  public int runnable() {
    return scheduler.runnable();
  }

  /**
   * Waits, with the lock let go, until something is runnable or the next timer is due.
   *
   * @return false when the machine stops
   */
  boolean idle(VirtualCpu cpu, IdleWait wait) throws InterruptedException {
    load.active(clock.monotonicNanos(), runnable());
    try {
      while (!stopping && !scheduler.hasWork(cpu)) {
        if (interrupts.dispatch() > 0) {
          continue;
        }
        long next = timers.nextDeadline();
        long now = clock.monotonicNanos();
        scheduler.beginIdle(cpu, now);
        if (next <= now) {
          timers.expire(now);
        } else if (next != TimerQueue.NEVER && clock instanceof exo.kernel.time.VirtualClock v) {
          v.advanceTo(next);
        } else {
          wait.await(next == TimerQueue.NEVER ? Long.MAX_VALUE : next - now);
        }
      }
      return !stopping;
    } finally {
      scheduler.endIdle(cpu, clock.monotonicNanos());
    }
  }

  public boolean isStopping() {
    return stopping;
  }

  /** Ends the CPU loops; the lock is held. */
  public void stop() {
    stopping = true;
    scheduler.wakeIdle();
    kickAll();
  }

  /** Makes every CPU come out of guest code soon. Any thread. */
  public void kickAll() {
    cpus.kickAll();
  }

  /** Makes the CPU that runs this task, if one does, look at its signals soon. */
  public void kick(Task task) {
    Scheduler.interrupt(task);
  }

  /** CPU time of all living processes and those waited for, in nanoseconds. */
  public long cpuNanos(long nowNanos) {
    long sum = 0;
    for (ThreadGroup g : processes.groups()) {
      sum += g.cpuNanos(nowNanos) + (g.parent() == null ? g.childrenCpuNanos() : 0);
    }
    return sum;
  }

  /**
   * Sends SIGKILL to every process.
   *
   * @return whether there was any that still runs
   */
  public boolean killAll() {
    boolean any = false;
    for (ThreadGroup g : List.copyOf(processes.groups())) {
      if (!g.tasks().isEmpty()) {
        any = true;
        SignalSending.toGroup(
            g, exo.kernel.signal.SignalInfo.kernel(exo.kernel.abi.Signals.SIGKILL));
      }
    }
    return any && failure == null && !stopping;
  }

  /**
   * Somebody turned the machine off: every process is killed. The lock is held.
   *
   * @param command LINUX_REBOOT_CMD_*
   */
  public void reboot(int command) {
    String what =
        switch (command) {
          case Reboot.LINUX_REBOOT_CMD_HALT -> "System halted";
          case Reboot.LINUX_REBOOT_CMD_POWER_OFF -> "Power down";
          default -> "Restarting system";
        };
    log.say(clock.monotonicNanos(), "reboot: " + what);
    rebootCommand = command;
    killAll();
  }

  /** The command of {@link #reboot}; 0 while nobody turned the machine off. */
  public int rebootCommand() {
    return rebootCommand;
  }

  /** What the kernel was started with: {@code /proc/cmdline}. */
  public String commandLine() {
    return commandLine;
  }

  public void commandLine(String line) {
    commandLine = line;
  }

  /** A limit of the whole machine is passed: every process is killed. The lock is held. */
  public void limitReached(String what) {
    if (limitReached == null) {
      limitReached = what;
    }
    killAll();
  }

  /** Which limit of the machine was passed, or null. */
  public @Nullable String limitReached() {
    return limitReached;
  }

  /** A CPU loop has ended; the lock is held. */
  void cpuLeft() {
    for (CompletableFuture<?> waiting : waitingForExit) {
      KernelBug bug = failure;
      waiting.completeExceptionally(bug != null ? bug : new KernelBug("the machine was closed"));
    }
  }

  /** Somebody waits for a process: told when the machine ends before it. */
  public void onFailure(CompletableFuture<?> waiting) {
    waitingForExit.removeIf(CompletableFuture::isDone);
    waitingForExit.add(waiting);
  }

  /** Ends the machine because of an error of ours. */
  void fail(KernelBug bug) {
    if (failure == null) {
      failure = bug;
    }
    stop();
  }

  /** The error of ours that ended the machine, or null. */
  public @Nullable KernelBug failure() {
    return failure;
  }

  /** Gives back the registers of a task that is gone, wherever they are. */
  public void forget(Task task) {
    for (Cpu cpu : cpus.all()) {
      cpu.discardState(task.state());
    }
    cpuStates.give(task.state());
  }
}
