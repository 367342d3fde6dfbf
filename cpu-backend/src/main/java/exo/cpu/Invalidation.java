package exo.cpu;

/** What became out of date in {@link Cpu#invalidate}. */
public enum Invalidation {
  /** Page table entries lost rights, were removed, or name another frame now. */
  RIGHTS_REVOKED,
  /**
   * Bytes that a guest may execute were changed by the kernel, in pages that are mapped; for frames
   * see {@link Cpu#codeChanged}. Stores by the guest itself need no such word. Not implied by
   * {@link #RIGHTS_REVOKED}, nor does it imply it.
   */
  CODE_CHANGED,
  /** The root is about to be freed; address and length do not matter. */
  ADDRESS_SPACE_GONE
}
