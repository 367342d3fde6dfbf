package exo.kernel;

import exo.cpu.CpuUnavailable;
import exo.kernel.irq.Pit8254;
import exo.kernel.task.SyscallObserver;
import exo.kernel.time.Clock;
import exo.kernel.time.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a machine is made of. Every part has a default; {@link #build} checks them together. */
public final class MachineBuilder {
  /** Least and most guest RAM, bytes. */
  public static final long MIN_MEMORY = 16L << 20;

  public static final long MAX_MEMORY = 64L << 30;

  /** A host folder or file shown in the guest. */
  record HostMount(Path host, String guest, boolean writable) {}

  long memory = 512L << 20;
  int cpus = 1;
  String engine = "unicorn";
  @Nullable Path rootDirectory;
  @Nullable Path initramfs;
  final List<HostMount> mounts = new ArrayList<>();
  Clock clock = new SystemClock();
  long seed;
  boolean seeded;
  Duration wallLimit = Duration.ofNanos(Long.MAX_VALUE);
  Duration cpuLimit = Duration.ofNanos(Long.MAX_VALUE);
  long outputLimit = Long.MAX_VALUE;
  int maxTasks = 32_768;
  int maxDescriptors = 1024;
  String hostname = "exo";
  int timerHz = Pit8254.DEFAULT_HZ;
  GuestInput keyboard = GuestInput.absent();
  GuestInput serialInput = GuestInput.absent();
  @Nullable GuestOutput serial;
  BootLine bootLine = BootLine.of("");
  List<String> initArguments = List.of();
  @Nullable SyscallObserver observer;

  MachineBuilder() {}

  /**
   * Guest RAM, 512 MiB if not said. Reserved, and committed by the host as it is touched.
   *
   * @param bytes a multiple of 2 MiB from {@link #MIN_MEMORY} to {@link #MAX_MEMORY}
   */
  public MachineBuilder memory(long bytes) {
    if (bytes < MIN_MEMORY || bytes > MAX_MEMORY || bytes % (2L << 20) != 0) {
      throw new IllegalArgumentException(
          "memory must be a multiple of 2 MiB from 16 MiB to 64 GiB, not " + bytes + " bytes");
    }
    memory = bytes;
    return this;
  }

  /** Virtual CPUs, 1 if not said, at most 64. */
  public MachineBuilder cpus(int count) {
    if (count < 1 || count > 64) {
      throw new IllegalArgumentException("from 1 to 64 CPUs, not " + count);
    }
    cpus = count;
    return this;
  }

  /** Name of the CPU engine, {@code unicorn} if not said. */
  public MachineBuilder engine(String name) {
    engine = name;
    return this;
  }

  /**
   * A host folder as the read-only lower layer of the root file system; what the guest writes stays
   * in memory. Without it the root is in memory and empty, or what {@link #initramfs} holds.
   */
  public MachineBuilder rootDirectory(Path hostFolder) {
    rootDirectory = hostFolder;
    return this;
  }

  /** A tar file (ustar, pax, GNU) unpacked as the root file system. */
  public MachineBuilder initramfs(Path tar) {
    initramfs = tar;
    return this;
  }

  /** Shows a host folder or file in the guest. */
  public MachineBuilder mount(Path host, String guest, boolean writable) {
    mounts.add(new HostMount(host, guest, writable));
    return this;
  }

  /** The source of time, the host's if not said. */
  public MachineBuilder clock(Clock source) {
    clock = source;
    return this;
  }

  /** The seed of all chance in the machine; one is drawn if not said. */
  public MachineBuilder seed(long value) {
    seed = value;
    seeded = true;
    return this;
  }

  /** Longest time a program may take by the clock; then everything in the machine is killed. */
  public MachineBuilder wallLimit(Duration limit) {
    wallLimit = limit;
    return this;
  }

  /** Most CPU time all processes together may use; then everything in the machine is killed. */
  public MachineBuilder cpuLimit(Duration limit) {
    cpuLimit = limit;
    return this;
  }

  /** Most bytes of standard output and error together; a write beyond gets SIGXFSZ and EFBIG. */
  public MachineBuilder outputLimit(long bytes) {
    outputLimit = bytes;
    return this;
  }

  /** Most threads alive at once, 32768 if not said. */
  public MachineBuilder maxTasks(int count) {
    maxTasks = count;
    return this;
  }

  /** The soft RLIMIT_NOFILE of every program, 1024 if not said. */
  public MachineBuilder maxDescriptors(int count) {
    maxDescriptors = count;
    return this;
  }

  /** The name uname(2) reports, {@code exo} if not said. */
  public MachineBuilder hostname(String name) {
    hostname = name;
    return this;
  }

  /**
   * Ticks of the interval timer a second, 100 if not said: how often a running task can lose its
   * CPU to another.
   *
   * @param hz from 19 to 1000
   */
  public MachineBuilder timer(int hz) {
    if (hz < Pit8254.MIN_HZ || hz > Pit8254.MAX_HZ) {
      throw new IllegalArgumentException("a timer from 19 to 1000 Hz, not " + hz);
    }
    timerHz = hz;
    return this;
  }

  /**
   * Gives the machine a console: a keyboard, a screen of 80 by 25 characters, which {@link
   * Machine#screen} shows, and a serial line. The boot is told there, and {@link Machine#startInit}
   * starts process 1 on it.
   *
   * @param keys typed on the keyboard; at their end Ctrl-D is, or of kind TERMINAL a hang-up;
   *     {@link GuestInput#absent} for a keyboard nobody sits at
   * @param line gets what the console puts out, escape sequences and all
   */
  public MachineBuilder console(GuestInput keys, GuestOutput line) {
    keyboard = keys;
    serial = line;
    return this;
  }

  /**
   * What comes in on the serial line of a machine with a {@link #console}, for who reads {@code
   * /dev/ttyS0}. It waits while nobody does, and the line falls silent at its end.
   */
  public MachineBuilder serialInput(GuestInput bytes) {
    serialInput = bytes;
    return this;
  }

  boolean hasConsole() {
    return serial != null;
  }

  /**
   * The kernel's command line: {@code quiet} keeps the boot log off the console, {@code init=PATH}
   * names the first program ({@code /bin/init} if not said), {@code hz=N} is {@link #timer}. Other
   * words go to the first program: {@code NAME=VALUE} into its environment, the rest, and all
   * behind {@code --}, as arguments.
   */
  public MachineBuilder commandLine(String line) {
    bootLine = BootLine.of(line);
    int hz = bootLine.timerHz();
    return hz == 0 ? this : timer(hz);
  }

  /** Further arguments of the first program, which may have blanks in them. */
  public MachineBuilder initArguments(List<String> words) {
    initArguments = List.copyOf(words);
    return this;
  }

  /** Who sees, and may answer, every system call; nobody if not said. */
  public MachineBuilder observer(SyscallObserver watcher) {
    observer = watcher;
    return this;
  }

  /**
   * Boots the machine.
   *
   * @throws CpuUnavailable when the engine cannot work here; one line with the remedy
   * @throws IOException when a host file or folder cannot be used
   */
  public Machine build() throws CpuUnavailable, IOException {
    return new Machine(Kernel.boot(this));
  }
}
