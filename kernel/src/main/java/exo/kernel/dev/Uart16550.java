package exo.kernel.dev;

/**
 * A 16550A serial port by its eight registers, with both of its FIFOs. Source: the PC16550D data
 * sheet. Owned by the kernel lock.
 */
public final class Uart16550 {
  /** Where the registers of COM1 begin, and its interrupt line. */
  public static final int COM1 = 0x3f8;

  public static final int COM1_IRQ = 4;

  /** What the transmitter's pin leads to. */
  public interface Wire {
    /** Whether it takes a byte now. */
    boolean isReady();

    void send(int c);

    /** Nothing follows at once: what was sent is to be seen. */
    void rest();
  }

  // Registers; 0 and 1 are the divisor while DLAB is set.
  static final int DATA = 0;
  static final int IER = 1;
  static final int IIR = 2;
  static final int FCR = 2;
  static final int LCR = 3;
  static final int MCR = 4;
  static final int LSR = 5;
  static final int MSR = 6;
  static final int SCR = 7;

  static final int IER_RECEIVED = 0x01;
  static final int IER_TRANSMIT = 0x02;
  static final int IER_LINE = 0x04;

  static final int IIR_NONE = 0x01;
  static final int IIR_TRANSMIT = 0x02;
  static final int IIR_RECEIVED = 0x04;
  static final int IIR_LINE = 0x06;
  static final int IIR_FIFOS = 0xc0;

  static final int FCR_ENABLE = 0x01;
  static final int FCR_CLEAR_RECEIVED = 0x02;
  static final int FCR_CLEAR_TRANSMIT = 0x04;

  static final int LCR_8N1 = 0x03;
  static final int LCR_DLAB = 0x80;

  static final int MCR_DTR = 0x01;
  static final int MCR_RTS = 0x02;
  static final int MCR_OUT2 = 0x08;
  static final int MCR_LOOP = 0x10;

  static final int LSR_RECEIVED = 0x01;
  static final int LSR_OVERRUN = 0x02;
  static final int LSR_HOLDING_EMPTY = 0x20;
  static final int LSR_IDLE = 0x40;

  /** Carrier, data set ready, clear to send: somebody is at the other end. */
  private static final int MSR_CONNECTED = 0xb0;

  private static final int DEPTH = 16;
  private static final int BYTE = 0xff;

  private final Wire wire;
  private final Runnable interrupt;
  private final Fifo received = new Fifo();
  private final Fifo transmit = new Fifo();
  private int enabled;
  private int lineControl;
  private int modemControl;
  private int scratch;
  private int divisor = 1;
  private boolean fifos;
  private boolean overrun;
  private boolean transmitEmptied;

  /** Sixteen bytes. */
  private static final class Fifo {
    private final int[] bytes = new int[DEPTH];
    private int first;
    private int size;

    void put(int c) {
      bytes[(first + size++) % DEPTH] = c;
    }

    int take() {
      int c = bytes[first];
      first = (first + 1) % DEPTH;
      size--;
      return c;
    }

    void clear() {
      size = 0;
    }
  }

  /**
   * @param interrupt raises the port's line
   */
  public Uart16550(Wire wire, Runnable interrupt) {
    this.wire = wire;
    this.interrupt = interrupt;
  }

  private int depth() {
    return fifos ? DEPTH : 1;
  }

  private boolean dlab() {
    return (lineControl & LCR_DLAB) != 0;
  }

  /** Reads a register, 0 to 7. */
  int in(int register) {
    return switch (register) {
      case DATA -> dlab() ? divisor & BYTE : read();
      case IER -> dlab() ? divisor >>> 8 : enabled;
      case IIR -> identify();
      case LCR -> lineControl;
      case MCR -> modemControl;
      case LSR -> lineStatus();
      case MSR -> (modemControl & MCR_LOOP) != 0 ? loopedModem() : MSR_CONNECTED;
      case SCR -> scratch;
      default -> throw new IllegalArgumentException("no register " + register);
    };
  }

  private int read() {
    return received.size == 0 ? 0 : received.take();
  }

  private int identify() {
    int fifoBits = fifos ? IIR_FIFOS : 0;
    if (overrun && (enabled & IER_LINE) != 0) {
      return fifoBits | IIR_LINE;
    }
    if (received.size > 0 && (enabled & IER_RECEIVED) != 0) {
      return fifoBits | IIR_RECEIVED;
    }
    if (transmitEmptied && (enabled & IER_TRANSMIT) != 0) {
      transmitEmptied = false;
      return fifoBits | IIR_TRANSMIT;
    }
    return fifoBits | IIR_NONE;
  }

  private int lineStatus() {
    int status = received.size > 0 ? LSR_RECEIVED : 0;
    if (transmit.size == 0) {
      status |= LSR_HOLDING_EMPTY | LSR_IDLE;
    }
    if (overrun) {
      overrun = false;
      status |= LSR_OVERRUN;
    }
    return status;
  }

  /** In loop-back the modem's inputs are our own outputs. */
  private int loopedModem() {
    return (modemControl & MCR_RTS) << 3
        | (modemControl & MCR_DTR) << 5
        | (modemControl & 0xc) << 4;
  }

  /** Writes a register, 0 to 7. */
  void out(int register, int value) {
    int v = value & BYTE;
    switch (register) {
      case DATA -> {
        if (dlab()) {
          divisor = divisor & ~BYTE | v;
        } else {
          write(v);
        }
      }
      case IER -> {
        if (dlab()) {
          divisor = divisor & BYTE | v << 8;
        } else {
          enable(v & 0x0f);
        }
      }
      case FCR -> control(v);
      case LCR -> lineControl = v;
      case MCR -> modemControl = v & 0x1f;
      case SCR -> scratch = v;
      default -> {
        // The status registers are for the factory to write.
      }
    }
  }

  private void enable(int wanted) {
    boolean newly = (wanted & ~enabled & IER_TRANSMIT) != 0;
    enabled = wanted;
    if (newly && transmit.size == 0) {
      transmitEmptied = true;
    }
    call();
  }

  private void control(int v) {
    boolean on = (v & FCR_ENABLE) != 0;
    if (on != fifos || (v & FCR_CLEAR_RECEIVED) != 0) {
      received.clear();
    }
    if (on != fifos || (v & FCR_CLEAR_TRANSMIT) != 0) {
      transmit.clear();
    }
    fifos = on;
  }

  private void write(int c) {
    transmitEmptied = false;
    if ((modemControl & MCR_LOOP) != 0) {
      receive(c);
      emptied();
    } else if (transmit.size == 0 && wire.isReady()) {
      wire.send(c);
      emptied();
    } else if (transmit.size < depth()) {
      transmit.put(c);
    }
    // Else it is lost, as on the chip: the driver did not look at LSR.
  }

  private void emptied() {
    transmitEmptied = true;
    call();
  }

  /** The driver has no more to send for now. */
  void rest() {
    wire.rest();
  }

  /** The wire takes bytes again. */
  void wireReady() {
    if (transmit.size == 0) {
      return;
    }
    while (transmit.size > 0 && wire.isReady()) {
      wire.send(transmit.take());
    }
    wire.rest();
    if (transmit.size == 0) {
      emptied();
    }
  }

  /** A byte comes in; one too many is lost and noted as an overrun. */
  void receive(int c) {
    if (received.size == depth()) {
      overrun = true;
    } else {
      received.put(c & BYTE);
    }
    call();
  }

  /** Bytes it can still receive. */
  int receiveRoom() {
    return depth() - received.size;
  }

  private void call() {
    boolean wanted =
        (received.size > 0 && (enabled & IER_RECEIVED) != 0)
            || (transmitEmptied && (enabled & IER_TRANSMIT) != 0)
            || (overrun && (enabled & IER_LINE) != 0);
    // In a PC this output gates the interrupt.
    if (wanted && (modemControl & MCR_OUT2) != 0) {
      interrupt.run();
    }
  }

  /** Bits a second that the divisor asks for. */
  int baud() {
    return 115_200 / Math.max(1, divisor);
  }
}
