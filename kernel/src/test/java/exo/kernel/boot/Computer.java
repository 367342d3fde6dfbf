package exo.kernel.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.GuestInput;
import exo.kernel.GuestOutput;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.MachineBuilder;
import exo.kernel.PowerOff;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A machine with a person before it: types, and waits for what the serial line says. */
final class Computer implements AutoCloseable {
  static final Path INITRAMFS =
      Path.of(System.getProperty("exo.guests")).resolveSibling("initramfs.tar");

  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final BlockingQueue<byte[]> keys = new LinkedBlockingQueue<>();
  private final StringBuilder written = new StringBuilder();
  private int seen;
  final Machine machine;
  private final GuestProcess init;

  Computer(MachineBuilder builder) throws Exception {
    GuestInput keyboard =
        buffer -> {
          try {
            byte[] next = keys.take();
            System.arraycopy(next, 0, buffer, 0, next.length);
            return next.length;
          } catch (InterruptedException e) {
            return -1;
          }
        };
    machine = builder.initramfs(INITRAMFS).console(keyboard, line()).build();
    init = machine.startInit();
  }

  private GuestOutput line() {
    return (bytes, offset, length) -> {
      synchronized (written) {
        written.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        written.notifyAll();
      }
    };
  }

  /** A machine that runs a script and nobody sits at; answers what it said. */
  static String script(MachineBuilder builder, int status, String line) throws Exception {
    StringBuilder said = new StringBuilder();
    GuestOutput serial =
        (bytes, offset, length) ->
            said.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    try (Machine machine =
        builder
            .initramfs(INITRAMFS)
            .console(GuestInput.absent(), serial)
            .initArguments(List.of("-c", line))
            .build()) {
      PowerOff end = machine.waitForPowerOff(machine.startInit());
      assertEquals(PowerOff.Kind.INIT_ENDED, end.kind(), said.toString());
      assertEquals(status, end.init().status(), said.toString());
      machine.audit();
    }
    return said.toString();
  }

  void type(String text) {
    keys.add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits until the machine has written this behind what was seen before. */
  void see(String text) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    synchronized (written) {
      while (written.indexOf(text, seen) < 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        assertTrue(left > 0, "'" + text + "' does not come behind: " + written.substring(seen));
        written.wait(left);
      }
      seen = written.indexOf(text, seen) + text.length();
    }
  }

  PowerOff end() throws InterruptedException {
    return machine.waitForPowerOff(init);
  }

  @Override
  public void close() {
    machine.close();
  }
}
