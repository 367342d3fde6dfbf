package exo.kernel.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.PhysicalMemory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final PhysicalMemory ram =
      PhysicalMemory.reserve(16 << 20, PhysicalMemory.Backing.ANONYMOUS);
  private final VgaText card = new VgaText(ram);
  private final StringBuilder answers = new StringBuilder();
  private final ScreenDriver screen =
      new ScreenDriver(
          card, bytes -> answers.append(new String(bytes, StandardCharsets.ISO_8859_1)));

  @AfterEach
  void close() {
    ram.close();
  }

  private void write(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      screen.put(b & 0xff);
    }
    screen.push();
  }

  private String line(int row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < VgaText.COLUMNS; column++) {
      line.append(Cp437.character(card.cell(row, column) & 0xff));
    }
    return line.toString().stripTrailing();
  }

  private int attribute(int row, int column) {
    return card.cell(row, column) >>> 8;
  }

  private void cursorIsAt(int row, int column) {
    assertEquals(row * VgaText.COLUMNS + column, card.cursorCell());
  }

  @Test
  void theCellsLieInGuestMemory() {
    write("Hi");
    assertEquals(0x0748, ram.getShort(0xb8000));
    assertEquals(0x0769, ram.getShort(0xb8002));
    assertEquals(0x0720, ram.getShort(0xb8000 + 2 * 1999));
  }

  @Test
  void linesFeedAndReturn() {
    write("one\r\ntwo\nthree");
    assertEquals("one", line(0));
    assertEquals("two", line(1));
    assertEquals("   three", line(2));
    cursorIsAt(2, 8);
  }

  @Test
  void theLastColumnWrapsOnlyWhenMoreComes() {
    write("x".repeat(80));
    cursorIsAt(0, 79);
    write("y");
    assertEquals("y", line(1));
    write("\033[?7l\r" + "z".repeat(90));
    assertEquals("z".repeat(80), line(1));
    assertEquals("", line(2));
  }

  @Test
  void theScreenScrollsAtItsEnd() {
    for (int i = 0; i < 30; i++) {
      write("line " + i + "\r\n");
    }
    assertEquals("line 6", line(0));
    assertEquals("line 29", line(23));
    assertEquals("", line(24));
  }

  @Test
  void aRegionScrollsAlone() {
    write("top\r\n\033[2;4ra\r\nb\r\nc\r\nd");
    // Setting the region puts the cursor at the top.
    write("\033[4;1H\n");
    assertEquals("", line(3));
    write("\033[r\033[25;1Hend");
    assertEquals("end", line(24));
  }

  @Test
  void coloursGoIntoTheAttribute() {
    write("\033[31mr\033[1;32mG\033[0;44mb\033[7mi\033[m.\033[97;41mw");
    assertEquals(0x04, attribute(0, 0));
    assertEquals(0x0a, attribute(0, 1));
    assertEquals(0x17, attribute(0, 2));
    assertEquals(0x71, attribute(0, 3));
    assertEquals(0x07, attribute(0, 4));
    assertEquals(0x4f, attribute(0, 5));
  }

  @Test
  void coloursItDoesNotHaveAreSwallowed() {
    write("\033[38;5;196mx\033[38;2;1;2;3my");
    assertEquals("xy", line(0));
    assertEquals(0x07, attribute(0, 0));
  }

  @Test
  void theCursorMovesAndStopsAtTheEdges() {
    write("\033[5;10H*");
    assertEquals('*', card.cell(4, 9) & 0xff);
    write("\033[999B\033[999C");
    cursorIsAt(24, 79);
    write("\033[999A\033[999D");
    cursorIsAt(0, 0);
    write("\033[3C\033[2B\033[s\033[H\033[u");
    cursorIsAt(2, 3);
    write("\033[?25l");
    assertFalse(card.isCursorVisible());
    write("\033[?25h");
    assertTrue(card.isCursorVisible());
  }

  @Test
  void partsAreErased() {
    write("abcdef\033[4G\033[K");
    assertEquals("abc", line(0));
    write("\033[2G\033[1K");
    assertEquals("  c", line(0));
    write("\033[2J");
    assertEquals("", line(0));
  }

  @Test
  void charactersAndLinesAreInsertedAndDeleted() {
    write("abcdef\033[3G\033[2@");
    assertEquals("ab  cdef", line(0));
    write("\033[2P");
    assertEquals("abcdef", line(0));
    write("\033[Lx");
    assertEquals("x", line(0).strip());
    assertEquals("abcdef", line(1));
    write("\033[M");
    assertEquals("abcdef", line(0));
  }

  @Test
  void utf8IsShownAsTheCardCan() {
    write("ä█日");
    assertEquals(0x84, card.cell(0, 0) & 0xff);
    assertEquals(0xdb, card.cell(0, 1) & 0xff);
    assertEquals(Cp437.UNKNOWN, card.cell(0, 2) & 0xff);
    cursorIsAt(0, 3);
  }

  @Test
  void questionsAreAnswered() {
    write("\033[3;7H\033[6n\033[5n\033[c");
    assertEquals("\033[3;7R\033[0n\033[?6c", answers.toString());
  }

  @Test
  void unknownSequencesAreSwallowedWhole() {
    write("\033]0;title\007a\033[>4;1mb\033(Bc\033[?2004hd");
    assertEquals("abcd", line(0));
  }

  @Test
  void anyBytesWhateverLeaveTheCursorOnTheScreen() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(7);
    String signs = "\033[[[;;?0123456789ABCDHJKLMPSTXfghlmnrsucx@\n\r\b\tä";
    for (int i = 0; i < 200_000; i++) {
      write(String.valueOf(signs.charAt(random.nextInt(signs.length()))));
      assertTrue(card.cursorCell() < VgaText.ROWS * VgaText.COLUMNS);
    }
  }
}
