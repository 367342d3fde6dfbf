package exo.cli.control;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A machine that another process of this user runs with {@code --control}. */
public final class ControlledMachine {
  private final long pid;
  private final Path socket;

  private ControlledMachine(long pid, Path socket) {
    this.pid = pid;
    this.socket = socket;
  }

  /** The one that a process runs, whether it does or not. */
  public static ControlledMachine of(long pid) throws Failure {
    return new ControlledMachine(pid, ControlFolder.find().socket(pid));
  }

  /** All that run now. What killed ones left behind is cleared away. */
  public static List<ControlledMachine> running() throws Failure {
    ControlFolder folder = ControlFolder.find();
    List<ControlledMachine> machines = new ArrayList<>();
    for (long pid : folder.processes()) {
      ControlledMachine machine = new ControlledMachine(pid, folder.socket(pid));
      if (machine.look() != null) {
        machines.add(machine);
      } else if (ProcessHandle.of(pid).isEmpty()) {
        machine.clear();
      }
    }
    return machines;
  }

  private void clear() throws Failure {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, socket + ": " + e.getMessage());
    }
  }

  /** The process that runs it. */
  public long pid() {
    return pid;
  }

  /**
   * What it does now.
   *
   * @return null when no machine is there, or not any more
   */
  public @Nullable Look look() throws Failure {
    String text;
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return null;
    }
    try {
      return LookText.read(text);
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, "process " + pid + ": " + e.getMessage());
    }
  }
}
