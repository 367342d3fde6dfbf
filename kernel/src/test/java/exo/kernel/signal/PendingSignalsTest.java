package exo.kernel.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import exo.kernel.abi.Signals;
import org.junit.jupiter.api.Test;

class PendingSignalsTest {
  private static final long ALL = -1;

  private final PendingSignals pending = new PendingSignals();

  private static SignalInfo info(int number, long value) {
    return new SignalInfo(number, SignalInfo.SI_QUEUE, 1, 0, value);
  }

  private long take() {
    SignalInfo i = pending.take(ALL);
    return i == null ? -1 : i.value();
  }

  @Test
  void standardSignalsAreKeptOnce() {
    pending.add(info(Signals.SIGTERM, 1));
    pending.add(info(Signals.SIGTERM, 2));
    assertEquals(1, take());
    assertNull(pending.take(ALL));
    assertEquals(0, pending.set());
  }

  @Test
  void realTimeSignalsAreQueuedInOrder() {
    pending.add(info(40, 1));
    pending.add(info(40, 2));
    assertEquals(1, take());
    assertEquals(Signal.mask(40), pending.set());
    assertEquals(2, take());
    assertEquals(0, pending.set());
  }

  @Test
  void lowestNumberFirstAndFaultsBeforeAll() {
    pending.add(info(40, 40));
    pending.add(info(Signals.SIGHUP, 1));
    pending.add(info(Signals.SIGSEGV, 11));
    assertEquals(11, take());
    assertEquals(1, take());
    assertEquals(40, take());
  }

  @Test
  void onlyWantedOnesAreTaken() {
    pending.add(info(Signals.SIGHUP, 1));
    assertNull(pending.take(~Signal.mask(Signals.SIGHUP)));
    pending.discard(Signal.mask(Signals.SIGHUP));
    assertNull(pending.take(ALL));
    assertEquals(0, pending.queued());
  }

  /** Sees what becomes of its signals. */
  private static final class Sender implements SignalSource {
    int thrownAway;

    @Override
    public SignalInfo taken(SignalInfo info) {
      return new SignalInfo(info.number(), info.code(), info.pid(), 7, info.value());
    }

    @Override
    public void discarded() {
      thrownAway++;
    }
  }

  private static SignalInfo from(Sender sender, int number) {
    return new SignalInfo(number, SignalInfo.SI_TIMER, 0, 0, 5, sender);
  }

  @Test
  void theSourceOfASignalSaysWhatItsReceiverSees() {
    pending.add(from(new Sender(), 40));
    SignalInfo taken = pending.take(ALL);
    assertEquals(7, taken == null ? -1 : taken.uid());
  }

  @Test
  void theSourceHearsThatItsSignalWasThrownAway() {
    Sender sender = new Sender();
    pending.add(from(sender, 40));
    pending.discard(Signal.mask(40));
    assertEquals(1, sender.thrownAway);
    assertEquals(0, pending.set());
  }

  @Test
  void aSourceTakesItsSignalBack() {
    Sender sender = new Sender();
    pending.add(from(sender, 40));
    pending.add(info(40, 1));
    pending.withdraw(sender);
    assertEquals(1, take());
    assertEquals(0, sender.thrownAway);
    assertEquals(0, pending.set());
  }
}
