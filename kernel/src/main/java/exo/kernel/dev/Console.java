package exo.kernel.dev;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.irq.Interrupts;
import exo.kernel.time.Clock;
import exo.kernel.tty.Jobs;
import exo.kernel.tty.Line;
import exo.kernel.tty.Terminal;
import exo.kernel.tty.TerminalFile;
import exo.kernel.tty.WindowSize;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.DeviceNumber;
import exo.kernel.vfs.DeviceRegistry;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.mem.phys.PhysicalMemory;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * The console: one terminal whose keyboard is the i8042's, and whose output goes to the screen and
 * to the serial line both, so that either can be watched. It is {@code /dev/console}, {@code
 * /dev/tty0} and {@code /dev/tty1}. The serial line alone, with what comes in on it, is {@code
 * /dev/ttyS0}. Owned by the kernel lock.
 */
public final class Console implements Line {
  public static final int TTY_MAJOR = 4;
  public static final int SERIAL_MINOR = 64;

  private static final int CONSOLE_MAJOR = 5;
  private static final int CONSOLE_MINOR = 1;
  private static final int FIRST_SCREEN = 1;

  private final Interrupts interrupts;
  private final I8042 controller;
  private final Keyboard keyboard;
  private final KeyTyper typer;
  private final Uart16550 chip;
  private final SerialPort serial;
  private final VgaText card;
  private final ScreenDriver screen;
  private final Terminal terminal;
  private final Terminal serialTerminal;
  private Runnable inputTaken = () -> {};

  /**
   * @param raise pulls an interrupt line
   * @param wire what the serial line leads to
   * @param answers whether the screen answers a program that asks where the cursor is; not when a
   *     terminal at the end of the serial line does
   */
  public Console(
      PhysicalMemory ram,
      Interrupts interrupts,
      IntConsumer raise,
      Jobs jobs,
      Clock clock,
      Uart16550.Wire wire,
      boolean answers) {
    this.interrupts = interrupts;
    terminal = new Terminal(this, jobs, DeviceNumber.of(TTY_MAJOR, FIRST_SCREEN));
    controller = new I8042(() -> raise.accept(I8042.IRQ));
    keyboard =
        new Keyboard(controller, (bytes, n) -> terminal.type(bytes, 0, n, clock.monotonicNanos()));
    typer = new KeyTyper(controller::send);
    card = new VgaText(ram);
    screen =
        new ScreenDriver(
            card,
            reply -> {
              if (answers) {
                terminal.type(reply, 0, reply.length, clock.monotonicNanos());
              }
            });
    chip = new Uart16550(wire, () -> raise.accept(Uart16550.COM1_IRQ));
    serial =
        new SerialPort(
            chip,
            (bytes, n) -> {
              inputTaken.run();
              return serialTerminal().type(bytes, 0, n, clock.monotonicNanos());
            },
            this::drained);
    serialTerminal = new Terminal(serial, jobs, DeviceNumber.of(TTY_MAJOR, SERIAL_MINOR));
    terminal.resize(new WindowSize(VgaText.ROWS, VgaText.COLUMNS, 0, 0));
  }

  private Terminal serialTerminal() {
    return serialTerminal;
  }

  /** Sets up the devices and opens their interrupt lines. */
  public void start() {
    interrupts.request(
        I8042.IRQ,
        "i8042",
        () -> {
          keyboard.interrupt();
          inputTaken.run();
        });
    keyboard.start();
    interrupts.request(Uart16550.COM1_IRQ, "ttyS0", serial::interrupt);
    serial.start();
  }

  /** Puts the terminals behind their device numbers. */
  public void register(DeviceRegistry devices) {
    devices.character(
        CONSOLE_MAJOR,
        CONSOLE_MINOR,
        // The console controls nobody, so that a process 1 that opens it stays free.
        (path, flags, who) -> open(path, flags | Fcntl.O_NOCTTY, who, terminal));
    devices.character(TTY_MAJOR, 0, (path, flags, who) -> open(path, flags, who, terminal));
    devices.character(
        TTY_MAJOR, FIRST_SCREEN, (path, flags, who) -> open(path, flags, who, terminal));
    devices.character(
        TTY_MAJOR, SERIAL_MINOR, (path, flags, who) -> open(path, flags, who, serialTerminal));
  }

  private static OpenFile open(Path path, int flags, Caller who, Terminal terminal) throws Errno {
    return TerminalFile.open(path, flags, who, terminal);
  }

  /** The console's terminal. */
  public Terminal terminal() {
    return terminal;
  }

  public Keyboard keyboard() {
    return keyboard;
  }

  public VgaText card() {
    return card;
  }

  public ScreenDriver screen() {
    return screen;
  }

  /** What presses the keys. */
  public KeyTyper typer() {
    return typer;
  }

  /** Told when keys were taken from the keyboard, or bytes from the serial port. */
  public void whenInputTaken(Runnable action) {
    inputTaken = action;
  }

  /**
   * Bytes come in on the serial line, as many as its port has room for.
   *
   * @return where the rest begins
   */
  public int receive(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + chip.receiveRoom());
    for (int i = from; i < end; i++) {
      chip.receive(bytes[i] & 0xff);
    }
    return end;
  }

  /** The serial line takes bytes again. */
  public void wireReady() {
    serial.wireReady();
  }

  /** The kernel's own words: a line, shown at once. What the serial line cannot take is lost. */
  public void print(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      screen.put(b & 0xff);
      if (serial.room() > 0) {
        serial.put(b & 0xff);
      }
    }
    push();
  }

  private void drained() {
    terminal.drained();
    serialTerminal.drained();
  }

  @Override
  public int room() {
    return serial.room();
  }

  @Override
  public void put(int c) {
    screen.put(c);
    serial.put(c);
  }

  @Override
  public void push() {
    screen.push();
    serial.push();
  }

  @Override
  public void flush() {
    serial.flush();
  }

  @Override
  public void inputTaken() {
    keyboard.feed();
    inputTaken.run();
  }

  @Override
  public void happened(int clear, int set) {
    // There is no packet mode on a real line.
  }

  @Override
  public void opened(boolean open) {
    // Keyboard and screen stay.
  }
}
