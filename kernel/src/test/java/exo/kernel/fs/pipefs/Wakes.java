package exo.kernel.fs.pipefs;

import exo.kernel.sched.WaitQueue;

/** Counts wake-ups. */
final class Wakes implements WaitQueue.Observer {
  int count;

  @Override
  public void notified(WaitQueue queue) {
    count++;
  }
}
