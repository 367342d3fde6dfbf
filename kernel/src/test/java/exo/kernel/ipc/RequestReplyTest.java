package exo.kernel.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.ring.Ring;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RequestReplyTest {
  private final LocalWaiting waiting = new LocalWaiting();
  private final Lane requests = new Lane(Rings.many(32), waiting, null);
  private final Lane replies = new Lane(Rings.many(32), waiting, null);
  private final RequestReplyChannel channel = new RequestReplyChannel(requests, replies, 8);
  private final RequestReplyChannel.Server server =
      new RequestReplyChannel.Server(requests, replies);
  private final MemorySegment to = Rings.memory(64);

  private long begin(long argument, long nanos) {
    return channel.begin(Rings.number(argument), 0, 8, nanos);
  }

  /** Takes all requests that are there. */
  private List<long[]> requests() throws InterruptedException {
    List<long[]> all = new ArrayList<>();
    while (server.receive(to, 0, 0) == 16) {
      all.add(new long[] {to.get(Rings.LONG, 0), to.get(Rings.LONG, 8)});
    }
    return all;
  }

  private void reply(long[] request, long result) throws InterruptedException {
    MemorySegment m = Rings.memory(64);
    m.set(Rings.LONG, 0, request[0]);
    m.set(Rings.LONG, 8, result);
    assertEquals(0, server.reply(m, 0, 16, Waiting.FOREVER));
  }

  @Test
  void repliesFindTheirCallsInAnyOrder() throws Exception {
    long[] calls = new long[8];
    for (int i = 0; i < 8; i++) {
      calls[i] = begin(i, Waiting.FOREVER);
    }
    assertEquals(Ring.FULL, begin(9, Waiting.FOREVER));
    assertEquals(8, channel.inFlight());
    List<long[]> got = requests();
    for (int i = 7; i >= 0; i--) {
      reply(got.get(i), got.get(i)[1] * 10);
    }
    for (int i : new int[] {3, 0, 7, 1, 2, 6, 5, 4}) {
      assertEquals(8, channel.await(calls[i], to, 0));
      assertEquals(i * 10, to.get(Rings.LONG, 0));
    }
    assertEquals(0, channel.inFlight());
    assertTrue(channel.percentile99Nanos() >= channel.averageNanos() / 2);
  }

  @Test
  void aLateReplyIsDroppedAndNeverTakenForAnother() throws Exception {
    long first = begin(1, 1);
    assertEquals(RequestReplyChannel.TIMED_OUT, channel.await(first, to, 0));
    assertEquals(1, channel.timeouts());
    long[] old = requests().getFirst();
    for (int i = 0; i < 8; i++) {
      begin(100 + i, Waiting.FOREVER);
    }
    reply(old, 666);
    List<long[]> got = requests();
    reply(got.get(7), 5);
    assertEquals(8, channel.await(got.get(7)[0], to, 0));
    assertEquals(5, to.get(Rings.LONG, 0));
    assertEquals(Ring.EMPTY, channel.poll(got.get(0)[0], to, 0));
    assertEquals(1, channel.lateReplies());
    assertEquals(RequestReplyChannel.CANCELLED, channel.await(first, to, 0));
  }

  @Test
  void aCancelledCallIsOver() throws Exception {
    long call = begin(1, Waiting.FOREVER);
    assertTrue(channel.cancel(call));
    assertFalse(channel.cancel(call));
    assertEquals(RequestReplyChannel.CANCELLED, channel.await(call, to, 0));
    reply(requests().getFirst(), 1);
    long other = begin(2, Waiting.FOREVER);
    assertEquals(Ring.EMPTY, channel.poll(other, to, 0));
    assertEquals(1, channel.lateReplies());
    assertEquals(1, channel.cancellations());
  }

  @Test
  void aCancelledWaiterComesBack() throws Exception {
    long call = begin(1, Waiting.FOREVER);
    CompletableFuture<Long> waiter =
        Rings.async(() -> LaneTest.uninterrupted(() -> channel.await(call, Rings.memory(64), 0)));
    Thread.sleep(5);
    channel.cancel(call);
    assertEquals(RequestReplyChannel.CANCELLED, waiter.get());
  }

  @Test
  void nonsenseFromTheServerIsDropped() throws Exception {
    long call = begin(1, Waiting.FOREVER);
    MemorySegment m = Rings.memory(64);
    for (long wrong : new long[] {-1, 12345, Long.MIN_VALUE, Long.MAX_VALUE}) {
      m.set(Rings.LONG, 0, wrong);
      server.reply(m, 0, 40, Waiting.FOREVER);
    }
    server.reply(m, 0, 3, Waiting.FOREVER);
    assertEquals(Ring.EMPTY, channel.poll(call, to, 0));
    assertEquals(5, channel.lateReplies());
    reply(requests().getFirst(), 9);
    assertEquals(8, channel.await(call, to, 0));
  }

  @Test
  void fourThreadsCallOneServer() throws Exception {
    CompletableFuture<Long> serving =
        Rings.async(
            () ->
                LaneTest.uninterrupted(
                    () -> {
                      MemorySegment m = Rings.memory(64);
                      for (int i = 0; i < 4000; i++) {
                        server.receive(m, 0, Waiting.FOREVER);
                        m.set(Rings.LONG, 8, m.get(Rings.LONG, 8) + 1);
                        server.reply(m, 0, 16, Waiting.FOREVER);
                      }
                      return 0;
                    }));
    List<CompletableFuture<Long>> callers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      long base = t * 10_000L;
      callers.add(
          Rings.async(
              () ->
                  LaneTest.uninterrupted(
                      () -> {
                        MemorySegment result = Rings.memory(64);
                        for (int i = 0; i < 1000; i++) {
                          int n =
                              channel.call(
                                  Rings.number(base + i), 0, 8, result, 0, Waiting.FOREVER);
                          if (n != 8 || result.get(Rings.LONG, 0) != base + i + 1) {
                            throw new AssertionError("call " + (base + i) + " answered " + n);
                          }
                        }
                        return 0;
                      })));
    }
    for (CompletableFuture<Long> c : callers) {
      c.get();
    }
    serving.get();
    assertEquals(0, channel.inFlight());
  }
}
