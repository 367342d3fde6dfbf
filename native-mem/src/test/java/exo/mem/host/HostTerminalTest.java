package exo.mem.host;

import static exo.mem.host.HostDirectoryTest.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.junit.jupiter.api.Test;

/** On a pseudo terminal of the test's own: its master side takes the same calls. */
class HostTerminalTest {
  private static final int ENOTTY = 25;

  @Test
  void rawModeEchoesNothingAndRestoreBringsTheEchoBack() throws IOException {
    try (RandomAccessFile master = new RandomAccessFile("/dev/ptmx", "rw")) {
      int fd = Shell.descriptor("/dev/ptmx");
      assertTrue(HostTerminal.isTerminal(fd));
      master.write('a');
      assertTrue(HostDescriptors.awaitReadable(fd, 1000));
      assertEquals('a', master.read());

      HostTerminal terminal = HostTerminal.enterRaw(fd);
      master.write('b');
      assertFalse(HostDescriptors.awaitReadable(fd, 50));

      terminal.restore();
      terminal.restore();
      master.write('c');
      assertTrue(HostDescriptors.awaitReadable(fd, 1000));
      assertEquals('c', master.read());
    }
  }

  @Test
  void aNewTerminalHasNoSize() throws IOException {
    try (RandomAccessFile master = new RandomAccessFile("/dev/ptmx", "rw")) {
      assertTrue(master.getFD().valid());
      assertEquals(new HostTerminal.Size(0, 0), HostTerminal.size(Shell.descriptor("/dev/ptmx")));
    }
  }

  @Test
  void whatIsNoTerminalSaysSo() throws IOException {
    try (RandomAccessFile device = new RandomAccessFile("/dev/zero", "r")) {
      int fd = Shell.descriptor("/dev/zero");
      assertFalse(HostTerminal.isTerminal(fd));
      assertFalse(HostTerminal.isTerminal(-1));
      fails(ENOTTY, () -> HostTerminal.size(fd));
      fails(ENOTTY, () -> HostTerminal.enterRaw(fd));
      assertEquals(0, device.read());
    }
  }
}
