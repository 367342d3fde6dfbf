package exo.kernel.dev;

import exo.kernel.abi.KernelBug;

/**
 * The keyboard's driver: takes scan codes from the controller when line 1 calls, and keeps the
 * characters in a ring until the terminal has room for them. Owned by the kernel lock.
 */
public final class Keyboard {
  /** Takes characters that were typed, and answers how many. */
  @FunctionalInterface
  public interface Reader {
    int type(byte[] bytes, int length);
  }

  /** Characters kept while the terminal has no room. */
  public static final int RING = 256;

  private final I8042 controller;
  private final Reader reader;
  private final KeyDecoder decoder = new KeyDecoder(this::keep);
  private final byte[] ring = new byte[RING];
  private final byte[] chunk = new byte[RING];
  private int first;
  private int size;
  private long overflow;
  private boolean feeding;

  public Keyboard(I8042 controller, Reader reader) {
    this.controller = controller;
    this.reader = reader;
  }

  /** Tests the controller and lets it interrupt. */
  public void start() {
    controller.out(I8042.COMMAND, I8042.SELF_TEST);
    if (controller.in(I8042.DATA) != I8042.SELF_TEST_PASSED) {
      throw new KernelBug("the keyboard controller failed its own test");
    }
    controller.out(I8042.COMMAND, I8042.WRITE_CONFIGURATION);
    controller.out(I8042.DATA, I8042.INTERRUPTS);
  }

  /** Line 1 calls: all codes that are there. */
  public void interrupt() {
    while ((controller.in(I8042.STATUS) & I8042.OUTPUT_FULL) != 0) {
      decoder.scan(controller.in(I8042.DATA));
    }
    feed();
  }

  private void keep(int c) {
    if (size == RING) {
      overflow++;
      return;
    }
    ring[(first + size++) % RING] = (byte) c;
  }

  /** Hands on what the terminal takes. */
  public void feed() {
    if (feeding) {
      // The terminal, being fed, says that it has room.
      return;
    }
    feeding = true;
    int taken = 1;
    while (size > 0 && taken > 0) {
      int n = Math.min(size, RING - first);
      System.arraycopy(ring, first, chunk, 0, n);
      taken = reader.type(chunk, n);
      first = (first + taken) % RING;
      size -= taken;
    }
    feeding = false;
  }

  /** Whether a key can be pressed without a loss. */
  public boolean hasRoom() {
    return controller.room() >= KeyTyper.LONGEST && size + I8042.KEPT <= RING;
  }

  /** Characters kept now. */
  public int kept() {
    return size;
  }

  /** Characters and scan codes lost because nobody took those before them. */
  public long overflow() {
    return overflow + controller.lost();
  }
}
