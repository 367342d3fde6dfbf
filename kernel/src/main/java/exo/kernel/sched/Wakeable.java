package exo.kernel.sched;

/** Something that may stand on wait queues. */
public interface Wakeable {
  /** What this waited for may have come. The implementer takes the waiter off its queue. */
  void wake(Waiter waiter);
}
