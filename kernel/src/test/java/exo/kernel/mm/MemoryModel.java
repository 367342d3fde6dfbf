package exo.kernel.mm;

import java.util.TreeMap;

/**
 * What an address space should be like, kept as simply as can be: a page at a time, one byte for
 * each.
 */
final class MemoryModel {
  /** The object behind a page. */
  interface Content {
    /** In pages. */
    int size();

    int get(int index);

    void put(int index, int value);
  }

  /** Shared anonymous memory. */
  static final class Anonymous implements Content {
    private final int[] values;

    Anonymous(int pages) {
      values = new int[pages];
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public int get(int index) {
      return values[index];
    }

    @Override
    public void put(int index, int value) {
      values[index] = value;
    }
  }

  /** A file, which holds its own truth. */
  record OfFile(FakeFile file) implements Content {
    @Override
    public int size() {
      return file.pages();
    }

    @Override
    public int get(int index) {
      return file.get(index);
    }

    @Override
    public void put(int index, int value) {
      // The guest wrote the very frame that the file holds.
    }
  }

  /** One page of memory. */
  static final class Page {
    final Content content;
    final int index;
    final boolean shared;
    final boolean mayWrite;
    int rights;
    boolean wipe;
    boolean stay;

    /** The value of a private copy, or -1 while there is none. */
    int own;

    Page(Content content, int index, boolean shared, boolean mayWrite, int rights) {
      this.content = content;
      this.index = index;
      this.shared = shared;
      this.mayWrite = mayWrite;
      this.rights = rights;
      own = content == null ? 0 : -1;
    }

    Page copy() {
      return at(index);
    }

    /** The same kind of page for another index. */
    Page at(int otherIndex) {
      Page page = new Page(content, otherIndex, shared, mayWrite, rights);
      page.wipe = wipe;
      page.stay = stay;
      page.own = otherIndex == index ? own : page.own;
      return page;
    }

    boolean isBeyondEnd() {
      return content != null && index >= content.size();
    }

    int value() {
      return own >= 0 ? own : content.get(index);
    }

    void set(int value) {
      if (shared) {
        content.put(index, value);
      } else {
        own = value;
      }
    }

    /** A private copy or anonymous page is thrown away. */
    void forget() {
      if (!shared) {
        own = content == null ? 0 : -1;
      }
    }
  }

  final TreeMap<Long, Page> pages = new TreeMap<>();

  /** The outcome of an access and nothing else. */
  FaultOutcome outcome(long va, int right) {
    Page page = pages.get(va);
    if (page == null) {
      return FaultOutcome.NOT_MAPPED;
    }
    boolean allowed = right == VmaFlags.READ ? page.rights != 0 : (page.rights & right) != 0;
    if (!allowed) {
      return FaultOutcome.NO_RIGHT;
    }
    return page.isBeyondEnd() ? FaultOutcome.NO_PAGE : FaultOutcome.RESOLVED;
  }

  void unmap(long from, long to) {
    pages.subMap(from, to).clear();
  }

  MemoryModel fork() {
    MemoryModel child = new MemoryModel();
    pages.forEach(
        (va, page) -> {
          if (!page.stay) {
            Page twin = page.copy();
            if (twin.wipe) {
              twin.forget();
            }
            child.pages.put(va, twin);
          }
        });
    return child;
  }
}
