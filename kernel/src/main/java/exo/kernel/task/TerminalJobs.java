package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;
import exo.kernel.tty.Jobs;
import exo.kernel.tty.Terminal;
import java.util.List;

/** Terminals and the processes before them: sessions, foreground groups, hang-ups. */
public final class TerminalJobs implements Jobs {
  private final Processes processes;

  TerminalJobs(Processes processes) {
    this.processes = processes;
  }

  @Override
  public void signalGroup(int processGroup, int signal) {
    for (ThreadGroup g : List.copyOf(processes.groups())) {
      if (g.processGroup() == processGroup) {
        SignalSending.toGroup(g, SignalInfo.kernel(signal));
      }
    }
  }

  @Override
  public void detachSession(int session, Terminal terminal) {
    for (ThreadGroup g : processes.groups()) {
      if (g.session() == session && g.terminal() == terminal) {
        g.terminal(null);
      }
    }
  }

  @Override
  public void hangUpSession(int session, Terminal terminal, int foreground) {
    for (ThreadGroup g : List.copyOf(processes.groups())) {
      if (g.session() != session) {
        continue;
      }
      if (g.terminal() == terminal) {
        g.terminal(null);
      }
      if (g.isSessionLeader()) {
        SignalSending.toGroup(g, SignalInfo.kernel(Signals.SIGHUP));
        SignalSending.toGroup(g, SignalInfo.kernel(Signals.SIGCONT));
        g.lostTerminal(foreground);
      }
    }
  }

  @Override
  public int sessionOf(int processGroup) {
    for (ThreadGroup g : processes.groups()) {
      if (g.processGroup() == processGroup) {
        return g.session();
      }
    }
    return NONE;
  }

  @Override
  public boolean exists(int id) {
    return id > 0
        && (processes.task(id) != null || processes.group(id) != null || sessionOf(id) != NONE);
  }

  /** TIOCNOTTY: a leader takes the whole session with it. */
  void leave(ThreadGroup group) {
    Terminal terminal = group.terminal();
    if (terminal == null) {
      return;
    }
    if (!group.isSessionLeader()) {
      group.terminal(null);
      return;
    }
    int foreground = terminal.foreground();
    if (foreground != Terminal.NONE) {
      signalGroup(foreground, Signals.SIGHUP);
      signalGroup(foreground, Signals.SIGCONT);
    }
    detachSession(group.session(), terminal);
    terminal.detach();
  }

  /** The leader of a session ended: its terminal's foreground group gets SIGHUP. */
  void leaderEnded(ThreadGroup leader) {
    Terminal terminal = leader.terminal();
    if (terminal != null) {
      int foreground = terminal.foreground();
      if (foreground != Terminal.NONE) {
        signalGroup(foreground, Signals.SIGHUP);
      }
      detachSession(leader.session(), terminal);
      terminal.detach();
    } else if (leader.lostForeground() != Terminal.NONE) {
      signalGroup(leader.lostForeground(), Signals.SIGHUP);
      signalGroup(leader.lostForeground(), Signals.SIGCONT);
    }
  }

  /** What a process in the background gets for reaching for its terminal. */
  static long checkForeground(Task task, Terminal terminal, int signal) {
    ThreadGroup group = task.group();
    int foreground = terminal.foreground();
    if (group.terminal() != terminal
        || foreground == Terminal.NONE
        || foreground == group.processGroup()) {
      return 0;
    }
    boolean ignored =
        (task.signals().mask() & Signal.mask(signal)) != 0
            || task.actions().handler(signal) == SignalActions.SIG_IGN;
    if (ignored) {
      return signal == Signals.SIGTTIN ? Errno.EIO.negated() : 0;
    }
    TerminalJobs jobs = task.kernel().terminalJobs();
    if (OrphanedGroups.isOrphaned(jobs.processes, group.processGroup(), null)) {
      return Errno.EIO.negated();
    }
    jobs.signalGroup(group.processGroup(), signal);
    return Restart.SYS;
  }
}
