package exo.kernel.vfs;

/**
 * The five capability sets of a task as masks, bit n for capability n. Source: capabilities(7).
 *
 * @param effective what checks look at
 * @param permitted what effective may be raised to
 * @param inheritable kept across execve(2) together with the file's
 * @param ambient kept across execve(2) of a program without privilege of its own
 * @param bounding what can ever be gained
 */
public record CapabilitySets(
    long effective, long permitted, long inheritable, long ambient, long bounding) {
  static CapabilitySets ofRoot(long all) {
    return new CapabilitySets(all, all, 0, 0, all);
  }

  static CapabilitySets none(long all) {
    return new CapabilitySets(0, 0, 0, 0, all);
  }

  public CapabilitySets withEffective(long mask) {
    return new CapabilitySets(mask, permitted, inheritable, ambient, bounding);
  }

  public CapabilitySets withAmbient(long mask) {
    return new CapabilitySets(effective, permitted, inheritable, mask, bounding);
  }

  public CapabilitySets withBounding(long mask) {
    return new CapabilitySets(effective, permitted, inheritable, ambient, mask);
  }

  CapabilitySets withoutAmbient() {
    return withAmbient(0);
  }

  /** The last id of root was given up: nothing stays permitted. */
  CapabilitySets dropped() {
    return new CapabilitySets(0, 0, inheritable, 0, bounding);
  }
}
