package exo.kernel.signal;

/** Who sent a signal and goes on when it was taken: a timer, which counts what it missed. */
public interface SignalSource {
  /** The signal leaves the queue for its receiver; answers what the receiver sees. */
  SignalInfo taken(SignalInfo info);

  /** The signal was thrown away. */
  void discarded();
}
