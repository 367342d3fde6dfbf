package exo.kernel.tty;

/** What terminals do to sessions and process groups. Owned by the kernel lock. */
public interface Jobs {
  /** No such group, as an answer. */
  int NONE = -1;

  /** Sends a signal of the kernel's to every process of a group. */
  void signalGroup(int processGroup, int signal);

  /** No process of the session has this controlling terminal any more. */
  void detachSession(int session, Terminal terminal);

  /**
   * The terminal hung up: the session's leader gets SIGHUP and SIGCONT, and nobody has the terminal
   * any more.
   *
   * @param foreground the group that will be told when the leader ends
   */
  void hangUpSession(int session, Terminal terminal, int foreground);

  /** The session of a process group, or {@link #NONE} if it has no process. */
  int sessionOf(int processGroup);

  /** Whether a process or process group of that number exists. */
  boolean exists(int id);
}
