package exo.cli.boot;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Notice;
import exo.cli.control.ControlSocket;
import exo.cli.run.EngineChoice;
import exo.cli.run.OurTerminal;
import exo.cli.run.StandardInput;
import exo.cli.run.StandardOutput;
import exo.cli.run.TraceOutput;
import exo.cpu.CpuUnavailable;
import exo.kernel.GuestInput;
import exo.kernel.GuestOutput;
import exo.kernel.GuestProcess;
import exo.kernel.GuestStartException;
import exo.kernel.Machine;
import exo.kernel.MachineBuilder;
import exo.kernel.PowerOff;
import exo.kernel.abi.KernelBug;
import exo.kernel.strace.StraceLog;
import exo.kernel.strace.StraceObserver;
import exo.kernel.time.VirtualClock;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code exo boot}: a computer from power-on to power-off. */
public final class BootCommand {
  /** When a virtual clock begins, nanoseconds since 1970: 2025-01-01T00:00Z. */
  private static final long VIRTUAL_EPOCH = 1_735_689_600_000_000_000L;

  private static final int SIGNALLED = 128;

  private final BootOptions options;
  private @Nullable TraceOutput trace;

  private BootCommand(BootOptions options) {
    this.options = options;
  }

  /**
   * Boots what the words after {@code exo boot} say.
   *
   * @return the status to end with
   */
  public static int run(List<String> words) throws Failure, InterruptedException {
    BootOptions options = BootOptions.parse(words);
    if (options.help) {
      System.out.print(BootHelp.TEXT);
      return ExitStatus.OK;
    }
    return new BootCommand(options).run();
  }

  private int run() throws Failure, InterruptedException {
    try (OurTerminal terminal = OurTerminal.find()) {
      PowerOff end = powerOn(terminal);
      while (end.kind() == PowerOff.Kind.RESTART) {
        end = powerOn(terminal);
      }
      return status(end);
    } catch (KernelBug e) {
      throw new Failure(ExitStatus.FAILED, Notice.describe(e));
    } catch (IOException | CpuUnavailable e) {
      throw new Failure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    } finally {
      if (trace != null) {
        trace.flush();
      }
    }
  }

  private static int status(PowerOff end) {
    if (end.kind() == PowerOff.Kind.OFF) {
      return ExitStatus.OK;
    }
    return end.init().signal() == 0 ? end.init().status() : SIGNALLED + end.init().signal();
  }

  private PowerOff powerOn(OurTerminal terminal)
      throws Failure, IOException, CpuUnavailable, InterruptedException {
    StandardInput input = new StandardInput();
    boolean person = options.script.isEmpty() || input.isTerminal();
    terminal.useRaw(input.isTerminal());
    terminal.keepRaw();
    MachineBuilder builder = machine();
    builder.console(
        person ? input : GuestInput.absent(),
        options.vga ? GuestOutput.discard() : new StandardOutput(1));
    try (InputStream serial = serialInput();
        Machine machine = builder.serialInput(received(serial)).build();
        ControlSocket _ = control(machine);
        ScreenPainter painter = ScreenPainter.of(machine, options.vga)) {
      GuestProcess init = machine.startInit();
      painter.start();
      PowerOff end = machine.waitForPowerOff(init);
      Path picture = options.screenshot;
      if (picture != null) {
        Files.write(picture, ScreenPicture.png(machine.screen()));
      }
      return end;
    } catch (GuestStartException e) {
      throw new Failure(
          switch (e.kind()) {
            case NOT_FOUND -> ExitStatus.NOT_FOUND;
            case NOT_EXECUTABLE -> ExitStatus.NOT_EXECUTABLE;
            case NO_RESOURCES -> ExitStatus.FAILED;
          },
          String.valueOf(e.getMessage()));
    }
  }

  private @Nullable ControlSocket control(Machine machine) throws Failure {
    String program = "boot " + String.join(" ", options.script);
    return options.control ? ControlSocket.open(machine, program.strip()) : null;
  }

  private MachineBuilder machine() throws Failure, IOException {
    MachineBuilder builder = Machine.builder().cpus(options.cpus);
    Path initrd = initrd();
    builder.initramfs(initrd);
    try {
      builder.commandLine(commandLine());
      if (options.memory != null) {
        builder.memory(options.memory);
      }
    } catch (IllegalArgumentException e) {
      throw Failure.usage("exo boot", String.valueOf(e.getMessage()));
    }
    if (!options.script.isEmpty()) {
      builder.initArguments(List.of("-c", String.join(" ", options.script)));
    }
    if (options.timeout != null) {
      builder.wallLimit(options.timeout);
    }
    if (options.seed != null) {
      builder.seed(options.seed);
    }
    if (options.virtualClock) {
      builder.clock(new VirtualClock(VIRTUAL_EPOCH));
    }
    if (options.engine != null) {
      builder.engine(engine(options.engine, initrd));
    }
    if (options.strace) {
      builder.observer(new StraceObserver(trace(), StraceLog.Prefix.WHEN_SEVERAL));
    }
    return builder;
  }

  /** Nothing to read, and no thread to read it, unless asked for. */
  private static GuestInput received(@Nullable InputStream serial) {
    return serial == null ? GuestInput.absent() : GuestInput.of(serial);
  }

  private @Nullable InputStream serialInput() throws Failure {
    Path file = options.serial;
    if (file == null) {
      return null;
    }
    try {
      return new FileInputStream(file.toFile());
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, "--serial " + e.getMessage());
    }
  }

  private String commandLine() {
    StringBuilder line = new StringBuilder();
    if (!options.script.isEmpty() && !options.verbose) {
      line.append("quiet ");
    }
    if (options.init != null) {
      line.append("init=").append(options.init).append(' ');
    }
    return line.append(options.commandLine).toString();
  }

  private String engine(String name, Path initrd) throws Failure {
    if (!name.equals(EngineChoice.AUTO)) {
      return name;
    }
    return EngineChoice.of(
        options.seed != null || options.virtualClock,
        initrd,
        text -> {
          if (options.verbose) {
            Notice.say(text);
          }
        });
  }

  private TraceOutput trace() throws IOException {
    TraceOutput made = trace;
    if (made == null) {
      Path file = options.straceFile;
      made = new TraceOutput(file == null ? System.err : new FileOutputStream(file.toFile()));
      trace = made;
    }
    return made;
  }

  private Path initrd() throws Failure {
    Path tar = options.initrd;
    if (tar == null) {
      tar = Path.of(System.getProperty("exo.initramfs", "initramfs.tar"));
    }
    if (!Files.isRegularFile(tar)) {
      throw new Failure(ExitStatus.FAILED, "--initrd " + tar + ": no such file");
    }
    return tar;
  }
}
