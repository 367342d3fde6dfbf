package exo.kernel;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.exec.Exec;
import exo.kernel.mm.AddressSpace;
import exo.kernel.signal.SignalActions;
import exo.kernel.task.KernelServices;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.time.Timer;
import exo.kernel.tty.TerminalFile;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.FdTable;
import exo.kernel.vfs.FsContext;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.PathWalk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a process out of a {@link Program}: from nothing to the first instruction. */
final class ProgramStarter {
  private static final long TOO_MANY = Long.MAX_VALUE;

  private final KernelServices services;
  private final Program program;

  private ProgramStarter(KernelServices services, Program program) {
    this.services = services;
    this.program = program;
  }

  /** Starts process 1, which inherits orphans. */
  static GuestProcess startInit(Kernel kernel, Program program) throws GuestStartException {
    KernelServices services = kernel.services();
    services.lock().lock();
    try {
      BootLog.say(services, "Run %s as init process", program.path());
      GuestProcess process = start(kernel, program);
      services.init(services.processes().group(process.pid()));
      return process;
    } finally {
      services.lock().unlock();
    }
  }

  static GuestProcess start(Kernel kernel, Program program) throws GuestStartException {
    KernelServices services = kernel.services();
    services.lock().lock();
    try {
      if (services.failure() != null || services.isStopping()) {
        throw new GuestStartException(
            GuestStartException.Kind.NO_RESOURCES, "the machine has stopped");
      }
      return new ProgramStarter(services, program).start(kernel.streams());
    } finally {
      services.lock().unlock();
    }
  }

  private GuestProcess start(HostStreams streams) throws GuestStartException {
    int pid = services.processes().allocate();
    ResourceLimits limits = new ResourceLimits();
    limits.set(ResourceLimits.NOFILE, services.config().maxDescriptors(), 1 << 20);
    long now = services.clock().monotonicNanos();
    ThreadGroup group = new ThreadGroup(pid, services.init(), limits, now);
    AddressSpace empty;
    try {
      empty = AddressSpace.create(services.memory(), limits);
    } catch (Errno e) {
      throw noResources(e);
    }
    Task task =
        new Task(
            services,
            group,
            pid,
            "exo",
            empty,
            new FdTable(),
            new FsContext(services.mounts()),
            credentials(),
            new SignalActions());
    boolean started = false;
    HostLine line = null;
    try {
      enterDirectory(task);
      line = terminal(task, streams);
      connect(task, streams, line);
      execute(task);
      started = true;
    } finally {
      if (!started) {
        abandon(task);
        streams.terminals().close(line);
      }
    }
    SyscallObserver observer = services.observer();
    if (observer != null) {
      observer.started(task);
    }
    CompletableFuture<ProcessResult> result = new CompletableFuture<>();
    watch(group, result, now, streams, line);
    services.processes().add(group);
    services.start(task);
    return new GuestProcess(services, group, result, line);
  }

  private Credentials credentials() {
    return Credentials.of(program.uid(), program.gid())
        .withGroups(program.groups().stream().mapToInt(Integer::intValue).toArray());
  }

  private void enterDirectory(Task task) throws GuestStartException {
    String directory = bytes(program.directory());
    try {
      PathWalk walk = new PathWalk();
      walk.resolve(task, Fcntl.AT_FDCWD, directory, PathWalk.FOLLOW | PathWalk.DIRECTORY);
      task.fs().current(walk.path());
    } catch (Errno e) {
      throw new GuestStartException(
          GuestStartException.Kind.NOT_EXECUTABLE,
          "working directory " + program.directory() + ": " + e.description());
    }
  }

  private @Nullable HostLine terminal(Task task, HostStreams streams) throws GuestStartException {
    if (!HostTerminals.wants(program)) {
      return null;
    }
    try {
      return streams.terminals().open(program, task, streams.output());
    } catch (Errno e) {
      throw noResources(e);
    }
  }

  private void connect(Task task, HostStreams streams, @Nullable HostLine line)
      throws GuestStartException {
    try {
      if (program.isOnConsole()) {
        OpenFile console =
            Opens.open(task, Fcntl.AT_FDCWD, "/dev/console", Fcntl.O_RDWR | Fcntl.O_NOCTTY, 0);
        task.files().add(console, false, 0, TOO_MANY);
        task.files().add(console.retain(), false, 1, TOO_MANY);
        task.files().add(console.retain(), false, 2, TOO_MANY);
        return;
      }
      if (program.input().kind() != StreamKind.CLOSED) {
        add(task, 0, program.input().kind(), line, streams, () -> streams.open(program.input()));
      }
      if (program.output().kind() != StreamKind.CLOSED) {
        add(task, 1, program.output().kind(), line, streams, () -> streams.open(program.output()));
      }
      if (program.error().kind() != StreamKind.CLOSED) {
        add(task, 2, program.error().kind(), line, streams, () -> streams.open(program.error()));
      }
    } catch (Errno e) {
      throw noResources(e);
    }
  }

  private static void add(
      Task task,
      int fd,
      StreamKind kind,
      @Nullable HostLine line,
      HostStreams streams,
      Supplier<OpenFile> stream)
      throws Errno {
    OpenFile file;
    if (kind != StreamKind.TERMINAL || line == null) {
      file = stream.get();
    } else {
      OpenFile first = terminalBefore(task, fd);
      file = first != null ? first.retain() : streams.terminals().file(line.terminal());
    }
    task.files().add(file, false, fd, TOO_MANY);
  }

  /**
   * The terminal's one open file, if a lower descriptor has it: all three share it, as a login's.
   */
  private static @Nullable OpenFile terminalBefore(Task task, int fd) {
    for (int i = 0; i < fd; i++) {
      if (task.files().peek(i) instanceof TerminalFile t) {
        return t;
      }
    }
    return null;
  }

  private void execute(Task task) throws GuestStartException {
    try {
      Exec.exec(
          task,
          Fcntl.AT_FDCWD,
          bytes(program.path()),
          0,
          () -> bytes(program.argv()),
          () -> bytes(program.environment()));
    } catch (Errno e) {
      boolean missing = e == Errno.ENOENT || e == Errno.ENOTDIR;
      throw new GuestStartException(
          missing
              ? GuestStartException.Kind.NOT_FOUND
              : e == Errno.ENOMEM
                  ? GuestStartException.Kind.NO_RESOURCES
                  : GuestStartException.Kind.NOT_EXECUTABLE,
          program.path() + ": " + reason(task, e));
    }
  }

  /** ENOENT may mean the interpreter: then the file itself is there. */
  private String reason(Task task, Errno e) {
    if (e == Errno.ENOENT) {
      try {
        new PathWalk().resolve(task, Fcntl.AT_FDCWD, bytes(program.path()), PathWalk.FOLLOW);
        return "its interpreter is not there (a dynamic program or a script needs a root file"
            + " system: --rootfs)";
      } catch (Errno absent) {
        return e.description();
      }
    }
    return e.description();
  }

  private static void abandon(Task task) {
    task.files().release();
    task.fs().release();
    task.space().release();
    task.kernel().forget(task);
  }

  private void watch(
      ThreadGroup group,
      CompletableFuture<ProcessResult> result,
      long startNanos,
      HostStreams streams,
      @Nullable HostLine line) {
    Timer wall =
        new Timer() {
          @Override
          protected void expired(long nowNanos) {
            services.limitReached("wall time");
          }
        };
    if (services.config().wallNanos() != Long.MAX_VALUE) {
      services.timers().arm(wall, startNanos + services.config().wallNanos());
    }
    services.onFailure(result);
    group.onExit(
        g -> {
          services.timers().cancel(wall);
          streams.terminals().close(line);
          result.complete(summary(g, startNanos));
        });
  }

  private ProcessResult summary(ThreadGroup g, long startNanos) {
    long now = services.clock().monotonicNanos();
    int status = g.waitStatus();
    int signal = status & 0x7f;
    return new ProcessResult(
        signal == 0 ? status >> 8 & 0xff : 0,
        signal,
        (status & 0x80) != 0,
        services.limitReached(),
        services.counters().systemCalls,
        services.counters().pageFaults,
        services.counters().switches,
        g.use().peakPages * 4096,
        Duration.ofNanos(now - startNanos),
        Duration.ofNanos(g.cpuNanos(now)));
  }

  private static GuestStartException noResources(Errno e) {
    return new GuestStartException(
        GuestStartException.Kind.NO_RESOURCES, "no room for a process: " + e.description());
  }

  /** The bytes of the UTF-8 form, one char a byte, as the kernel carries strings. */
  static String bytes(String s) {
    return new String(s.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static List<String> bytes(List<String> strings) {
    List<String> out = new ArrayList<>(strings.size());
    for (String s : strings) {
      out.add(bytes(s));
    }
    return out;
  }
}
