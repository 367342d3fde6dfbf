package exo.kernel.dev;

/**
 * The keyboard controller of a PC by its two ports, and the keyboard on its other side, which keeps
 * what the controller has not taken yet. Source: the IBM PC AT technical reference. Owned by the
 * kernel lock.
 */
public final class I8042 {
  /** Interrupt line of the keyboard. */
  public static final int IRQ = 1;

  // Ports.
  static final int DATA = 0x60;
  static final int STATUS = 0x64;
  static final int COMMAND = 0x64;

  // Bits of the status port.
  static final int OUTPUT_FULL = 0x01;
  static final int SYSTEM_FLAG = 0x04;

  // Commands.
  static final int READ_CONFIGURATION = 0x20;
  static final int WRITE_CONFIGURATION = 0x60;
  static final int SELF_TEST = 0xaa;
  static final int DISABLE_KEYBOARD = 0xad;
  static final int ENABLE_KEYBOARD = 0xae;

  // Bits of the configuration.
  static final int INTERRUPTS = 0x01;
  static final int CLOCK_STOPPED = 0x10;

  static final int SELF_TEST_PASSED = 0x55;

  /** Codes a keyboard keeps. */
  static final int KEPT = 16;

  private static final int BYTE = 0xff;

  private final Runnable interrupt;
  private final int[] keyboard = new int[KEPT];
  private int first;
  private int size;
  private int output;
  private boolean full;
  private int configuration = CLOCK_STOPPED;
  private boolean configurationNext;
  private long lost;

  /**
   * @param interrupt raises line {@link #IRQ}
   */
  public I8042(Runnable interrupt) {
    this.interrupt = interrupt;
  }

  /** Scan codes that the keyboard can still keep. */
  int room() {
    return KEPT - size;
  }

  /** Codes that were lost because nobody took those before them. */
  long lost() {
    return lost;
  }

  /** The keyboard sends a code. */
  void send(int code) {
    if (size == KEPT) {
      lost++;
      return;
    }
    keyboard[(first + size++) % KEPT] = code;
    take();
  }

  private void take() {
    if (full || size == 0 || (configuration & CLOCK_STOPPED) != 0) {
      return;
    }
    output(keyboard[first]);
    first = (first + 1) % KEPT;
    size--;
    if ((configuration & INTERRUPTS) != 0) {
      interrupt.run();
    }
  }

  private void output(int value) {
    output = value;
    full = true;
  }

  /** Reads a port. */
  int in(int port) {
    if (port == STATUS) {
      return SYSTEM_FLAG | (full ? OUTPUT_FULL : 0);
    }
    int value = output;
    full = false;
    take();
    return value;
  }

  /** Writes a port. */
  void out(int port, int value) {
    if (port == DATA) {
      if (configurationNext) {
        configurationNext = false;
        configuration = value & BYTE;
        take();
      }
      return;
    }
    switch (value) {
      case READ_CONFIGURATION -> output(configuration);
      case WRITE_CONFIGURATION -> configurationNext = true;
      case SELF_TEST -> output(SELF_TEST_PASSED);
      case DISABLE_KEYBOARD -> configuration |= CLOCK_STOPPED;
      case ENABLE_KEYBOARD -> {
        configuration &= ~CLOCK_STOPPED;
        take();
      }
      default -> {
        // The second port and the gate of address line 20 are not wired.
      }
    }
  }
}
