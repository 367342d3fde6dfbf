package exo.mem.paging;

/** Told of each leaf entry in a range, in ascending order of address. */
@FunctionalInterface
public interface LeafVisitor {
  /**
   * May change the entry, and tables elsewhere, but must not free tables of the range.
   *
   * @param va where the page begins: of a 2 MiB page that the range cuts, before the range
   * @param entryAddress physical address of the entry
   * @param entry its value, never 0; {@link Pte#PS} marks a 2 MiB page
   * @return whether to go on
   */
  boolean visit(long va, long entryAddress, long entry);
}
