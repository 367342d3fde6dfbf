package exo.mem.host;

/** Told of each name in a folder. */
@FunctionalInterface
public interface HostEntryVisitor {
  /**
   * May call the folder again, its {@code list} included.
   *
   * @param name a byte a char
   * @param type as in getdents64(2): DT_REG is 8, DT_DIR 4, DT_LNK 10; 0 when the host does not say
   * @param next the position after this name, to go on from; above 0, good as long as the folder is
   *     there, whatever is added or removed meanwhile
   * @return whether to go on
   */
  boolean visit(String name, long inode, int type, long next);
}
