package exo.kernel.uaccess;

/**
 * Counts how often a translation of some address space was revoked or changed: what was looked up
 * before the last time may be wrong. Owned by the kernel lock.
 */
public final class Revocations {
  private long count;

  public void add() {
    count++;
  }

  public long count() {
    return count;
  }
}
