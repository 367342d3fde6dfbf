package exo.kernel.dev;

import exo.kernel.abi.KernelBug;
import exo.kernel.tty.Line;

/**
 * The serial port's driver, and the wire of a terminal on it: output waits in a buffer while the
 * chip is busy, and line 4 tells when there is something to do. Owned by the kernel lock.
 */
public final class SerialPort implements Line {
  /** Takes bytes that came in, and answers how many. */
  @FunctionalInterface
  public interface Reader {
    int type(byte[] bytes, int length);
  }

  private static final int BAUD_DIVISOR = 1;
  private static final int BUFFER = 4096;
  private static final int NOTHING = Uart16550.IIR_NONE;

  private final Uart16550 chip;
  private final Reader reader;
  private final Runnable drained;
  private final byte[] output = new byte[BUFFER];
  private final byte[] input = new byte[16];
  private int first;
  private int size;
  private int unread;
  private boolean waiting;

  /**
   * @param reader gets what comes in
   * @param drained told when there is room for output again
   */
  public SerialPort(Uart16550 chip, Reader reader, Runnable drained) {
    this.chip = chip;
    this.reader = reader;
    this.drained = drained;
  }

  /** Finds the chip and sets it up: 115200 baud, 8 bits, no parity, FIFOs on. */
  public void start() {
    chip.out(Uart16550.SCR, 0x5a);
    if (chip.in(Uart16550.SCR) != 0x5a) {
      throw new KernelBug("no serial port");
    }
    chip.out(Uart16550.LCR, Uart16550.LCR_DLAB);
    chip.out(Uart16550.DATA, BAUD_DIVISOR);
    chip.out(Uart16550.IER, 0);
    chip.out(Uart16550.LCR, Uart16550.LCR_8N1);
    chip.out(
        Uart16550.FCR,
        Uart16550.FCR_ENABLE | Uart16550.FCR_CLEAR_RECEIVED | Uart16550.FCR_CLEAR_TRANSMIT);
    chip.out(Uart16550.MCR, Uart16550.MCR_DTR | Uart16550.MCR_RTS | Uart16550.MCR_OUT2);
    chip.out(Uart16550.IER, Uart16550.IER_RECEIVED | Uart16550.IER_LINE);
  }

  /** Its line calls. */
  public void interrupt() {
    for (int cause = cause(); cause != NOTHING; cause = cause()) {
      switch (cause) {
        case Uart16550.IIR_RECEIVED -> {
          if (!receive()) {
            return;
          }
        }
        case Uart16550.IIR_TRANSMIT -> transmit();
        // Reading the status clears it.
        default -> chip.in(Uart16550.LSR);
      }
    }
  }

  private int cause() {
    return chip.in(Uart16550.IIR) & ~Uart16550.IIR_FIFOS;
  }

  /** Whether what came in was taken; else the chip holds it until there is room. */
  private boolean receive() {
    while (unread < input.length && (chip.in(Uart16550.LSR) & Uart16550.LSR_RECEIVED) != 0) {
      input[unread++] = (byte) chip.in(Uart16550.DATA);
    }
    int taken = reader.type(input, unread);
    System.arraycopy(input, taken, input, 0, unread - taken);
    unread -= taken;
    return taken > 0;
  }

  private void transmit() {
    while (size > 0 && (chip.in(Uart16550.LSR) & Uart16550.LSR_HOLDING_EMPTY) != 0) {
      chip.out(Uart16550.DATA, output[first]);
      first = (first + 1) % BUFFER;
      size--;
    }
    chip.rest();
    boolean wait = size > 0;
    if (wait != waiting) {
      waiting = wait;
      int always = Uart16550.IER_RECEIVED | Uart16550.IER_LINE;
      chip.out(Uart16550.IER, wait ? always | Uart16550.IER_TRANSMIT : always);
      if (!wait) {
        drained.run();
      }
    }
  }

  /** The wire takes bytes again. */
  public void wireReady() {
    chip.wireReady();
  }

  @Override
  public int room() {
    return BUFFER - size;
  }

  @Override
  public void put(int c) {
    output[(first + size++) % BUFFER] = (byte) c;
  }

  @Override
  public void push() {
    if (!waiting) {
      transmit();
    }
  }

  @Override
  public void flush() {
    size = 0;
  }

  @Override
  public void inputTaken() {
    if (unread > 0 && receive()) {
      interrupt();
    }
  }

  @Override
  public void happened(int clear, int set) {
    // There is no packet mode on a real line.
  }

  @Override
  public void opened(boolean open) {
    // The line stays.
  }
}
