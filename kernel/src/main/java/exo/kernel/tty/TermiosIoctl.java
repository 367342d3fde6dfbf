package exo.kernel.tty;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Termio;
import exo.kernel.abi.layout.Termios2Layout;
import exo.kernel.uaccess.UserMemory;

/** Getting and setting struct termio, termios and termios2. Source: ioctl_tty(2). */
final class TermiosIoctl {
  // struct termio: five shorts but for a byte, and eight control characters.
  private static final int TERMIO_LINE = 8;
  private static final int TERMIO_CHARACTERS = 9;
  private static final int TERMIO_CHARACTER_COUNT = 8;

  /** Modes that a pseudoterminal cannot change: eight bits without parity, always reading. */
  private static final int FIXED_CONTROL = Termio.CSIZE | Termio.PARENB;

  private TermiosIoctl() {}

  static long of(TerminalCaller who, Terminal t, int command, long va) throws Errno {
    UserMemory memory = who.memory();
    return switch (command) {
      case Ioctl.TCGETS -> put(memory, va, t.discipline().termios(), false);
      case Ioctl.TCGETS2 -> put(memory, va, t.discipline().termios(), true);
      case Ioctl.TCGETA -> putOld(memory, va, t.discipline().termios());
      case Ioctl.TCSETS, Ioctl.TCSETSW, Ioctl.TCSETSF -> {
        long refused = who.checkForeground(t, Signals.SIGTTOU);
        yield refused != 0 ? refused : set(t, get(memory, va, t, false), command == Ioctl.TCSETSF);
      }
      case Ioctl.TCSETS2, Ioctl.TCSETSW2, Ioctl.TCSETSF2 -> {
        long refused = who.checkForeground(t, Signals.SIGTTOU);
        yield refused != 0 ? refused : set(t, get(memory, va, t, true), command == Ioctl.TCSETSF2);
      }
      case Ioctl.TCSETA, Ioctl.TCSETAW, Ioctl.TCSETAF -> {
        long refused = who.checkForeground(t, Signals.SIGTTOU);
        yield refused != 0 ? refused : set(t, getOld(memory, va, t), command == Ioctl.TCSETAF);
      }
      case Ioctl.TIOCGLCKTRMIOS -> put(memory, va, t.locks(), false);
      case Ioctl.TIOCSLCKTRMIOS -> {
        if (!who.credentials().hasCapability(Capability.CAP_CHECKPOINT_RESTORE)) {
          TerminalIoctl.require(who, Capability.CAP_SYS_ADMIN);
        }
        t.locks().set(get(memory, va, t, false));
        yield 0;
      }
      case Ioctl.TIOCGSOFTCAR ->
          TerminalIoctl.put(memory, va, t.discipline().termios().control & Termio.CLOCAL);
      case Ioctl.TIOCSSOFTCAR -> {
        Termios wanted = t.discipline().termios().copy();
        boolean local = memory.getInt(va) != 0;
        wanted.control = (wanted.control & ~Termio.CLOCAL) | (local ? Termio.CLOCAL : 0);
        yield set(t, wanted);
      }
      default -> throw Errno.ENOTTY;
    };
  }

  private static long set(Terminal t, Termios wanted, boolean flush) {
    if (flush) {
      t.flushInput();
    }
    wanted.keepLocked(t.discipline().termios(), t.locks());
    return set(t, wanted);
  }

  private static long set(Terminal t, Termios wanted) {
    wanted.control = (wanted.control & ~FIXED_CONTROL) | Termio.CS8 | Termio.CREAD;
    t.configure(wanted);
    return 0;
  }

  private static long put(UserMemory m, long va, Termios t, boolean speeds) throws Errno {
    m.putInt(va + Termios2Layout.C_IFLAG, t.input);
    m.putInt(va + Termios2Layout.C_OFLAG, t.output);
    m.putInt(va + Termios2Layout.C_CFLAG, t.control);
    m.putInt(va + Termios2Layout.C_LFLAG, t.local);
    m.putByte(va + Termios2Layout.C_LINE, (byte) t.line);
    m.write(va + Termios2Layout.C_CC, t.characters);
    if (speeds) {
      m.putInt(va + Termios2Layout.C_ISPEED, t.inputSpeed);
      m.putInt(va + Termios2Layout.C_OSPEED, t.outputSpeed);
    }
    return 0;
  }

  private static Termios get(UserMemory m, long va, Terminal terminal, boolean speeds)
      throws Errno {
    Termios t = terminal.discipline().termios().copy();
    t.input = m.getInt(va + Termios2Layout.C_IFLAG);
    t.output = m.getInt(va + Termios2Layout.C_OFLAG);
    t.control = m.getInt(va + Termios2Layout.C_CFLAG);
    t.local = m.getInt(va + Termios2Layout.C_LFLAG);
    t.line = m.getByte(va + Termios2Layout.C_LINE);
    m.read(va + Termios2Layout.C_CC, t.characters, 0, Termios.CONTROL_CHARACTERS);
    if (speeds) {
      t.inputSpeed = m.getInt(va + Termios2Layout.C_ISPEED);
      t.outputSpeed = m.getInt(va + Termios2Layout.C_OSPEED);
    }
    t.speedsFromCodes();
    return t;
  }

  private static long putOld(UserMemory m, long va, Termios t) throws Errno {
    m.putShort(va, (short) t.input);
    m.putShort(va + 2, (short) t.output);
    m.putShort(va + 4, (short) t.control);
    m.putShort(va + 6, (short) t.local);
    m.putByte(va + TERMIO_LINE, (byte) t.line);
    m.write(va + TERMIO_CHARACTERS, t.characters, 0, TERMIO_CHARACTER_COUNT);
    return 0;
  }

  /** Only the low half of each word is set. */
  private static Termios getOld(UserMemory m, long va, Terminal terminal) throws Errno {
    Termios t = terminal.discipline().termios().copy();
    t.input = half(t.input, m.getShort(va));
    t.output = half(t.output, m.getShort(va + 2));
    t.control = half(t.control, m.getShort(va + 4));
    t.local = half(t.local, m.getShort(va + 6));
    t.line = m.getByte(va + TERMIO_LINE);
    m.read(va + TERMIO_CHARACTERS, t.characters, 0, TERMIO_CHARACTER_COUNT);
    t.speedsFromCodes();
    return t;
  }

  private static int half(int old, short low) {
    return (old & 0xffff_0000) | Short.toUnsignedInt(low);
  }
}
