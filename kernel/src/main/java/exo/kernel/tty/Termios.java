package exo.kernel.tty;

import exo.kernel.abi.Termio;

/** The settings of a terminal, as struct termios2 carries them. Owned by the kernel lock. */
public final class Termios {
  /** Entries of c_cc. */
  public static final int CONTROL_CHARACTERS = 19;

  /** As an entry of c_cc: no character. */
  public static final int DISABLED = 0;

  private static final int[] INITIAL_CHARACTERS = {
    3, 034, 0177, 025, 4, 0, 1, 0, 021, 023, 032, 0, 022, 017, 027, 026, 0, 0, 0
  };

  private static final int[] SPEEDS = {
    0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400
  };

  private static final int[] FAST_SPEEDS = {
    57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000,
    2500000, 3000000, 3500000, 4000000
  };

  private static final int INITIAL_SPEED = 38400;

  int input;
  int output;
  int control;
  int local;
  int line;
  final byte[] characters = new byte[CONTROL_CHARACTERS];
  int inputSpeed;
  int outputSpeed;

  private Termios() {}

  /** What a terminal starts with: lines, edited and echoed. */
  public static Termios cooked() {
    Termios t = new Termios();
    t.input = Termio.ICRNL | Termio.IXON;
    t.output = Termio.OPOST | Termio.ONLCR;
    t.control = Termio.B38400 | Termio.CS8 | Termio.CREAD;
    t.local =
        Termio.ISIG
            | Termio.ICANON
            | Termio.ECHO
            | Termio.ECHOE
            | Termio.ECHOK
            | Termio.ECHOCTL
            | Termio.ECHOKE
            | Termio.IEXTEN;
    for (int i = 0; i < CONTROL_CHARACTERS; i++) {
      t.characters[i] = (byte) INITIAL_CHARACTERS[i];
    }
    t.inputSpeed = INITIAL_SPEED;
    t.outputSpeed = INITIAL_SPEED;
    return t;
  }

  /** Nothing set: as locks, that all may change. */
  static Termios none() {
    return new Termios();
  }

  /** A copy that changes on its own. */
  public Termios copy() {
    Termios t = new Termios();
    t.set(this);
    return t;
  }

  void set(Termios other) {
    input = other.input;
    output = other.output;
    control = other.control;
    local = other.local;
    line = other.line;
    System.arraycopy(other.characters, 0, characters, 0, CONTROL_CHARACTERS);
    inputSpeed = other.inputSpeed;
    outputSpeed = other.outputSpeed;
  }

  /** Takes back from {@code old} what is locked: flags one by one, a character as a whole. */
  void keepLocked(Termios old, Termios locks) {
    input = merge(input, old.input, locks.input);
    output = merge(output, old.output, locks.output);
    control = merge(control, old.control, locks.control);
    local = merge(local, old.local, locks.local);
    if (locks.line != 0) {
      line = old.line;
    }
    for (int i = 0; i < CONTROL_CHARACTERS; i++) {
      if (locks.characters[i] != 0) {
        characters[i] = old.characters[i];
      }
    }
  }

  private static int merge(int wanted, int old, int locks) {
    return (wanted & ~locks) | (old & locks);
  }

  /** Sets the input modes, I* of {@link Termio}. */
  public void input(int flags) {
    input = flags;
  }

  /** Sets the output modes, O*. */
  public void output(int flags) {
    output = flags;
  }

  /** Sets the local modes. */
  public void local(int flags) {
    local = flags;
  }

  /** Sets a control character; {@link #DISABLED} for none. */
  public void character(int index, int value) {
    characters[index] = (byte) value;
  }

  public int input() {
    return input;
  }

  public int output() {
    return output;
  }

  public int local() {
    return local;
  }

  /** A control character, 0 to 255. */
  public int character(int index) {
    return characters[index] & 0xff;
  }

  boolean inputHas(int flag) {
    return (input & flag) != 0;
  }

  boolean outputHas(int flag) {
    return (output & flag) != 0;
  }

  boolean localHas(int flag) {
    return (local & flag) != 0;
  }

  /** Whether {@code c} is that control character. */
  boolean is(int c, int index) {
    return c == (characters[index] & 0xff) && c != DISABLED;
  }

  /** Speeds in bits a second from the codes in c_cflag; BOTHER keeps the numbers given. */
  void speedsFromCodes() {
    outputSpeed = speed(control & Termio.CBAUD, outputSpeed);
    int in = control >>> Termio.IBSHIFT & Termio.CBAUD;
    inputSpeed = in == 0 ? outputSpeed : speed(in, inputSpeed);
  }

  private static int speed(int code, int other) {
    if (code == Termio.BOTHER) {
      return other;
    }
    if ((code & Termio.CBAUDEX) == 0) {
      return SPEEDS[code];
    }
    int index = (code & ~Termio.CBAUDEX) - 1;
    return index < FAST_SPEEDS.length ? FAST_SPEEDS[index] : 0;
  }
}
