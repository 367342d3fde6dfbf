package exo.kernel.mm;

import org.jspecify.annotations.Nullable;

/**
 * Frames by page number: a tree of 512-way nodes made where something is held, so that a sparse
 * object costs what it holds, whatever its size. Does not count references. Owned by the kernel
 * lock.
 */
public final class FrameTree {
  /** Pages with numbers from 0 up to this, exclusive: as many as an address space can have. */
  public static final long PAGES = 1L << 36;

  private static final int BITS = 9;
  private static final int FANOUT = 1 << BITS;
  private static final int TOP_SHIFT = 3 * BITS;

  /** Told of each frame in a range. */
  @FunctionalInterface
  public interface Visitor {
    void visit(long index, long frame);
  }

  private final Object[] top = new Object[FANOUT];

  /** The frame of a page, or 0 for none. */
  public long get(long index) {
    long[] leaf = inReach(index) ? leaf(index, false) : null;
    return leaf == null ? 0 : leaf[slot(index, 0)];
  }

  /** Sets the frame of a page, 0 for none; answers what it was. */
  public long put(long index, long frame) {
    if (!inReach(index)) {
      throw new IllegalArgumentException("page " + index + " of an object");
    }
    long[] leaf = leaf(index, frame != 0);
    if (leaf == null) {
      return 0;
    }
    long old = leaf[slot(index, 0)];
    leaf[slot(index, 0)] = frame;
    return old;
  }

  /** Visits the frames of pages {@code from} to {@code to}, exclusive, ascending. */
  public void forEach(long from, long to, Visitor visitor) {
    visit(top, TOP_SHIFT, Math.max(from, 0), Math.min(to, PAGES), visitor);
  }

  private static void visit(Object[] node, int shift, long from, long to, Visitor visitor) {
    long next;
    for (long index = from; index < to; index = next) {
      next = Math.min(to, ((index >> shift) + 1) << shift);
      Object below = node[slot(index, shift)];
      if (below instanceof long[] leaf) {
        for (long i = index; i < next; i++) {
          if (leaf[slot(i, 0)] != 0) {
            visitor.visit(i, leaf[slot(i, 0)]);
          }
        }
      } else if (below instanceof Object[] inner) {
        visit(inner, shift - BITS, index, next, visitor);
      }
    }
  }

  private long @Nullable [] leaf(long index, boolean make) {
    Object[] node = top;
    for (int shift = TOP_SHIFT; shift > BITS; shift -= BITS) {
      Object below = node[slot(index, shift)];
      if (below == null) {
        if (!make) {
          return null;
        }
        below = new Object[FANOUT];
        node[slot(index, shift)] = below;
      }
      node = (Object[]) below;
    }
    long[] leaf = (long[]) node[slot(index, BITS)];
    if (leaf == null && make) {
      leaf = new long[FANOUT];
      node[slot(index, BITS)] = leaf;
    }
    return leaf;
  }

  private static boolean inReach(long index) {
    return index >= 0 && index < PAGES;
  }

  private static int slot(long index, int shift) {
    return (int) (index >> shift) & (FANOUT - 1);
  }
}
