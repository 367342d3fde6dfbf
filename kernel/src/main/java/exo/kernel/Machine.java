package exo.kernel;

import exo.cpu.Capabilities;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Reboot;
import exo.kernel.ipc.ChannelFormat;
import exo.kernel.ipc.HostEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A computer with a Linux-compatible kernel in this JVM: guest RAM, virtual CPUs, a root file
 * system. Programs are started in it with {@link #start} or {@link #run}; its files can be read and
 * written from outside. Many machines live in one JVM and share nothing.
 *
 * <pre>{@code
 * try (Machine machine = Machine.builder().rootDirectory(Path.of("/")).build()) {
 *   var out = new ByteArrayOutputStream();
 *   ProcessResult result = machine.run(Program.of("/usr/bin/date", "-u").output(out));
 * }
 * }</pre>
 *
 * <p>Any thread may use any method. A closed machine throws IllegalStateException.
 */
public final class Machine implements AutoCloseable {
  private static final String CLOSED = "the machine is closed";

  private final Kernel kernel;
  private volatile boolean closed;

  Machine(Kernel kernel) {
    this.kernel = kernel;
  }

  public static MachineBuilder builder() {
    return new MachineBuilder();
  }

  /**
   * Starts a program; it runs on the machine's own threads.
   *
   * @throws GuestStartException when it cannot be executed
   */
  public synchronized GuestProcess start(Program program) throws GuestStartException {
    if (closed) {
      throw new IllegalStateException(CLOSED);
    }
    return ProgramStarter.start(kernel, program);
  }

  /**
   * Starts the first program of a machine with a console: process 1, which the kernel's command
   * line names, with {@code /dev/console} before it. To be called once, before any other program.
   *
   * @throws GuestStartException when it cannot be executed
   */
  public synchronized GuestProcess startInit() throws GuestStartException {
    if (closed) {
      throw new IllegalStateException(CLOSED);
    }
    if (kernel.hostConsole() == null) {
      throw new IllegalStateException("a machine without a console has no first process");
    }
    return ProgramStarter.startInit(kernel, kernel.initProgram());
  }

  /**
   * Waits until the machine is turned off, or its first process has ended; then nothing runs in it
   * any more and its output has been written.
   *
   * @param init what {@link #startInit} answered
   */
  public PowerOff waitForPowerOff(GuestProcess init) throws InterruptedException {
    ProcessResult result = init.waitFor();
    killAll();
    int command = kernel.services().rebootCommand();
    kernel.streams().drain();
    PowerOff.Kind kind =
        switch (command) {
          case 0 -> PowerOff.Kind.INIT_ENDED;
          case Reboot.LINUX_REBOOT_CMD_HALT, Reboot.LINUX_REBOOT_CMD_POWER_OFF -> PowerOff.Kind.OFF;
          default -> PowerOff.Kind.RESTART;
        };
    return new PowerOff(kind, result);
  }

  /** What the screen of a machine with a console shows now. */
  public ScreenImage screen() {
    HostConsole console = kernel.hostConsole();
    if (console == null) {
      throw new IllegalStateException("a machine without a console has no screen");
    }
    ReentrantLock lock = lock();
    try {
      return ScreenImage.of(console);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts a program and waits for its end and for its output.
   *
   * @throws GuestStartException when it cannot be executed
   * @throws KernelBug when Exo itself failed
   */
  public ProcessResult run(Program program) throws GuestStartException, InterruptedException {
    ProcessResult result = start(program).waitFor();
    kernel.streams().drain();
    return result;
  }

  /** Waits until all output of programs so far has been written. */
  public void drainOutput() throws InterruptedException {
    kernel.streams().drain();
  }

  /**
   * The bytes of a file of the guest.
   *
   * @throws IOException with the guest's errno in its message
   */
  public byte[] readFile(String path) throws IOException {
    return locked(() -> GuestFiles.read(kernel, path));
  }

  /**
   * Writes a file of the guest, made if absent, replaced if there.
   *
   * @param mode permission bits of a new file
   * @throws IOException with the guest's errno in its message
   */
  public void writeFile(String path, byte[] content, int mode) throws IOException {
    locked(
        () -> {
          GuestFiles.write(kernel, path, content, mode);
          return true;
        });
  }

  /**
   * Type and permissions of a file of the guest, links followed.
   *
   * @return {@code st_mode} as stat(2) gives it; empty when there is no such file
   */
  public OptionalInt fileMode(String path) {
    ReentrantLock lock = lock();
    try {
      return GuestFiles.mode(kernel, path);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows a host folder or file in the guest, as {@link MachineBuilder#mount} does before the boot.
   *
   * @param guest absolute; made if it is not there
   * @throws IOException when it cannot be shown
   */
  public void mount(Path host, String guest, boolean writable) throws IOException {
    locked(
        () -> {
          kernel
              .root()
              .mount(kernel.hostCaller(), new MachineBuilder.HostMount(host, guest, writable));
          return true;
        });
  }

  /**
   * Makes a folder of the guest and those above it.
   *
   * @throws IOException with the guest's errno in its message
   */
  public void makeDirectories(String path) throws IOException {
    locked(
        () -> {
          GuestFiles.makeDirectories(kernel.hostCaller(), path);
          return true;
        });
  }

  /**
   * Makes a channel under {@code /dev/ipc} and holds an end of it, so that this program and guests
   * send each other messages.
   *
   * @param name without a slash
   * @param mode who may open it in the guest: permission bits
   * @throws IOException with the guest's errno in its message: EEXIST when the name is taken
   */
  public HostEnd createChannel(String name, ChannelFormat format, int mode) throws IOException {
    return locked(() -> GuestFiles.channel(kernel, name, format, mode));
  }

  /**
   * Holds an end of a channel that is there.
   *
   * @throws IOException with the guest's errno in its message: ENOENT when it is not
   */
  public HostEnd openChannel(String name) throws IOException {
    return locked(() -> GuestFiles.channel(kernel, name, null, 0));
  }

  /** Ends every program in the machine with SIGKILL, and waits until they are gone. */
  public void killAll() throws InterruptedException {
    while (true) {
      ReentrantLock lock = lock();
      try {
        if (!kernel.services().killAll()) {
          return;
        }
      } finally {
        lock.unlock();
      }
      Thread.sleep(1);
    }
  }

  /** What it is doing now: CPUs, run queues and tasks, all at one moment. */
  public MachineSnapshot snapshot() {
    ReentrantLock lock = lock();
    try {
      return SnapshotTaking.of(kernel.services());
    } finally {
      lock.unlock();
    }
  }

  /** What the CPU engine can do. */
  public Capabilities capabilities() {
    return kernel.capabilities();
  }

  /**
   * Counts every reference to frames, descriptors and tasks again and compares: what is not back is
   * named. Meant for tests, when no program runs.
   *
   * @throws KernelBug when something leaked
   */
  public void audit() {
    ReentrantLock lock = lock();
    try {
      Auditor.check(kernel);
    } finally {
      lock.unlock();
    }
  }

  Kernel kernel() {
    return kernel;
  }

  /** Ends everything in it and frees its memory. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      kernel.close();
    }
  }

  private interface GuestAction<T> {
    T run() throws IOException;
  }

  private <T> T locked(GuestAction<T> action) throws IOException {
    ReentrantLock lock = lock();
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the kernel lock of an open machine: closing needs it before it frees anything. */
  private ReentrantLock lock() {
    ReentrantLock lock = kernel.services().lock();
    lock.lock();
    if (closed) {
      lock.unlock();
      throw new IllegalStateException(CLOSED);
    }
    return lock;
  }
}
