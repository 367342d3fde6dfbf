package exo.kernel.tty;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Termio;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;

/**
 * A terminal as programs see it: a line discipline on a {@link Line}, a window size, a session with
 * a foreground group. Owned by the kernel lock.
 */
public final class Terminal implements LineDiscipline.Device {
  /** As a session or group: none. */
  public static final int NONE = 0;

  private final Line line;
  private final Jobs jobs;
  private final long device;
  private final LineDiscipline discipline = new LineDiscipline(Termios.cooked(), this);
  private final Termios locks = Termios.none();
  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();
  private WindowSize size = WindowSize.UNKNOWN;
  private int session = NONE;
  private int foreground = NONE;
  private boolean stopped;
  private boolean exclusive;
  private int hangUps;
  private int files;
  private long lastInputNanos;

  /**
   * @param device its number, as stat(2) shows it
   */
  public Terminal(Line line, Jobs jobs, long device) {
    this.line = line;
    this.jobs = jobs;
    this.device = device;
  }

  public long device() {
    return device;
  }

  public LineDiscipline discipline() {
    return discipline;
  }

  /** What of the settings programs cannot change: TIOCSLCKTRMIOS. Its speeds mean nothing. */
  Termios locks() {
    return locks;
  }

  /** Woken when something can be read, or all is over. */
  public WaitQueue readable() {
    return readable;
  }

  /** Woken when output is taken again, or all is over. */
  public WaitQueue writable() {
    return writable;
  }

  // The wire.

  /**
   * Bytes were typed.
   *
   * @param nowNanos monotonic
   * @return how many were taken
   */
  public int type(byte[] bytes, int from, int length, long nowNanos) {
    int done = discipline.receive(bytes, from, length);
    if (done > 0) {
      lastInputNanos = nowNanos;
    }
    line.push();
    return done;
  }

  /** When something was typed last, monotonic: VTIME counts from it. */
  public long lastInputNanos() {
    return lastInputNanos;
  }

  /** The other end takes output again. */
  public void drained() {
    discipline.outputDrained();
    line.push();
    if (room() > 0) {
      writable.wakeAll();
    }
  }

  long read(IoBuffer to) throws Errno {
    long done = discipline.read(to);
    if (done >= 0) {
      line.inputTaken();
    }
    return done;
  }

  long write(IoBuffer from) throws Errno {
    try {
      return discipline.write(from);
    } finally {
      line.push();
    }
  }

  @Override
  public int room() {
    return stopped ? 0 : line.room();
  }

  @Override
  public void put(int c) {
    line.put(c);
  }

  @Override
  public void signal(int signal) {
    if (foreground != NONE) {
      jobs.signalGroup(foreground, signal);
    }
  }

  @Override
  public void flushed(boolean input, boolean output) {
    if (output) {
      line.flush();
      writable.wakeAll();
    }
    int bits = (input ? Termio.TIOCPKT_FLUSHREAD : 0) | (output ? Termio.TIOCPKT_FLUSHWRITE : 0);
    line.happened(0, bits);
    if (input) {
      line.inputTaken();
    }
  }

  /** Throws away what was typed: TCIFLUSH. */
  void flushInput() {
    discipline.clearInput();
    flushed(true, false);
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public void stopped(boolean stop) {
    if (stop == stopped) {
      return;
    }
    stopped = stop;
    if (stop) {
      line.happened(Termio.TIOCPKT_START, Termio.TIOCPKT_STOP);
    } else {
      line.happened(Termio.TIOCPKT_STOP, Termio.TIOCPKT_START);
      discipline.outputDrained();
      line.push();
      writable.wakeAll();
    }
  }

  @Override
  public void inputArrived() {
    readable.wakeAll();
  }

  /** Takes new settings, and tells packet mode what concerns it. */
  void configure(Termios wanted) {
    Termios now = discipline.termios();
    boolean oldFlow = usualFlow(now);
    boolean external = hasExternal(now, wanted);
    discipline.configure(wanted);
    line.push();
    boolean newFlow = usualFlow(wanted);
    if (oldFlow != newFlow) {
      line.happened(
          Termio.TIOCPKT_DOSTOP | Termio.TIOCPKT_NOSTOP,
          newFlow ? Termio.TIOCPKT_DOSTOP : Termio.TIOCPKT_NOSTOP);
    }
    if (external) {
      line.happened(0, Termio.TIOCPKT_IOCTL);
    }
    line.inputTaken();
    writable.wakeAll();
  }

  private static boolean hasExternal(Termios a, Termios b) {
    return a.localHas(Termio.EXTPROC) || b.localHas(Termio.EXTPROC);
  }

  private static boolean usualFlow(Termios t) {
    return t.inputHas(Termio.IXON)
        && t.character(Termio.VSTOP) == 023
        && t.character(Termio.VSTART) == 021;
  }

  /** Output goes out as it is written, from the start. */
  public void plainOutput() {
    Termios plain = discipline.termios().copy();
    plain.output(plain.output() & ~Termio.OPOST);
    discipline.configure(plain);
  }

  // Window.

  public WindowSize size() {
    return size;
  }

  /** The window has another size: the foreground group gets SIGWINCH if that is true. */
  public void resize(WindowSize newSize) {
    if (!newSize.equals(size)) {
      size = newSize;
      signal(Signals.SIGWINCH);
    }
  }

  // Sessions.

  /** The session it controls, or {@link #NONE}. */
  public int session() {
    return session;
  }

  /** The foreground process group, or {@link #NONE}. */
  public int foreground() {
    return foreground;
  }

  public void foreground(int processGroup) {
    foreground = processGroup;
  }

  /** Becomes the controlling terminal of a session leader. */
  public void attach(TerminalCaller leader) {
    session = leader.session();
    foreground = leader.processGroup();
    leader.terminal(this);
  }

  /** No session has it any more; its processes were told. */
  public void detach() {
    session = NONE;
    foreground = NONE;
  }

  /** Takes it away from the session that has it. */
  void steal() {
    jobs.detachSession(session, this);
    detach();
  }

  Jobs jobs() {
    return jobs;
  }

  /** TIOCEXCL: nobody else may open it. */
  boolean isExclusive() {
    return exclusive;
  }

  void exclusive(boolean on) {
    exclusive = on;
  }

  // The end.

  /** How often it was hung up: files opened before the last time are dead. */
  int hangUps() {
    return hangUps;
  }

  /** The line is cut: every file of it is dead, and the session ends. vhangup(2). */
  public void hangUp() {
    hangUps++;
    discipline.clearInput();
    stopped = false;
    int had = session;
    int group = foreground;
    detach();
    if (had != NONE) {
      jobs.hangUpSession(had, this, group);
    }
    readable.wakeAll();
    writable.wakeAll();
  }

  /** A file of it was opened. */
  void opened() {
    if (files++ == 0) {
      line.opened(true);
    }
  }

  /** A file of it was closed. */
  void closed() {
    if (--files == 0) {
      exclusive = false;
      line.opened(false);
    }
  }

  /** Both ends are closed: the session, if one still has it, goes on without. */
  public void gone() {
    if (session != NONE) {
      steal();
    }
  }
}
