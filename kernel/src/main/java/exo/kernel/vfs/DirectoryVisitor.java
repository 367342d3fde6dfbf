package exo.kernel.vfs;

/** Takes the entries of a directory one by one. */
@FunctionalInterface
public interface DirectoryVisitor {
  /**
   * One entry.
   *
   * @param name one char a byte
   * @param inode inode number
   * @param type DT_* of getdents64(2)
   * @param next the position after this entry, what d_off and lseek(2) have
   * @return false if there was no room: the entry was not taken
   */
  boolean entry(String name, long inode, int type, long next);
}
