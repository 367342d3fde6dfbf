package exo.cli.run;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.cli.Notice;
import exo.cpu.CpuUnavailable;
import exo.kernel.Machine;
import exo.kernel.MachineBuilder;
import exo.kernel.task.SyscallObserver;
import exo.kernel.time.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes the machine that the options ask for. */
final class MachineSetup {
  /** When a virtual clock begins, nanoseconds since 1970: 2025-01-01T00:00Z. */
  private static final long VIRTUAL_EPOCH = 1_735_689_600_000_000_000L;

  private final RunOptions options;
  private final MachineBuilder builder = Machine.builder();

  private MachineSetup(RunOptions options) {
    this.options = options;
  }

  static Machine boot(RunOptions options, @Nullable SyscallObserver observer) throws Failure {
    MachineSetup setup = new MachineSetup(options);
    try {
      setup.machine();
      setup.files();
      setup.limits();
      if (observer != null) {
        setup.builder.observer(observer);
      }
      return setup.builder.build();
    } catch (CpuUnavailable | IOException e) {
      throw new Failure(ExitStatus.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void machine() throws Failure {
    builder.cpus(options.cpus);
    if (options.memory != null) {
      try {
        builder.memory(options.memory);
      } catch (IllegalArgumentException e) {
        throw Failure.usage("exo run", "--memory: " + e.getMessage());
      }
    }
    if (EngineChoice.AUTO.equals(options.engine)) {
      boolean repeatable = options.seed != null || options.clock == RunOptions.ClockKind.VIRTUAL;
      builder.engine(EngineChoice.of(repeatable, initramfs(), this::verbose));
    } else if (options.engine != null) {
      builder.engine(options.engine);
    }
    if (options.seed != null) {
      builder.seed(options.seed);
    }
    if (options.clock == RunOptions.ClockKind.VIRTUAL) {
      builder.clock(new VirtualClock(VIRTUAL_EPOCH));
    }
    if (options.hostname != null) {
      builder.hostname(options.hostname);
    }
  }

  private void verbose(String message) {
    if (options.verbose) {
      Notice.say(message);
    }
  }

  private void files() throws Failure {
    if (options.rootfs == null) {
      builder.initramfs(initramfs());
    } else if (Files.isDirectory(options.rootfs)) {
      builder.rootDirectory(options.rootfs);
    } else {
      throw new Failure(ExitStatus.FAILED, "--rootfs " + options.rootfs + ": no such folder");
    }
    for (HostMount mount : options.mounts) {
      if (!Files.exists(mount.host())) {
        throw new Failure(
            ExitStatus.FAILED, "--mount " + mount.host() + ": no such file or folder");
      }
      builder.mount(mount.host(), mount.guest(), mount.writable());
    }
  }

  private static Path initramfs() throws Failure {
    Path tar = Path.of(System.getProperty("exo.initramfs", "initramfs.tar"));
    if (Files.isRegularFile(tar)) {
      return tar;
    }
    throw new Failure(
        ExitStatus.FAILED,
        tar + " is not there: start Exo by its exo script, which makes it, or use --rootfs");
  }

  private void limits() {
    if (options.cpuTime != null) {
      builder.cpuLimit(options.cpuTime);
    }
    if (options.maxProcesses != null) {
      builder.maxTasks(options.maxProcesses);
    }
    if (options.maxFiles != null) {
      builder.maxDescriptors(options.maxFiles);
    }
    if (options.maxOutput != null) {
      builder.outputLimit(options.maxOutput);
    }
  }
}
