package exo.kernel.irq;

/**
 * The interrupt controller of a PC: two 8259s, the second at line 2 of the first, fifteen lines to
 * use. Driven by its four ports, as the kernel's driver does, and by its lines. Owned by the kernel
 * lock.
 */
public final class InterruptController {
  /** No interrupt is pending. */
  public static final int NONE = -1;

  public static final int LINES = 16;

  /** Where the kernel puts line 0: the first vector that is no exception of the processor. */
  public static final int BASE_VECTOR = 32;

  // Ports.
  public static final int MASTER_COMMAND = 0x20;
  public static final int MASTER_DATA = 0x21;
  public static final int SLAVE_COMMAND = 0xa0;
  public static final int SLAVE_DATA = 0xa1;

  private static final int CASCADE = 2;
  private static final int PER_CHIP = 8;
  private static final int ICW1 = 0x11;
  private static final int ICW4_8086 = 1;
  private static final int EOI = 0x20;

  private final Pic8259 master = new Pic8259();
  private final Pic8259 slave = new Pic8259();

  /** Moves the lines to vectors {@link #BASE_VECTOR} and up, all but the cascade masked. */
  public void remap() {
    out(MASTER_COMMAND, ICW1);
    out(SLAVE_COMMAND, ICW1);
    out(MASTER_DATA, BASE_VECTOR);
    out(SLAVE_DATA, BASE_VECTOR + PER_CHIP);
    out(MASTER_DATA, 1 << CASCADE);
    out(SLAVE_DATA, CASCADE);
    out(MASTER_DATA, ICW4_8086);
    out(SLAVE_DATA, ICW4_8086);
    out(MASTER_DATA, 0xff & ~(1 << CASCADE));
    out(SLAVE_DATA, 0xff);
  }

  /** Writes a port. */
  public void out(int port, int value) {
    switch (port) {
      case MASTER_COMMAND -> master.command(value);
      case MASTER_DATA -> master.data(value);
      case SLAVE_COMMAND -> slave.command(value);
      case SLAVE_DATA -> slave.data(value);
      default -> throw new IllegalArgumentException("no port " + port);
    }
  }

  /** Reads a port. */
  public int in(int port) {
    return switch (port) {
      case MASTER_COMMAND -> master.status();
      case MASTER_DATA -> master.mask();
      case SLAVE_COMMAND -> slave.status();
      case SLAVE_DATA -> slave.mask();
      default -> throw new IllegalArgumentException("no port " + port);
    };
  }

  /** Opens a line. */
  public void unmask(int line) {
    int port = line < PER_CHIP ? MASTER_DATA : SLAVE_DATA;
    out(port, in(port) & ~(1 << (line % PER_CHIP)));
  }

  /** Closes a line: what it asks for waits. */
  public void mask(int line) {
    int port = line < PER_CHIP ? MASTER_DATA : SLAVE_DATA;
    out(port, in(port) | 1 << (line % PER_CHIP));
  }

  /** Masks of both chips, line 0 in bit 0. */
  public int masks() {
    return in(MASTER_DATA) | in(SLAVE_DATA) << PER_CHIP;
  }

  /** A device's line rises, 0 to 15 but 2. */
  public void raise(int line) {
    (line < PER_CHIP ? master : slave).raise(line % PER_CHIP);
  }

  /** A device's line falls: if nobody has taken it yet, it never was. */
  public void lower(int line) {
    (line < PER_CHIP ? master : slave).lower(line % PER_CHIP);
  }

  /** Whether the processor is called. */
  public boolean isPending() {
    return master.pending() != Pic8259.NONE || callsThroughCascade();
  }

  private boolean callsThroughCascade() {
    if (slave.pending() == Pic8259.NONE) {
      return false;
    }
    master.raise(CASCADE);
    boolean calls = master.pending() != Pic8259.NONE;
    master.lower(CASCADE);
    return calls;
  }

  /**
   * The processor answers the call: the most urgent line is in service until its {@link #end}.
   *
   * @return its vector; that of line 7 or 15 not in service when the line is gone: spurious
   */
  public int acknowledge() {
    if (slave.pending() != Pic8259.NONE) {
      master.raise(CASCADE);
    }
    int line = master.pending();
    if (line == Pic8259.NONE) {
      return master.vector(Pic8259.SPURIOUS);
    }
    master.take(line);
    if (line != CASCADE) {
      return master.vector(line);
    }
    int second = slave.pending();
    if (second == Pic8259.NONE) {
      return slave.vector(Pic8259.SPURIOUS);
    }
    slave.take(second);
    return slave.vector(second);
  }

  /** Whether a line is in service, which a spurious interrupt's is not. */
  public boolean isInService(int line) {
    int port = line < PER_CHIP ? MASTER_COMMAND : SLAVE_COMMAND;
    out(port, 0x0b);
    return (in(port) >>> (line % PER_CHIP) & 1) != 0;
  }

  /** The driver is done: EOI to the chip of the line, and to the first for a line of the second. */
  public void end(int line) {
    if (line >= PER_CHIP) {
      out(SLAVE_COMMAND, EOI);
    }
    out(MASTER_COMMAND, EOI);
  }

  /** A spurious interrupt: only the first chip knows of one of the second's. */
  public void endSpurious(int line) {
    if (line >= PER_CHIP) {
      out(MASTER_COMMAND, EOI);
    }
  }
}
