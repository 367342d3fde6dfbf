package exo.kernel;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.fs.stream.OutputPump;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.tty.Devpts;
import exo.kernel.tty.Terminal;
import exo.kernel.tty.TerminalFile;
import exo.kernel.tty.WindowSize;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.PathWalk;
import org.jspecify.annotations.Nullable;

/** The terminals of programs that were started on one of the host's. The lock is held. */
final class HostTerminals {
  private final KernelServices services;
  private final Devpts terminals;
  private final HostCaller host;

  HostTerminals(KernelServices services, Devpts terminals, HostCaller host) {
    this.services = services;
    this.terminals = terminals;
    this.host = host;
  }

  /** Whether the program has the host's terminal before it. */
  static boolean wants(Program program) {
    return program.input().kind() == StreamKind.TERMINAL
        || program.output().kind() == StreamKind.TERMINAL
        || program.error().kind() == StreamKind.TERMINAL;
  }

  /** A terminal for a program, which the task begins a session on. */
  HostLine open(Program program, Task task, OutputPump output) throws Errno {
    boolean keyboard = program.input().kind() == StreamKind.TERMINAL;
    GuestOutput screen = screen(program);
    OutputPump.Channel channel = output.open(screen::write);
    HostLine line = new HostLine(services, output, channel);
    Terminal terminal = terminals.addTerminal(line, task.credentials().uid(), TTY_GROUP);
    line.terminal(terminal);
    if (!keyboard) {
      // Nobody has put the host's terminal into raw mode: it goes on processing output itself.
      terminal.plainOutput();
    }
    terminal.resize(program.window());
    task.group().session(task.group().pid());
    task.group().processGroup(task.group().pid());
    terminal.attach(task);
    if (keyboard) {
      line.listen(program.input());
    }
    return line;
  }

  private static final int TTY_GROUP = 5;

  private static GuestOutput screen(Program program) {
    if (program.output().kind() == StreamKind.TERMINAL) {
      return program.output();
    }
    if (program.error().kind() == StreamKind.TERMINAL) {
      return program.error();
    }
    GuestOutput echo = program.screen();
    return echo != null ? echo : GuestOutput.discard();
  }

  /** The terminal as an open file, with one reference. */
  OpenFile file(Terminal terminal) throws Errno {
    PathWalk walk = new PathWalk();
    walk.resolve(host, Fcntl.AT_FDCWD, "/dev/pts/" + Devpts.number(terminal), PathWalk.FOLLOW);
    return TerminalFile.open(walk.path(), Fcntl.O_RDWR | Fcntl.O_NOCTTY, host, terminal);
  }

  /** The program has ended: who is left on its terminal is cut off. */
  void close(@Nullable HostLine line) {
    if (line != null) {
      terminals.remove(line.terminal());
      line.terminal().hangUp();
      line.close();
    }
  }

  /** The window has changed. */
  static void resize(HostLine line, WindowSize size) {
    line.terminal().resize(size);
  }
}
