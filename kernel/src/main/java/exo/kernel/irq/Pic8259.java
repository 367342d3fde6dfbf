package exo.kernel.irq;

/**
 * One 8259A interrupt controller, by its registers: eight lines with fixed priorities, line 0
 * first. Edge triggered and fully nested, as a PC's are: a line in service holds back itself and
 * those below it until its EOI. Source: Intel 8259A data sheet. Owned by the kernel lock.
 */
final class Pic8259 {
  static final int NONE = -1;

  /** What a chip answers when the line that called is gone: its lowest line, never in service. */
  static final int SPURIOUS = 7;

  private static final int LINES = 8;
  private static final int ICW1 = 0x10;
  private static final int ICW1_WITH_ICW4 = 1;
  private static final int OCW3 = 0x08;
  private static final int READ_REGISTER = 0x02;
  private static final int EOI = 0x20;
  private static final int SPECIFIC = 0x40;

  private int requested;
  private int inService;
  private int masked = 0xff;
  private int base;
  private boolean readsInService;

  // Which initialisation word comes next at the data port; 0: none, it is the mask.
  private int nextWord;
  private boolean wantsIcw4;

  /** Writes the command port: the first initialisation word, an EOI, or what reads answer. */
  void command(int value) {
    if ((value & ICW1) != 0) {
      requested = 0;
      inService = 0;
      masked = 0;
      readsInService = false;
      wantsIcw4 = (value & ICW1_WITH_ICW4) != 0;
      nextWord = 2;
    } else if ((value & OCW3) != 0) {
      if ((value & READ_REGISTER) != 0) {
        readsInService = (value & 1) != 0;
      }
    } else if ((value & EOI) != 0) {
      endOfInterrupt((value & SPECIFIC) != 0 ? value & 7 : first(inService));
    }
  }

  /** Writes the data port: further initialisation words, or the mask. */
  void data(int value) {
    switch (nextWord) {
      case 2 -> {
        base = value & 0xf8;
        nextWord = 3;
      }
      // How the chips hang together is fixed in a PC.
      case 3 -> nextWord = wantsIcw4 ? 4 : 0;
      case 4 -> nextWord = 0;
      default -> masked = value & 0xff;
    }
  }

  /** Reads the data port: the mask. */
  int mask() {
    return masked;
  }

  /** Reads the command port: requests, or what is in service. */
  int status() {
    return readsInService ? inService : requested;
  }

  /** A line rises. */
  void raise(int line) {
    requested |= 1 << line;
  }

  /** A line falls before it was served. */
  void lower(int line) {
    requested &= ~(1 << line);
  }

  /** The line that calls the processor now, or {@link #NONE}. */
  int pending() {
    int line = first(requested & ~masked);
    return line != NONE && line < firstOr(inService, LINES) ? line : NONE;
  }

  /** The processor takes a line: it is in service from now on. */
  void take(int line) {
    requested &= ~(1 << line);
    inService |= 1 << line;
  }

  int vector(int line) {
    return base + line;
  }

  private void endOfInterrupt(int line) {
    if (line != NONE) {
      inService &= ~(1 << line);
    }
  }

  private static int first(int lines) {
    return firstOr(lines, NONE);
  }

  private static int firstOr(int lines, int none) {
    return lines == 0 ? none : Integer.numberOfTrailingZeros(lines);
  }
}
