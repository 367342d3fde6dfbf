package exo.kernel.dev;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From scan codes to the bytes a program reads, through the controller and its interrupt. */
class KeyboardTest {
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private int room = Integer.MAX_VALUE;
  private int interrupts;
  private final I8042 controller = new I8042(() -> interrupts++);
  private final Keyboard keyboard =
      new Keyboard(
          controller,
          (bytes, n) -> {
            int taken = Math.min(n, room);
            read.write(bytes, 0, taken);
            room -= taken;
            return taken;
          });
  private final KeyTyper typer = new KeyTyper(controller::send);

  @BeforeEach
  void start() {
    keyboard.start();
  }

  private String press(int... codes) {
    read.reset();
    for (int code : codes) {
      controller.send(code);
      keyboard.interrupt();
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  private byte[] typed(byte[] keys) {
    read.reset();
    for (int done = 0; done < keys.length; ) {
      done += typer.type(keys, done, keys.length);
      keyboard.interrupt();
    }
    return read.toByteArray();
  }

  @Test
  void lettersComeWhenTheKeyGoesDown() {
    assertEquals("a", press(0x1e));
    assertEquals("", press(0x9e));
    assertEquals("a1", press(0x1e, 0x9e, 0x02, 0x82));
  }

  @Test
  void eitherShiftMakesCapitals() {
    assertEquals("A!", press(0x2a, 0x1e, 0x02, 0xaa));
    assertEquals("A", press(0x36, 0x1e, 0xb6));
    assertEquals("a", press(0x1e));
  }

  @Test
  void capsLockIsForLettersOnlyAndShiftUndoesIt() {
    press(0x3a, 0xba);
    assertEquals("A1", press(0x1e, 0x02));
    assertEquals("a!", press(0x2a, 0x1e, 0x02, 0xaa));
    press(0x3a, 0xba);
    assertEquals("a", press(0x1e));
  }

  @Test
  void ctrlMakesControlCharacters() {
    assertEquals("\u0003", press(0x1d, 0x2e, 0x9d));
    assertEquals("\u001c", press(0x1d, 0x2b, 0x9d));
    assertEquals("\u0001", press(0xe0, 0x1d, 0x1e, 0xe0, 0x9d));
    assertEquals("c", press(0x2e));
  }

  @Test
  void altPutsAnEscapeBefore() {
    assertEquals("\033b", press(0x38, 0x30, 0xb8));
  }

  @Test
  void arrowsAreEscapeSequences() {
    assertEquals("\033[A\033[B\033[C\033[D", press(0xe0, 0x48, 0xe0, 0x50, 0xe0, 0x4d, 0xe0, 0x4b));
    assertEquals("\033[3~", press(0xe0, 0x53, 0xe0, 0xd3));
    assertEquals("\033[[A\033[23~", press(0x3b, 0x57));
  }

  @Test
  void numberPadHasDigitsWithNumLock() {
    assertEquals("\033[A", press(0x48));
    press(0x45, 0xc5);
    assertEquals("8", press(0x48));
  }

  @Test
  void editingKeysAreThoseOfAConsole() {
    assertEquals("\u007f\t\r\033", press(0x0e, 0x0f, 0x1c, 0x01));
  }

  @Test
  void everyByteCanBeTyped() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertArrayEquals(all, typed(all));
  }

  @Test
  void arrowsOfTheHostAreArrowKeys() {
    assertEquals(
        "\033[A\033[B\033[3~x",
        new String(
            typed("\033[A\033OB\033[3~x".getBytes(StandardCharsets.US_ASCII)),
            StandardCharsets.US_ASCII));
  }

  @Test
  void aLoneEscapeIsTheEscapeKey() {
    assertArrayEquals(new byte[] {27}, typed(new byte[] {27}));
    assertArrayEquals(new byte[] {27, 'q'}, typed(new byte[] {27, 'q'}));
  }

  @Test
  void theRingKeepsWhatTheTerminalHasNoRoomFor() {
    room = 0;
    for (int i = 0; i < Keyboard.RING; i++) {
      press(0x1e);
    }
    assertEquals(Keyboard.RING, keyboard.kept());
    assertEquals(0, keyboard.overflow());
    assertFalse(keyboard.hasRoom());
    press(0x1e);
    press(0x1e);
    assertEquals(2, keyboard.overflow());
    room = 1000;
    keyboard.feed();
    assertEquals(Keyboard.RING, read.size());
    assertTrue(keyboard.hasRoom());
  }

  @Test
  void codesThatNobodyTakesFillTheKeyboard() {
    for (int i = 0; i < 20; i++) {
      controller.send(0x1e);
    }
    // One in the controller, sixteen in the keyboard.
    assertEquals(3, keyboard.overflow());
    assertEquals(1, interrupts);
    keyboard.interrupt();
    assertEquals("a".repeat(17), read.toString(StandardCharsets.US_ASCII));
  }

  @Test
  void aDisabledKeyboardKeepsItsCodes() {
    controller.out(I8042.COMMAND, I8042.DISABLE_KEYBOARD);
    controller.send(0x1e);
    assertEquals(0, controller.in(I8042.STATUS) & I8042.OUTPUT_FULL);
    controller.out(I8042.COMMAND, I8042.ENABLE_KEYBOARD);
    assertEquals(0x1e, controller.in(I8042.DATA));
    assertEquals(1, interrupts);
  }
}
