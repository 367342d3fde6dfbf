package exo.kernel.mm;

import exo.kernel.abi.KernelBug;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames by page number: the index of a page cache. A tree of 64-way nodes, as high as the highest
 * page needs, with nodes where something is held: a file of one page costs a few dozen bytes, a
 * sparse one what it holds. Does not count references. Owned by the kernel lock.
 *
 * <p>Frame 0 is never a page's, so 0 stands for none.
 */
public final class PageTree {
  private static final int BITS = 6;
  private static final int FANOUT = 1 << BITS;
  private static final long[] NO_FRAMES = new long[0];

  /** Told of each page in a range. */
  @FunctionalInterface
  public interface Visitor {
    void visit(long index, long frame);
  }

  /** A leaf has frames, grown as needed; an inner node has children. */
  private static final class Node {
    private long[] frames = NO_FRAMES;
    private @Nullable Node @Nullable [] children;
    private int count;
  }

  private @Nullable Node root;

  // Bits of the index that are above the root's own: 0 if the root is a leaf.
  private int rootShift;
  private long pages;

  /** How many pages it holds. */
  public long pages() {
    return pages;
  }

  /** The frame of a page, or 0 for none. */
  public long get(long index) {
    Node node = root;
    int shift = rootShift;
    if (node == null || isAbove(index, shift)) {
      return 0;
    }
    while (node.children != null) {
      node = node.children[slot(index, shift)];
      if (node == null) {
        return 0;
      }
      shift -= BITS;
    }
    int slot = slot(index, 0);
    return slot < node.frames.length ? node.frames[slot] : 0;
  }

  private static boolean isAbove(long index, int shift) {
    int covered = shift + BITS;
    return covered < Long.SIZE && index >>> covered != 0;
  }

  private static int slot(long index, int shift) {
    return (int) (index >>> shift) & (FANOUT - 1);
  }

  /** Sets the frame of a page that had none. */
  public void add(long index, long frame) {
    if (index < 0 || frame <= 0) {
      throw new KernelBug("page " + index + " cannot have frame " + frame);
    }
    Node node = root;
    if (node == null) {
      node = new Node();
      root = node;
      rootShift = 0;
    }
    while (isAbove(index, rootShift)) {
      Node higher = inner();
      children(higher)[0] = node;
      higher.count = 1;
      node = higher;
      root = node;
      rootShift += BITS;
    }
    for (int shift = rootShift; shift > 0; shift -= BITS) {
      @Nullable Node[] below = children(node);
      Node next = below[slot(index, shift)];
      if (next == null) {
        next = shift > BITS ? inner() : new Node();
        below[slot(index, shift)] = next;
        node.count++;
      }
      node = next;
    }
    int slot = slot(index, 0);
    if (slot >= node.frames.length) {
      node.frames = Arrays.copyOf(node.frames, slot == 0 ? 1 : Integer.highestOneBit(slot) * 2);
    }
    if (node.frames[slot] != 0) {
      throw new KernelBug("page " + index + " has a frame already");
    }
    node.frames[slot] = frame;
    node.count++;
    pages++;
  }

  private static Node inner() {
    Node node = new Node();
    node.children = new Node[FANOUT];
    return node;
  }

  private static @Nullable Node[] children(Node node) {
    @Nullable Node[] c = node.children;
    if (c == null) {
      throw new KernelBug("a leaf in the middle of a tree of pages");
    }
    return c;
  }

  /**
   * Visits the pages {@code from} to {@code to}, exclusive, ascending; the tree must not change.
   */
  public void forEach(long from, long to, Visitor visitor) {
    if (root != null && from < to) {
      visit(root, rootShift, 0, from, to, visitor);
    }
  }

  private static void visit(Node node, int shift, long base, long from, long to, Visitor visitor) {
    @Nullable Node[] below = node.children;
    int slots = below == null ? node.frames.length : FANOUT;
    for (int i = firstSlot(base, shift, from); i < slots; i++) {
      long start = base + ((long) i << shift);
      if (start >= to) {
        return;
      }
      if (below == null) {
        if (node.frames[i] != 0) {
          visitor.visit(start, node.frames[i]);
        }
      } else {
        Node child = below[i];
        if (child != null) {
          visit(child, shift - BITS, start, from, to, visitor);
        }
      }
    }
  }

  private static int firstSlot(long base, int shift, long from) {
    return from <= base ? 0 : (int) Math.min(FANOUT, (from - base) >>> shift);
  }

  /** Takes pages {@code from} to {@code to}, exclusive, out of the tree, telling of each. */
  public void removeRange(long from, long to, Visitor removed) {
    Node top = root;
    if (top != null && from < to) {
      remove(top, rootShift, 0, from, to, removed);
      if (top.count == 0) {
        root = null;
      }
    }
  }

  private void remove(Node node, int shift, long base, long from, long to, Visitor removed) {
    @Nullable Node[] below = node.children;
    int slots = below == null ? node.frames.length : FANOUT;
    for (int i = firstSlot(base, shift, from); i < slots && node.count > 0; i++) {
      long start = base + ((long) i << shift);
      if (start >= to) {
        return;
      }
      if (below == null) {
        long frame = node.frames[i];
        if (frame != 0) {
          node.frames[i] = 0;
          node.count--;
          pages--;
          removed.visit(start, frame);
        }
      } else {
        Node child = below[i];
        if (child != null) {
          remove(child, shift - BITS, start, from, to, removed);
          if (child.count == 0) {
            below[i] = null;
            node.count--;
          }
        }
      }
    }
  }

  /** The first page from {@code from} on that has a frame, or -1. */
  public long next(long from) {
    return root == null ? -1 : next(root, rootShift, 0, from);
  }

  private static long next(Node node, int shift, long base, long from) {
    @Nullable Node[] below = node.children;
    int slots = below == null ? node.frames.length : FANOUT;
    for (int i = firstSlot(base, shift, from); i < slots; i++) {
      long start = base + ((long) i << shift);
      if (below == null) {
        if (node.frames[i] != 0) {
          return start;
        }
      } else {
        Node child = below[i];
        long found = child == null ? -1 : next(child, shift - BITS, start, from);
        if (found >= 0) {
          return found;
        }
      }
    }
    return -1;
  }

  /** The first page from {@code from} on that has no frame. */
  public long nextAbsent(long from) {
    long index = from;
    while (get(index) != 0) {
      index++;
    }
    return index;
  }
}
