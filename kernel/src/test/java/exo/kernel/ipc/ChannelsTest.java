package exo.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.ring.Ring;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChannelsTest {
  private final LocalWaiting waiting = new LocalWaiting();
  private final MemorySegment to = Rings.memory(64);

  private PriorityChannel priorities(int capacity) {
    return PriorityChannel.create(
        Rings.memory(PriorityChannel.bytes(capacity)), capacity, waiting, null);
  }

  @Test
  void theMostUrgentMessageComesFirstAndOfAClassTheOldest() {
    PriorityChannel channel = priorities(16);
    SplittableRandom random = new SplittableRandom(3);
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int p = random.nextInt(5);
      if (channel.trySend(Rings.number(p * 1000L + i), 0, 8, PriorityClass.values()[p]) == 0) {
        expected.add(p * 1000L + i);
      }
    }
    expected.sort(null);
    for (long e : expected) {
      assertEquals(e / 1000, Ring.priority(channel.tryReceive(to, 0, null)));
      assertEquals(e, to.get(Rings.LONG, 0));
    }
    assertEquals(Ring.EMPTY, channel.tryReceive(to, 0, null));
  }

  @Test
  void aReceiverSleepsUntilAMessageOfAnyClass() throws Exception {
    for (PriorityClass p : PriorityClass.values()) {
      PriorityChannel channel = priorities(4);
      CompletableFuture<Long> got =
          Rings.async(
              () -> LaneTest.uninterrupted(() -> channel.receive(to, 0, null, Waiting.FOREVER)));
      Thread.sleep(5);
      channel.trySend(Rings.number(1), 0, 8, p);
      assertEquals(p.ordinal(), Ring.priority(got.get()));
      assertEquals(1, channel.stats(p).received());
    }
    assertEquals(Ring.EMPTY, priorities(4).receive(to, 0, null, 1_000_000));
  }

  @Test
  void aFullClassLeavesRoomInTheOthers() throws Exception {
    PriorityChannel channel = priorities(2);
    channel.trySend(to, 0, 8, PriorityClass.BULK);
    channel.trySend(to, 0, 8, PriorityClass.BULK);
    assertEquals(Ring.FULL, channel.trySend(to, 0, 8, PriorityClass.BULK));
    assertEquals(Ring.FULL, channel.send(to, 0, 8, PriorityClass.BULK, 1_000_000));
    assertEquals(0, channel.trySend(to, 0, 8, PriorityClass.REAL_TIME));
  }

  @Test
  void aSlowReceiverLosesExactlyWhatIsBeyondItsLag() throws Exception {
    MulticastChannel channel = new MulticastChannel(5);
    Receiver fast = new Receiver(Rings.one(16), waiting, -1);
    Receiver slow = new Receiver(Rings.one(16), waiting, -1);
    channel.add(fast);
    channel.add(slow);
    for (int i = 0; i < 20; i++) {
      assertEquals(i < 5 ? 2 : 1, channel.send(Rings.number(i), 0, 8, 0));
      assertTrue(fast.tryReceive(to, 0, null) >= 0);
      assertEquals(i, to.get(Rings.LONG, 0));
    }
    assertEquals(0, fast.dropped());
    assertEquals(20, fast.processed());
    assertEquals(15, slow.dropped());
    assertEquals(5, slow.pending());
    for (int i = 0; i < 5; i++) {
      assertTrue(slow.receive(to, 0, null, Waiting.FOREVER) >= 0);
      assertEquals(i, to.get(Rings.LONG, 0));
    }
    assertEquals(Ring.EMPTY, slow.receive(to, 0, null, 1_000_000));
    assertEquals(2, channel.send(Rings.number(20), 0, 8, 0));
    channel.remove(slow);
    assertEquals(1, channel.send(Rings.number(21), 0, 8, 0));
    assertEquals(1, slow.pending());
    assertEquals(15, slow.dropped(), "who left loses nothing any more");
  }

  @Test
  void aSenderThatWaitsLosesNothing() throws Exception {
    MulticastChannel channel = new MulticastChannel(2);
    Receiver slow = new Receiver(Rings.one(4), waiting, -1);
    channel.add(slow);
    CompletableFuture<Long> sender =
        Rings.async(
            () ->
                LaneTest.uninterrupted(
                    () -> {
                      for (int i = 0; i < 2000; i++) {
                        channel.send(Rings.number(i), 0, 8, 0, Waiting.FOREVER);
                      }
                      return 0;
                    }));
    for (int i = 0; i < 2000; i++) {
      assertTrue(slow.receive(to, 0, null, Waiting.FOREVER) >= 0);
      assertEquals(i, to.get(Rings.LONG, 0));
    }
    sender.get();
    assertEquals(0, slow.dropped());
  }

  private AnycastChannel anycast(AnycastChannel.Policy policy, int receivers, int capacity) {
    AnycastChannel channel = new AnycastChannel(policy, new SplittableRandom(5));
    for (int i = 0; i < receivers; i++) {
      channel.add(new Receiver(Rings.one(capacity), waiting, i));
    }
    return channel;
  }

  private static long[] handed(AnycastChannel channel) {
    return channel.receivers().stream().mapToLong(Receiver::handed).toArray();
  }

  @Test
  void roundRobinGivesEachItsTurn() {
    AnycastChannel channel = anycast(AnycastChannel.Policy.ROUND_ROBIN, 3, 64);
    for (int i = 0; i < 30; i++) {
      assertEquals(0, channel.trySend(to, 0, 8, 0, -1));
      assertEquals(i / 3 + 1, channel.receivers().get(i % 3).handed());
    }
  }

  @Test
  void theLeastLoadedGetsIt() {
    AnycastChannel channel = anycast(AnycastChannel.Policy.LEAST_LOADED, 3, 64);
    channel.receivers().get(0).hand(to, 0, 8, 0);
    channel.receivers().get(0).hand(to, 0, 8, 0);
    channel.receivers().get(2).hand(to, 0, 8, 0);
    for (int i = 0; i < 3; i++) {
      channel.trySend(to, 0, 8, 0, -1);
    }
    for (Receiver r : channel.receivers()) {
      assertEquals(2, r.pending());
    }
    channel.receivers().get(1).tryReceive(to, 0, null);
    channel.trySend(to, 0, 8, 0, -1);
    assertEquals(2, channel.receivers().get(1).pending());
    assertEquals(1, channel.receivers().get(1).processed());
  }

  @Test
  void randomGivesAllEquallyOften() {
    AnycastChannel channel = anycast(AnycastChannel.Policy.RANDOM, 4, 8192);
    for (int i = 0; i < 8000; i++) {
      channel.trySend(to, 0, 8, 0, -1);
    }
    for (long n : handed(channel)) {
      // Six standard deviations of a fair choice.
      assertTrue(Math.abs(n - 2000) < 6 * 39, "one got " + n + " of 8000");
    }
  }

  @Test
  void affinityPrefersTheSendersCpuAndElseTheLeastLoaded() {
    AnycastChannel channel = anycast(AnycastChannel.Policy.AFFINITY_FIRST, 3, 4);
    for (int i = 0; i < 4; i++) {
      channel.trySend(to, 0, 8, 0, 2);
    }
    assertEquals(4, channel.receivers().get(2).pending());
    for (int i = 0; i < 4; i++) {
      channel.trySend(to, 0, 8, 0, 2);
    }
    assertEquals(2, channel.receivers().get(0).pending());
    assertEquals(2, channel.receivers().get(1).pending());
    channel.trySend(to, 0, 8, 0, 9);
    assertEquals(3, channel.receivers().get(0).pending());
  }

  @Test
  void whoHasNoRoomIsPassedOverAndAllFullIsFull() throws Exception {
    AnycastChannel channel = anycast(AnycastChannel.Policy.ROUND_ROBIN, 2, 2);
    assertEquals(Ring.FULL, anycast(AnycastChannel.Policy.RANDOM, 0, 2).trySend(to, 0, 8, 0, 0));
    for (int i = 0; i < 4; i++) {
      assertEquals(0, channel.trySend(to, 0, 8, 0, -1));
    }
    assertEquals(Ring.FULL, channel.trySend(to, 0, 8, 0, -1));
    assertEquals(Ring.FULL, channel.send(to, 0, 8, 0, -1, 2_000_000));
    channel.receivers().get(1).tryReceive(to, 0, null);
    assertEquals(0, channel.send(to, 0, 8, 0, -1, Waiting.FOREVER));
    assertEquals(2, channel.receivers().get(1).pending());
  }
}
