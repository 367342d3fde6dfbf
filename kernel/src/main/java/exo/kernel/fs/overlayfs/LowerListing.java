package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import java.util.ArrayList;
import java.util.List;

/** The entries of a lower directory, which do not change: an entry's place is its position. */
final class LowerListing {
  /** One entry: its inode number there, and DT_*. */
  record Entry(String name, long inode, int type) {}

  private final List<Entry> entries;

  private LowerListing(List<Entry> entries) {
    this.entries = entries;
  }

  static LowerListing of(LowerDirectory directory) throws Errno {
    List<Entry> found = new ArrayList<>();
    long at = 2;
    long before;
    do {
      before = at;
      at =
          directory.list(
              at,
              (name, inode, type, next) -> {
                found.add(new Entry(name, inode, type));
                return true;
              });
    } while (at != before);
    return new LowerListing(List.copyOf(found));
  }

  int size() {
    return entries.size();
  }

  Entry get(int index) {
    return entries.get(index);
  }
}
