package exo.cli.control;

import exo.cli.ExitStatus;
import exo.cli.Failure;
import exo.kernel.Machine;
import exo.kernel.abi.KernelBug;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code --control}: lets the user's other processes look into a machine of this one. Each look has
 * a thread of its own, so that who does not read what he asked for keeps nobody else waiting.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Duration WHEN_DESCRIPTORS_ARE_SHORT = Duration.ofMillis(100);

  private final Machine machine;
  private final String program;
  private final Path file;
  private final ServerSocketChannel channel;

  private ControlSocket(Machine machine, String program, Path file, ServerSocketChannel channel) {
    this.machine = machine;
    this.program = program;
    this.file = file;
    this.channel = channel;
  }

  /**
   * Listens from now on.
   *
   * @param program what the machine runs, for people to tell it from others
   */
  public static ControlSocket open(Machine machine, String program) throws Failure {
    ControlFolder folder = ControlFolder.find();
    folder.make();
    Path file = folder.socket(ProcessHandle.current().pid());
    try {
      // A process that had our number may have been killed before it could.
      Files.deleteIfExists(file);
      ControlSocket socket = new ControlSocket(machine, program, file, bound(file));
      Thread.ofPlatform().daemon().name("exo-control").start(socket::serve);
      return socket;
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, "--control: " + file + ": " + e.getMessage());
    }
  }

  private static ServerSocketChannel bound(Path file) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      return channel.bind(UnixDomainSocketAddress.of(file));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void serve() {
    while (channel.isOpen()) {
      try {
        SocketChannel visitor = channel.accept();
        Thread.ofVirtual().start(() -> answer(visitor));
      } catch (IOException e) {
        if (channel.isOpen() && !pause()) {
          return;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(WHEN_DESCRIPTORS_ARE_SHORT);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void answer(SocketChannel visitor) {
    try (visitor) {
      String text = LookText.write(new Look(program, machine.snapshot()));
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        visitor.write(bytes);
      }
    } catch (IOException | IllegalStateException | KernelBug e) {
      // The visitor or the machine has gone, and the visitor sees an answer that has no end.
    }
  }

  @Override
  public void close() throws Failure {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, "--control: " + file + ": " + e.getMessage());
    }
  }
}
