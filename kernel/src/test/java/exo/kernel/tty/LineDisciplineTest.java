package exo.kernel.tty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Termio;
import exo.kernel.uaccess.IoBuffer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The line discipline alone, between a keyboard and a screen that are strings. */
class LineDisciplineTest {
  private final Screen screen = new Screen();
  private final LineDiscipline discipline = new LineDiscipline(Termios.cooked(), screen);

  private static final class Screen implements LineDiscipline.Device {
    final StringBuilder shown = new StringBuilder();
    final List<Integer> signals = new ArrayList<>();
    int room = Integer.MAX_VALUE;
    boolean stopped;
    int arrivals;

    @Override
    public int room() {
      return stopped ? 0 : room;
    }

    @Override
    public void put(int c) {
      shown.append((char) c);
      room--;
    }

    @Override
    public void signal(int signal) {
      signals.add(signal);
    }

    @Override
    public void flushed(boolean input, boolean output) {}

    @Override
    public boolean isStopped() {
      return stopped;
    }

    @Override
    public void stopped(boolean stop) {
      stopped = stop;
    }

    @Override
    public void inputArrived() {
      arrivals++;
    }
  }

  private int type(String keys) {
    byte[] bytes = keys.getBytes(ISO_8859_1);
    return discipline.receive(bytes, 0, bytes.length);
  }

  private String read(int most) throws Errno {
    byte[] bytes = new byte[most];
    long n = discipline.read(IoBuffer.kernel(MemorySegment.ofArray(bytes)));
    return n < 0 ? "EAGAIN" : new String(bytes, 0, (int) n, ISO_8859_1);
  }

  private long write(String text) throws Errno {
    return discipline.write(IoBuffer.kernel(MemorySegment.ofArray(text.getBytes(ISO_8859_1))));
  }

  private void configure(Consumer<Termios> change) {
    Termios wanted = discipline.termios().copy();
    change.accept(wanted);
    discipline.configure(wanted);
  }

  private void raw() {
    configure(t -> t.local(t.local() & ~(Termio.ICANON | Termio.ECHO | Termio.ISIG)));
  }

  @Test
  void nothingIsReadBeforeTheLineEnds() throws Errno {
    type("hello");
    assertEquals("EAGAIN", read(100));
    assertFalse(discipline.isReadable(1));
    type("\r");
    assertEquals("hello\n", read(100));
    assertEquals("hello\r\n", screen.shown.toString());
  }

  @Test
  void readGetsOneLine() throws Errno {
    type("one\ntwo\n");
    assertEquals("one\n", read(100));
    assertEquals("two\n", read(100));
  }

  @Test
  void shortReadLeavesTheRestOfTheLine() throws Errno {
    type("hello\n");
    assertEquals("hel", read(3));
    assertEquals("lo\n", read(100));
  }

  @Test
  void eraseWipesTheScreenToo() throws Errno {
    type("ab\177c\n");
    assertEquals("ac\n", read(100));
    assertEquals("ab\b \bc\r\n", screen.shown.toString());
  }

  @Test
  void eraseStopsAtTheBeginningOfTheLine() throws Errno {
    type("a\177\177\177b\n");
    assertEquals("b\n", read(100));
  }

  @Test
  void eraseTakesAWholeUtf8Character() throws Errno {
    configure(t -> t.input(t.input() | Termio.IUTF8));
    type("a\303\244\177b\n");
    assertEquals("ab\n", read(100));
  }

  @Test
  void eraseOfATabGoesBackAsFarAsItWent() throws Errno {
    type("ab\t\177");
    assertEquals("ab\t\b\b\b\b\b\b", screen.shown.toString());
  }

  @Test
  void wordEraseTakesBlanksAndAWord() throws Errno {
    type("one two  \027x\n");
    assertEquals("one x\n", read(100));
  }

  @Test
  void killTakesTheLine() throws Errno {
    type("one two\025x\n");
    assertEquals("x\n", read(100));
  }

  @Test
  void literalNextTakesMeaningAway() throws Errno {
    type("a\026\003b\n");
    assertEquals("a\003b\n", read(100));
    assertEquals(List.of(), screen.signals);
  }

  @Test
  void endOfFileHandsOutWhatIsThere() throws Errno {
    type("ab\004");
    assertEquals("ab", read(100));
    type("\004");
    assertEquals("", read(100));
    assertEquals("EAGAIN", read(100));
  }

  @Test
  void interruptKeySendsASignalAndDropsTheLine() throws Errno {
    type("ab");
    type("\003cd\n");
    assertEquals(List.of(Signals.SIGINT), screen.signals);
    assertEquals("cd\n", read(100));
    assertEquals("ab^Ccd\r\n", screen.shown.toString());
  }

  @Test
  void withoutSignalsKeysAreBytes() throws Errno {
    configure(t -> t.local(t.local() & ~Termio.ISIG));
    type("\003\032\n");
    assertEquals("\003\032\n", read(100));
    assertEquals(List.of(), screen.signals);
  }

  @Test
  void stopKeyStopsOutputAndStartKeyStartsIt() throws Errno {
    type("\023");
    assertEquals(Errno.EAGAIN.negated(), write("x"));
    type("\021");
    assertEquals(1, write("x"));
    assertEquals("x", screen.shown.toString());
  }

  @Test
  void echoWaitsForRoomOnTheScreen() {
    screen.room = 2;
    type("abc");
    assertEquals("ab", screen.shown.toString());
    screen.room = 100;
    discipline.outputDrained();
    assertEquals("abc", screen.shown.toString());
  }

  @Test
  void bytesAreReadAtOnceWithoutCanon() throws Errno {
    raw();
    type("ab\r");
    assertEquals(3, discipline.available());
    assertEquals("ab\n", read(100));
  }

  @Test
  void whatWasTypedStaysWhenLinesEnd() throws Errno {
    type("ab");
    raw();
    assertEquals("ab", read(100));
    type("cd");
    configure(t -> t.local(t.local() | Termio.ICANON));
    assertEquals("cd", read(100));
  }

  @Test
  void fullQueueTakesNoMoreBytes() {
    raw();
    assertEquals(4095, type("x".repeat(5000)));
    assertEquals(0, type("x"));
  }

  @Test
  void endOfAnOverlongLineGetsThrough() throws Errno {
    assertEquals(5000, type("x".repeat(5000)));
    type("\n");
    assertTrue(discipline.isReadable(1));
    assertEquals(4096, read(10_000).length());
  }

  @Test
  void newlineBecomesReturnAndNewline() throws Errno {
    write("a\nb\tc");
    assertEquals("a\r\nb\tc", screen.shown.toString());
  }

  @Test
  void tabsBecomeBlanks() throws Errno {
    configure(t -> t.output(Termio.OPOST | Termio.XTABS));
    write("ab\tc");
    assertEquals("ab      c", screen.shown.toString());
  }

  @Test
  void withoutProcessingOutputIsAsWritten() throws Errno {
    configure(t -> t.output(0));
    write("a\n\t");
    assertEquals("a\n\t", screen.shown.toString());
  }

  @Test
  void breakIsAnInterruptOrAZero() throws Errno {
    raw();
    discipline.receiveBreak();
    assertEquals("\0", read(100));
    configure(t -> t.input(t.input() | Termio.BRKINT));
    discipline.receiveBreak();
    assertEquals(List.of(Signals.SIGINT), screen.signals);
  }

  @Test
  void readersAreWokenWhenALineIsThere() {
    type("ab");
    int before = screen.arrivals;
    type("\n");
    assertTrue(screen.arrivals > before);
  }
}
