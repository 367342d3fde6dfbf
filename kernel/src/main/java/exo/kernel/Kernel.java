package exo.kernel;

import exo.cpu.Capabilities;
import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuProvider;
import exo.cpu.CpuProviders;
import exo.cpu.CpuStates;
import exo.cpu.CpuUnavailable;
import exo.cpu.x86.DescriptorTables;
import exo.kernel.abi.KernelBug;
import exo.kernel.dev.Console;
import exo.kernel.fs.stream.OutputPump;
import exo.kernel.mm.MemoryContext;
import exo.kernel.syscall.SyscallDispatcher;
import exo.kernel.task.Cpus;
import exo.kernel.task.GuestTurn;
import exo.kernel.task.KernelConfig;
import exo.kernel.task.KernelServices;
import exo.kernel.task.SignalFrame;
import exo.kernel.task.TaskRunner;
import exo.kernel.task.Ticker;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Wiring: builds every part of one machine with plain constructors and starts its CPUs. The only
 * class that knows all the others.
 */
final class Kernel implements AutoCloseable {
  private static final long PC_HOLE = 0xa0000;
  private static final long PC_HOLE_FRAMES = 0x60;

  private final KernelServices services;
  private final PhysicalMemory ram;
  private final CpuStates states;
  private final Ticker ticker;
  private final List<Thread> cpuThreads;
  private final Capabilities capabilities;
  private final RootFileSystem root;
  private @Nullable HostStreams streams;
  private @Nullable HostConsole hostConsole;
  private final HostCaller hostCaller;
  private final Program init;
  private long baseFrames;

  private Kernel(
      KernelServices services,
      PhysicalMemory ram,
      CpuStates states,
      Ticker ticker,
      List<Thread> cpuThreads,
      Capabilities capabilities,
      RootFileSystem root,
      Program init) {
    this.init = init;
    this.services = services;
    this.ram = ram;
    this.states = states;
    this.ticker = ticker;
    this.cpuThreads = cpuThreads;
    this.capabilities = capabilities;
    this.root = root;
    this.hostCaller = new HostCaller(services.mounts());
  }

  /** A CPU thread: opens its engine, waits for the kernel to be wired, then runs its loop. */
  private static final class CpuThread {
    final CompletableFuture<Cpu> opened = new CompletableFuture<>();
    final CompletableFuture<TaskRunner> runner = new CompletableFuture<>();
    final Thread thread;

    CpuThread(
        CpuProvider provider,
        PhysicalMemory ram,
        FrameAllocator f,
        PageTables t,
        CpuOptions options) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("exo-cpu-" + options.index())
              .start(() -> run(provider, ram, f, t, options));
    }

    private void run(
        CpuProvider provider,
        PhysicalMemory ram,
        FrameAllocator f,
        PageTables t,
        CpuOptions options) {
      Cpu cpu;
      try {
        cpu = provider.open(ram, f, t, options);
      } catch (CpuUnavailable | RuntimeException | Error e) {
        opened.completeExceptionally(e);
        return;
      }
      opened.complete(cpu);
      try {
        runner.get().run();
      } catch (ExecutionException | InterruptedException abandoned) {
        cpu.close();
      }
    }

    Cpu await() throws CpuUnavailable {
      try {
        return opened.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof CpuUnavailable u) {
          throw u;
        }
        throw new KernelBug("a CPU engine did not open: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CpuUnavailable("interrupted while the CPU engine was opened");
      }
    }

    void abandon() {
      runner.completeExceptionally(new InterruptedException());
    }
  }

  /** Builds a machine and starts its CPUs; nothing runs on it yet. */
  static Kernel boot(MachineBuilder b) throws CpuUnavailable, IOException {
    CpuProvider provider = CpuProviders.named(b.engine);
    PhysicalMemory ram = PhysicalMemory.reserve(b.memory, provider.backing());
    FrameAllocator frames = new FrameAllocator(ram);
    if (b.hasConsole()) {
      // Video memory and firmware, as on every PC; the rest of the first MiB is RAM.
      frames.reserve(PC_HOLE >>> PhysicalMemory.FRAME_SHIFT, PC_HOLE_FRAMES);
    }
    PageTables tables = new PageTables(ram, frames);
    // Before any engine: the first address space takes its copy of the kernel's half.
    DescriptorTables descriptors = DescriptorTables.create(ram, frames, tables, b.cpus);
    List<CpuThread> threads = new ArrayList<>();
    RootFileSystem root = null;
    try {
      for (int i = 0; i < b.cpus; i++) {
        CpuThread t = new CpuThread(provider, ram, frames, tables, new CpuOptions(i, descriptors));
        threads.add(t);
        // One after the other: opening takes frames.
        t.await();
      }
      Capabilities capabilities = threads.getFirst().await().capabilities();
      Cpus cpus = new Cpus();
      MemoryContext memory =
          new MemoryContext(ram, frames, tables, cpus, capabilities.highestUserAddress());
      long seed = b.seeded ? b.seed : drawnSeed();
      SplittableRandom random = new SplittableRandom(seed);
      root = RootFileSystem.mount(b, memory);
      CpuStates states = new CpuStates(capabilities.xsaveSize());
      KernelServices services =
          new KernelServices(
              memory, cpus, states, b.clock, random, root.namespace(), config(b, capabilities));
      services.hostname().node(b.hostname);
      services.observer(b.observer);
      services.interrupts().timer().program(b.timerHz);
      services.commandLine(b.bootLine.text());
      Ticker ticker = new Ticker(services, "exo-ticker");
      SyscallDispatcher dispatcher = new SyscallDispatcher(services);
      List<Thread> running = new ArrayList<>();
      Kernel kernel =
          new Kernel(services, ram, states, ticker, running, capabilities, root, initProgram(b));
      services.lock().lock();
      try {
        BootLog.begin(services, b, frames);
        BootLog.processor(services, descriptors);
        OutputPump output = new OutputPump(services.lock(), services.config().outputBytes());
        Console console = kernel.console(b, output);
        BootLog.scheduler(services);
        root.attach(services, kernel.hostCaller, console);
        HostTerminals terminals = new HostTerminals(services, root.terminals(), kernel.hostCaller);
        kernel.streams = new HostStreams(services, terminals, output);
      } finally {
        services.lock().unlock();
      }
      kernel.baseFrames = frames.statistics().used() - root.heldFrames();
      ticker.start();
      GuestTurn turn = new GuestTurn(capabilities.parallel(), b.cpus);
      for (CpuThread t : threads) {
        int index = running.size();
        running.add(t.thread);
        t.runner.complete(new TaskRunner(services, t.await(), index, dispatcher, ticker, turn));
      }
      return kernel;
    } catch (CpuUnavailable | IOException | RuntimeException | Error e) {
      for (CpuThread t : threads) {
        t.abandon();
        joinQuietly(t.thread);
      }
      if (root != null) {
        root.close();
      }
      ram.close();
      throw e;
    }
  }

  /** The console, if the machine has one: from here on the kernel is heard. */
  private @Nullable Console console(MachineBuilder b, OutputPump output) {
    GuestOutput serial = b.serial;
    if (serial == null) {
      return null;
    }
    HostConsole made = new HostConsole(services, output, serial);
    hostConsole = made;
    Console console = made.console();
    console.start();
    if (!b.bootLine.isQuiet()) {
      console.print(Splash.TEXT);
      services.log().console(line -> console.print(line.replace("\n", "\r\n")));
    }
    BootLog.devices(services);
    made.listen(b.keyboard);
    made.receive(b.serialInput);
    return console;
  }

  /** The first program, as the command line names it. */
  Program initProgram() {
    return init;
  }

  private static Program initProgram(MachineBuilder b) {
    Program program = Program.of(b.bootLine.init()).onConsole();
    List<String> argv = new ArrayList<>();
    argv.add(b.bootLine.init());
    argv.addAll(b.bootLine.arguments());
    argv.addAll(b.initArguments);
    program.argv(argv).env("HOME", "/").env("TERM", "linux");
    b.bootLine.environment().forEach(program::env);
    return program;
  }

  /** The console, or null. */
  @Nullable HostConsole hostConsole() {
    return hostConsole;
  }

  /** From the host's pool itself: SecureRandom takes 20 ms to look for its providers. */
  private static long drawnSeed() throws IOException {
    try (InputStream pool = new FileInputStream("/dev/urandom")) {
      return ByteBuffer.wrap(pool.readNBytes(Long.BYTES)).getLong();
    }
  }

  private static KernelConfig config(MachineBuilder b, Capabilities c) {
    return new KernelConfig(
        b.cpus,
        b.maxTasks,
        nanos(b.wallLimit),
        nanos(b.cpuLimit),
        b.outputLimit,
        b.maxDescriptors,
        b.engine,
        c.instructionSets().stream().sorted().toList(),
        c.hwcap(),
        c.hwcap2(),
        SignalFrame.largest(c.xsaveSize()),
        c.highestUserAddress());
  }

  private static long nanos(java.time.Duration d) {
    try {
      return d.toNanos();
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  KernelServices services() {
    return services;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  HostStreams streams() {
    HostStreams s = streams;
    if (s == null) {
      throw new KernelBug("streams are asked for before the kernel is wired");
    }
    return s;
  }

  /** Frames in use before the first program, files aside. */
  long baseFrames() {
    return baseFrames;
  }

  /** Who looks at files from outside. */
  HostCaller hostCaller() {
    return hostCaller;
  }

  RootFileSystem root() {
    return root;
  }

  /**
   * Stops the CPUs and frees everything; processes that still run are gone.
   *
   * @throws KernelBug when that does not go as it should
   */
  @Override
  public void close() {
    KernelBug known;
    services.lock().lock();
    try {
      known = services.failure();
      services.stop();
      if (hostConsole != null) {
        hostConsole.close();
      }
    } finally {
      services.lock().unlock();
    }
    for (Thread t : cpuThreads) {
      joinQuietly(t);
    }
    ticker.stop();
    streams().close();
    hostCaller.close();
    states.close();
    root.close();
    ram.close();
    KernelBug bug = services.failure();
    if (bug != null && bug != known) {
      throw bug;
    }
  }

  private static void joinQuietly(Thread t) {
    boolean interrupted = false;
    while (true) {
      try {
        t.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
