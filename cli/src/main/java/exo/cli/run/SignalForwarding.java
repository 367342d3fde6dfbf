package exo.cli.run;

import exo.kernel.GuestProcess;

/**
 * What is sent to us is meant for the guest: Ctrl-C, a polite end, a hang-up. A guest that does not
 * heed Ctrl-C is killed when it comes three times within a second.
 */
final class SignalForwarding {
  private static final String[] FORWARDED = {"INT", "TERM", "HUP"};
  private static final int SIGINT = 2;
  private static final long SECOND = 1_000_000_000L;

  private final GuestProcess process;
  private long last = System.nanoTime() - 2 * SECOND;
  private long lastButOne = last;

  private SignalForwarding(GuestProcess process) {
    this.process = process;
  }

  /** Where the JVM leaves a signal alone it ends the guest together with us, which will do. */
  static void to(GuestProcess process) {
    SignalForwarding forwarding = new SignalForwarding(process);
    for (String name : FORWARDED) {
      HostSignals.handle(name, forwarding::arrived);
    }
  }

  private synchronized void arrived(int signal) {
    if (signal == SIGINT) {
      long now = System.nanoTime();
      if (now - lastButOne < SECOND) {
        process.kill();
        return;
      }
      lastButOne = last;
      last = now;
    }
    process.signal(signal);
  }
}
