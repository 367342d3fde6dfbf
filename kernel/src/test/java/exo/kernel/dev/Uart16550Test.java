package exo.kernel.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Uart16550Test {
  private final List<Integer> sent = new ArrayList<>();
  private boolean ready = true;
  private int interrupts;
  private final Uart16550 uart =
      new Uart16550(
          new Uart16550.Wire() {
            @Override
            public boolean isReady() {
              return ready;
            }

            @Override
            public void send(int c) {
              sent.add(c);
            }

            @Override
            public void rest() {
              // Nothing is held back.
            }
          },
          () -> interrupts++);
  private final StringBuilder typed = new StringBuilder();
  private int room = Integer.MAX_VALUE;
  private int drained;
  private final SerialPort port =
      new SerialPort(
          uart,
          (bytes, n) -> {
            int taken = Math.min(n, room);
            for (int i = 0; i < taken; i++) {
              typed.append((char) bytes[i]);
            }
            room -= taken;
            return taken;
          },
          () -> drained++);

  private void write(String text) {
    for (char c : text.toCharArray()) {
      port.put(c);
    }
    port.push();
  }

  private int identity() {
    return uart.in(Uart16550.IIR) & ~Uart16550.IIR_FIFOS;
  }

  @Test
  void theDivisorHidesBehindDlab() {
    uart.out(Uart16550.LCR, Uart16550.LCR_DLAB);
    uart.out(Uart16550.DATA, 0x0c);
    uart.out(Uart16550.IER, 0);
    assertEquals(9600, uart.baud());
    uart.out(Uart16550.LCR, Uart16550.LCR_8N1);
    uart.out(Uart16550.DATA, 'x');
    assertEquals(List.of((int) 'x'), sent);
  }

  @Test
  void whatComesInInterruptsAndIsReadInOrder() {
    port.start();
    uart.receive('a');
    uart.receive('b');
    assertTrue(interrupts > 0);
    assertEquals(Uart16550.IIR_RECEIVED, identity());
    assertEquals('a', uart.in(Uart16550.DATA));
    assertEquals('b', uart.in(Uart16550.DATA));
    assertEquals(Uart16550.IIR_NONE, identity());
  }

  @Test
  void theSeventeenthByteIsAnOverrun() {
    port.start();
    for (int i = 0; i < 17; i++) {
      uart.receive(i);
    }
    assertEquals(0, uart.receiveRoom());
    assertEquals(Uart16550.IIR_LINE, identity());
    assertEquals(Uart16550.LSR_OVERRUN, uart.in(Uart16550.LSR) & Uart16550.LSR_OVERRUN);
    assertEquals(0, uart.in(Uart16550.LSR) & Uart16550.LSR_OVERRUN);
  }

  @Test
  void aBusyWireFillsTheFifoAndInterruptsWhenItIsFree() {
    port.start();
    ready = false;
    write("0123456789abcdefXYZ");
    assertEquals(List.of(), sent);
    assertEquals(0, uart.in(Uart16550.LSR) & Uart16550.LSR_HOLDING_EMPTY);
    ready = true;
    int before = interrupts;
    port.wireReady();
    while (interrupts > before) {
      before = interrupts;
      port.interrupt();
    }
    assertEquals(19, sent.size());
    assertEquals('Z', sent.getLast());
    assertEquals(1, drained);
  }

  @Test
  void loopBackReceivesWhatIsSent() {
    port.start();
    uart.out(Uart16550.MCR, Uart16550.MCR_LOOP | Uart16550.MCR_OUT2);
    uart.out(Uart16550.DATA, 'q');
    assertEquals(List.of(), sent);
    assertEquals('q', uart.in(Uart16550.DATA));
  }

  @Test
  void theDriverHandsOnWhatComesIn() {
    port.start();
    for (char c : "hello".toCharArray()) {
      uart.receive(c);
    }
    port.interrupt();
    assertEquals("hello", typed.toString());
  }

  @Test
  void theDriverKeepsWhatTheTerminalHasNoRoomFor() {
    port.start();
    room = 2;
    for (char c : "hello".toCharArray()) {
      uart.receive(c);
    }
    port.interrupt();
    port.interrupt();
    assertEquals("he", typed.toString());
    room = 100;
    port.inputTaken();
    assertEquals("hello", typed.toString());
  }
}
