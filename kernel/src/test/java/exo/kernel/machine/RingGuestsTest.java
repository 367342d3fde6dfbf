package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.GuestProcess;
import exo.kernel.Machine;
import exo.kernel.Program;
import exo.kernel.ipc.ChannelFormat;
import exo.kernel.ipc.HostEnd;
import exo.kernel.ipc.Lane;
import exo.kernel.ipc.RequestReplyChannel;
import exo.kernel.ipc.Waiting;
import exo.mem.ring.Ring;
import exo.mem.ring.RingLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Channels of {@code /dev/ipc} between guests, and between guests and this program. */
@OnEveryEngine
@Timeout(120)
class RingGuestsTest {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final long SECONDS = 60_000_000_000L;

  private final String engine;
  private final MemorySegment bytes = Arena.ofAuto().allocate(64, 8);

  RingGuestsTest(String engine) {
    this.engine = engine;
  }

  private Puppet machine() throws Exception {
    return new Puppet(Machine.builder().engine(engine).memory(32L << 20).seed(1));
  }

  private static Program program(Puppet p, String name, String... arguments) throws IOException {
    p.machine.writeFile("/" + name, Puppet.guest(name), 0755);
    return Program.of("/" + name, arguments).output(p.output);
  }

  private void runs(String name, String expected, String... arguments) throws Exception {
    try (Puppet p = machine()) {
      int status = p.machine.run(program(p, name, arguments)).status();
      p.machine.drainOutput();
      assertEquals(expected, p.output());
      assertEquals(0, status);
      assertEquals(
          "name capacity messages ends buffers used\n",
          new String(p.machine.readFile("/proc/ipc"), StandardCharsets.ISO_8859_1));
      p.machine.audit();
    }
  }

  @Test
  void pingPong() throws Exception {
    runs("ring-pingpong", "500 rounds\n", "500");
  }

  @Test
  void fanOut() throws Exception {
    runs("ring-fanout", "3 receivers got 500 messages each, 0 of them wrongly\n", "3", "500");
  }

  @Test
  void workers() throws Exception {
    runs("ring-workers", "500 jobs by 3 workers: right\n", "3", "500");
  }

  @Test
  void calls() throws Exception {
    runs("ring-rpc", "500 calls\n", "500");
  }

  @Test
  void buffers() throws Exception {
    runs("ring-pool", "100 buffers of 65536 bytes\n", "100");
  }

  @Test
  void readsWritesAndPolls() throws Exception {
    runs("rings", "", "copy", "c");
  }

  @Test
  void theHostAndAGuestEchoMessagesOfEverySize() throws Exception {
    try (Puppet p = machine()) {
      HostEnd there = p.machine.createChannel("there", ChannelFormat.DEFAULT, 0600);
      HostEnd back = p.machine.createChannel("back", ChannelFormat.DEFAULT, 0600);
      GuestProcess guest = p.machine.start(program(p, "rings", "echo", "there", "back", "400"));
      for (int i = 0; i < 400; i++) {
        int size = i % 41;
        for (int j = 0; j < size; j++) {
          bytes.set(ValueLayout.JAVA_BYTE, j, (byte) (i + j));
        }
        assertEquals(0, there.lane().send(bytes, 0, size, 0, SECONDS));
        bytes.fill((byte) 0);
        assertEquals(size, Ring.size(back.lane().receive(bytes, 0, null, SECONDS)));
        for (int j = 0; j < size; j++) {
          assertEquals((byte) (i + j), bytes.get(ValueLayout.JAVA_BYTE, j));
        }
      }
      assertEquals(0, guest.waitFor().status());
      there.close();
      back.close();
      assertThrows(IOException.class, () -> p.machine.openChannel("nowhere"));
      p.machine.openChannel("there").close();
      p.machine.audit();
    }
  }

  @Test
  void theHostCallsAServerInTheGuest() throws Exception {
    try (Puppet p = machine();
        HostEnd requests = p.machine.createChannel("requests", ChannelFormat.DEFAULT, 0600);
        HostEnd replies = p.machine.createChannel("replies", ChannelFormat.DEFAULT, 0600)) {
      GuestProcess guest =
          p.machine.start(program(p, "ring-rpc", "serve", "requests", "replies", "100"));
      var calls = new RequestReplyChannel(requests.lane(), replies.lane(), 16);
      for (int i = 0; i < 100; i++) {
        bytes.set(LONG, 0, i);
        assertEquals(8, calls.call(bytes, 0, 8, bytes, 8, SECONDS));
        assertEquals(2L * i, bytes.get(LONG, 8));
      }
      assertEquals(0, guest.waitFor().status());
    }
  }

  @Test
  void aGuestThatDiesWithAClaimHoldsNobodyUp() throws Exception {
    try (Puppet p = machine();
        HostEnd end =
            p.machine.createChannel(
                "c", new ChannelFormat(4, RingLayout.MANY_TO_MANY, 0, 0), 0600)) {
      Lane lane = end.lane();
      for (int round = 0; round < 10; round++) {
        bytes.set(LONG, 0, round);
        lane.trySend(bytes, 0, 8, 0);
        assertEquals(0, p.machine.run(program(p, "rings", "die", "c")).status());
        // Its claim is stepped over, and the slot it took is free again.
        for (int i = 0; i < 3; i++) {
          bytes.set(LONG, 0, 100 * round + i);
          assertEquals(0, lane.send(bytes, 0, 8, 0, SECONDS));
        }
        for (int i = 0; i < 3; i++) {
          assertEquals(8, Ring.size(lane.receive(bytes, 0, null, SECONDS)));
          assertEquals(100 * round + i, bytes.get(LONG, 0));
        }
        assertEquals(Ring.EMPTY, lane.tryReceive(bytes, 0, null));
      }
    }
  }

  @Test
  void aGuestThatScribblesHurtsNobodyElse() throws Exception {
    for (int kind : new int[] {RingLayout.MANY_TO_MANY, RingLayout.ONE_TO_ONE}) {
      try (Puppet p = machine();
          HostEnd end = p.machine.createChannel("c", new ChannelFormat(64, kind, 0, 0), 0600)) {
        GuestProcess guest = p.machine.start(program(p, "rings", "scribble", "c"));
        boolean over = false;
        while (!over) {
          over = !guest.isAlive();
          int sent = end.lane().trySend(bytes, 0, 40, 0);
          assertTrue(sent <= 0 && sent >= Ring.CORRUPT);
          long got = end.lane().tryReceive(bytes, 0, null);
          assertTrue(got < 0 ? got >= Ring.CORRUPT : Ring.size(got) <= 40);
          try {
            p.machine.readFile("/dev/ipc/c");
          } catch (IOException eagainOrEio) {
            assertTrue(eagainOrEio.getMessage().contains("/dev/ipc/c"));
          }
        }
        assertEquals(0, guest.waitFor().status());
      }
    }
  }

  @Test
  void largeMessagesPassThroughThePoolUncopied() throws Exception {
    try (Puppet p = machine();
        HostEnd a =
            p.machine.createChannel(
                "big", new ChannelFormat(16, RingLayout.MANY_TO_MANY, 4, 65536), 0600);
        HostEnd b = p.machine.openChannel("big")) {
      long handle = a.fusion().pool().acquire();
      a.fusion().pool().buffer(handle).fill((byte) 7);
      assertEquals(0, a.fusion().trySendBuffer(handle, 65536, 0));
      var message = new exo.kernel.ipc.FusionMessage();
      assertEquals(0, b.fusion().receive(message, Waiting.FOREVER));
      assertEquals(65536, message.size());
      assertEquals(7, b.fusion().pool().buffer(message.handle()).get(ValueLayout.JAVA_BYTE, 65535));
      b.fusion().pool().release(message.handle());
      String table = new String(p.machine.readFile("/proc/ipc"), StandardCharsets.ISO_8859_1);
      assertTrue(table.contains("big 16 0 2 4 0\n"), table);
    }
  }
}
