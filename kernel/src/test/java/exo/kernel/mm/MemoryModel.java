package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.PAGE;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import java.util.Map;
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

    /** madvise(2); answers the errno it ends with here, or null. */
    Errno advise(int advice) {
      switch (advice) {
        case Mman.MADV_DONTNEED -> forget();
        case Mman.MADV_FREE -> {
          if (content != null) {
            return Errno.EINVAL;
          }
          forget();
        }
        case Mman.MADV_REMOVE -> {
          if (content == null) {
            return Errno.EINVAL;
          }
          if (!shared || !mayWrite) {
            return Errno.EACCES;
          }
          if (!isBeyondEnd()) {
            content.put(index, 0);
          }
        }
        case Mman.MADV_WIPEONFORK -> {
          if (content != null) {
            return Errno.EINVAL;
          }
          wipe = true;
        }
        case Mman.MADV_KEEPONFORK -> wipe = false;
        case Mman.MADV_DONTFORK -> stay = true;
        case Mman.MADV_DOFORK -> stay = false;
        default -> {}
      }
      return null;
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

  /**
   * mremap(2) of {@code old} bytes at {@code va} to {@code size} at {@code target}.
   *
   * @param keep the old place stays mapped, and empty
   */
  void move(long va, long old, long target, long size, boolean keep) {
    Map<Long, Page> moved = new TreeMap<>();
    Page first = pages.get(va);
    for (long off = 0; off < size; off += PAGE) {
      Page page = off < old ? pages.get(va + off) : null;
      moved.put(
          target + off, page != null ? page.copy() : first.at(first.index + (int) (off / PAGE)));
    }
    for (long off = 0; off < old; off += PAGE) {
      if (keep) {
        pages.get(va + off).forget();
      } else {
        pages.remove(va + off);
      }
    }
    pages.putAll(moved);
  }

  /** A file was cut: private copies of what is beyond its new end are gone. */
  void truncate(FakeFile file, int size) {
    for (Page page : pages.values()) {
      if (page.content instanceof OfFile(FakeFile f) && f == file && page.index >= size) {
        page.forget();
      }
    }
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
