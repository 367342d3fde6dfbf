package exo.mem.paging;

/**
 * Told of frames that hold page tables, for engines that keep more of a table than a TLB does.
 * Called by the owner of the tables, in the middle of the change.
 */
@FunctionalInterface
public interface TableWatcher {
  /**
   * An entry of the table in this frame does not lead to another table any more, or the frame is no
   * table any more and is free. Of {@link PageTables#destroy} nothing is heard: the whole space was
   * said to be gone before.
   *
   * @param frame its number
   */
  void unlinked(long frame);
}
