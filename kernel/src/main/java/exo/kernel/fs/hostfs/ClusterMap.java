package exo.kernel.fs.hostfs;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The clusters of one file by number; costs what it holds, however large and sparse the file. */
final class ClusterMap {
  private @Nullable Cluster[] buckets = new Cluster[2];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  @Nullable Cluster get(long number) {
    Cluster c = buckets[bucket(number)];
    while (c != null && c.number != number) {
      c = c.nextInBucket;
    }
    return c;
  }

  /** Adds one whose number is not there. */
  void add(Cluster c) {
    if (size >= buckets.length) {
      grow();
    }
    int bucket = bucket(c.number);
    c.nextInBucket = buckets[bucket];
    buckets[bucket] = c;
    size++;
  }

  void remove(Cluster c) {
    int bucket = bucket(c.number);
    Cluster before = null;
    for (Cluster at = buckets[bucket]; at != null; at = at.nextInBucket) {
      if (at == c) {
        if (before == null) {
          buckets[bucket] = c.nextInBucket;
        } else {
          before.nextInBucket = c.nextInBucket;
        }
        c.nextInBucket = null;
        size--;
        return;
      }
      before = at;
    }
  }

  /** Visits all; the visitor may remove the one that it is given. */
  void forEach(Consumer<Cluster> visitor) {
    Cluster next;
    for (Cluster first : buckets) {
      for (Cluster c = first; c != null; c = next) {
        next = c.nextInBucket;
        visitor.accept(c);
      }
    }
  }

  private void grow() {
    @Nullable Cluster[] old = buckets;
    buckets = new Cluster[old.length * 2];
    Cluster next;
    for (Cluster first : old) {
      for (Cluster c = first; c != null; c = next) {
        next = c.nextInBucket;
        int bucket = bucket(c.number);
        c.nextInBucket = buckets[bucket];
        buckets[bucket] = c;
      }
    }
  }

  private int bucket(long number) {
    return Long.hashCode(number) & buckets.length - 1;
  }
}
