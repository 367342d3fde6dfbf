package exo.mem.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * The terminal this process runs on. In raw mode each key arrives at once and as it is, for the
 * guest's own terminal to edit and echo.
 *
 * <p>Who enters raw mode restores it, also from a shutdown hook: {@link #restore} may be called
 * from any thread, any number of times.
 */
public final class HostTerminal {
  /** In characters. */
  public record Size(int rows, int columns) {}

  // struct termios as the kernel has it, asm-generic/termbits.h
  private static final int IFLAG = 0;
  private static final int OFLAG = 4;
  private static final int CFLAG = 8;
  private static final int LFLAG = 12;
  private static final int CC = 17;
  private static final int TERMIOS_SIZE = 36;
  private static final int VTIME = 5;
  private static final int VMIN = 6;

  // IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON
  private static final int INPUT_EDITING = 0x1 | 0x2 | 0x8 | 0x20 | 0x40 | 0x80 | 0x100 | 0x400;
  private static final int OPOST = 0x1;
  // ISIG ICANON ECHO ECHONL IEXTEN
  private static final int LINE_EDITING = 0x1 | 0x2 | 0x8 | 0x40 | 0x8000;
  private static final int CSIZE = 0x30;
  private static final int CS8 = 0x30;
  private static final int PARENB = 0x100;

  private final int fd;
  private final byte[] saved;

  private HostTerminal(int fd, byte[] saved) {
    this.fd = fd;
    this.saved = saved;
  }

  public static boolean isTerminal(int fd) {
    Host.requireLinux();
    return DescriptorCalls.ioctl(fd, DescriptorCalls.TCGETS, Scratch.mine().out.address()) == 0;
  }

  public static Size size(int fd) throws HostException {
    Host.requireLinux();
    MemorySegment winsize = Scratch.mine().out;
    check(DescriptorCalls.ioctl(fd, DescriptorCalls.TIOCGWINSZ, winsize.address()), fd);
    return new Size(
        Short.toUnsignedInt(winsize.get(JAVA_SHORT, 0)),
        Short.toUnsignedInt(winsize.get(JAVA_SHORT, 2)));
  }

  /** Switches to raw mode and remembers what was; ENOTTY when this is no terminal. */
  public static HostTerminal enterRaw(int fd) throws HostException {
    Host.requireLinux();
    MemorySegment termios = Scratch.mine().out;
    check(DescriptorCalls.ioctl(fd, DescriptorCalls.TCGETS, termios.address()), fd);
    HostTerminal terminal =
        new HostTerminal(fd, termios.asSlice(0, TERMIOS_SIZE).toArray(JAVA_BYTE));
    change(termios, IFLAG, INPUT_EDITING, 0);
    change(termios, OFLAG, OPOST, 0);
    change(termios, CFLAG, CSIZE | PARENB, CS8);
    change(termios, LFLAG, LINE_EDITING, 0);
    termios.set(JAVA_BYTE, CC + VMIN, (byte) 1);
    termios.set(JAVA_BYTE, CC + VTIME, (byte) 0);
    check(DescriptorCalls.ioctl(fd, DescriptorCalls.TCSETS, termios.address()), fd);
    return terminal;
  }

  private static void change(MemorySegment termios, int at, int clear, int set) {
    termios.set(JAVA_INT, at, (termios.get(JAVA_INT, at) & ~clear) | set);
  }

  /** Back to how it was before raw mode. */
  public void restore() throws HostException {
    MemorySegment termios = Scratch.mine().out;
    MemorySegment.copy(saved, 0, termios, JAVA_BYTE, 0, saved.length);
    check(DescriptorCalls.ioctl(fd, DescriptorCalls.TCSETS, termios.address()), fd);
  }

  private static void check(long result, int fd) throws HostException {
    HostException.check(result, "ioctl", "of the terminal on descriptor " + fd);
  }
}
